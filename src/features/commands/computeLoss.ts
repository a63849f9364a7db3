import { window, type Position, type TextEditor } from 'vscode';
import {
  evaluateCall,
  lossCallAt,
  playgroundCall,
  type EvaluatedCall,
} from '../../insights/documentInsights';
import { initialState, withCall } from '../../playground/playgroundEdits';
import { parseTensor } from '../../text/parseTensor';
import { editorTensor } from '../editorTensor';
import { inlineResult } from '../inlineDetails';
import type { InlineResult, InlineResults } from '../inlineResults';
import { placeOfCall } from '../lossPlace';
import { pickLoss } from '../lossPicker';
import type { PlaygroundDoor } from '../playgroundDoor';
import type { PythonDocuments } from '../pythonDocuments';
import type { DocumentPosition, PythonSource } from '../pythonSource';
import { setting } from '../settings';

/** What Compute Loss works with. */
export interface ComputeServices {
  readonly documents: PythonDocuments;
  readonly inlineResults: InlineResults;
  readonly playground: PlaygroundDoor;
}

/**
 * Computes the loss call at the cursor, in the selection or on the cursor's line: the result appears beside the line,
 * and the playground opens with the tensors. Where no loss is, the user chooses one.
 *
 * @returns what was shown beside the line, if anything was.
 */
export async function computeLoss(services: ComputeServices): Promise<string | undefined> {
  const editor = window.activeTextEditor;
  const found =
    editor?.document.languageId === 'python' ? await callAtCursor(services.documents, editor) : undefined;
  if (!editor || !found) {
    await playWithChosenLoss(services);
    return undefined;
  }
  const { call, end } = found;
  const result = inlineResult(call, placeOfCall(end));
  if (result) services.inlineResults.show(end, result);
  if (!result || setting('inlineResult.openPlayground', editor.document)) {
    await services.playground.show((state) => withCall(state, playgroundCall(call)), { preserveFocus: true });
  }
  return result?.text;
}

/** What a call ending at a place gives now; undefined if it is no loss call any more, or not known. */
export async function computeAgain(
  documents: PythonDocuments,
  { document, position }: DocumentPosition,
): Promise<InlineResult | undefined> {
  const source = await documents.readSettled(document);
  const found = source && callAt(source, position.translate(0, -1));
  const isSame = found?.end.document === document && found.end.position.isEqual(position);
  return isSame ? inlineResult(found.call, placeOfCall(found.end)) : undefined;
}

interface FoundCall {
  readonly call: EvaluatedCall;
  /** Where the call ends; for the cursor on an instance that can be in another cell of the notebook. */
  readonly end: DocumentPosition;
}

async function callAtCursor(documents: PythonDocuments, editor: TextEditor): Promise<FoundCall | undefined> {
  const source = await documents.readSettled(editor.document);
  const { selection } = editor;
  return source && callAt(source, selection.isEmpty ? selection.active : selection.start);
}

function callAt(source: PythonSource, position: Position): FoundCall | undefined {
  const lossCall = lossCallAt(source.python, source.offsetAt(position));
  if (!lossCall) return undefined;
  return { call: evaluateCall(source.python, lossCall), end: source.placeOf(lossCall.end) };
}

/** Opens the playground on a loss that the user chooses; a selected tensor becomes its first input. */
async function playWithChosenLoss({ documents, playground }: ComputeServices): Promise<void> {
  const input = await editorTensor(documents);
  const loss = await pickLoss();
  if (!loss) return;
  const [first] = loss.inputs;
  await playground.show((state) => {
    const example = { ...initialState(loss), tab: state.tab };
    if (!input || !first || !parseTensor(input.text).ok) return example;
    return { ...example, inputs: { [first.name]: input } };
  });
}
