import { l10n, window, type TextEditor } from 'vscode';
import {
  evaluateCall,
  lossCallAt,
  playgroundCall,
  type EvaluatedCall,
  type LossCall,
} from '../../insights/documentInsights';
import { initialState, withCall } from '../../playground/playgroundEdits';
import { parseTensor } from '../../text/parseTensor';
import { pickCandidate } from '../candidatePicker';
import { editorTensors } from '../editorTensor';
import { inlineResult } from '../inlineDetails';
import type { InlineResult, InlineResults } from '../inlineResults';
import { placeOfCall } from '../lossPlace';
import { pickLoss } from '../lossPicker';
import type { FileServices } from '../namesOfOtherFiles';
import type { PlaygroundDoor } from '../playgroundDoor';
import type { DocumentPosition, PythonSource } from '../pythonSource';
import { setting } from '../settings';

/** What Compute Loss works with. */
export interface ComputeServices extends FileServices {
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
  const { documents, inlineResults, playground } = services;
  const editor = window.activeTextEditor;
  const place = editor?.document.languageId === 'python' ? cursorOf(editor) : undefined;
  const found = place && (await callAt(services, place));
  if (!found) {
    if (place && (await documents.isTooLong(place.document))) tellTooLong();
    else await playWithChosenLoss(services);
    return undefined;
  }
  const candidate = await pickCandidate(found.source, found.lossCall);
  // The document may have changed while the user chose.
  const again = candidate === undefined ? undefined : await callAt(services, place);
  const call = again && evaluated(again, candidate ?? 0);
  if (!again || !call || candidate === undefined) return undefined;
  const result = inlineResult(call, placeOfCall(again.end, candidate));
  if (result) inlineResults.show(again.end, result, candidate);
  if (!result || setting('inlineResult.openPlayground', place.document)) {
    await playground.show((state) => withCall(state, playgroundCall(call)), { preserveFocus: true });
  }
  return result?.text;
}

/** What a call ending at a place gives now; undefined if it is no loss call any more, or not known. */
export async function computeAgain(
  files: FileServices,
  { document, position }: DocumentPosition,
  candidate: number,
): Promise<InlineResult | undefined> {
  const found = await callAt(files, { document, position: position.translate(0, -1) });
  const isSame = found?.end.document === document && found.end.position.isEqual(position);
  const call = isSame ? evaluated(found, candidate) : undefined;
  return found && call && inlineResult(call, placeOfCall(found.end, candidate));
}

interface FoundCall {
  readonly source: PythonSource;
  readonly lossCall: LossCall;
  /** Where the call ends; for the cursor on an instance that can be in another cell of the notebook. */
  readonly end: DocumentPosition;
}

function cursorOf({ document, selection }: TextEditor): DocumentPosition {
  return { document, position: selection.isEmpty ? selection.active : selection.start };
}

async function callAt(
  { documents, names }: FileServices,
  { document, position }: DocumentPosition,
): Promise<FoundCall | undefined> {
  const source = await documents.readSettled(document);
  const offset = source?.offsetAt(position) ?? 0;
  const lossCall = source && (await names.tried(source, () => lossCallAt(source.python, offset)));
  return lossCall && { source, lossCall, end: source.placeOf(lossCall.end) };
}

function evaluated({ source, lossCall }: FoundCall, index: number): EvaluatedCall | undefined {
  const candidate = lossCall.candidates[index];
  return candidate && evaluateCall(source.python, lossCall, undefined, candidate);
}

function tellTooLong(): void {
  void window.showWarningMessage(
    l10n.t('This file is too long to look for losses in it: it has more than 4 million characters.'),
  );
}

/** Opens the playground on a loss that the user chooses; selected tensors become its inputs, in this order. */
async function playWithChosenLoss({ documents, playground }: ComputeServices): Promise<void> {
  const loss = await pickLoss();
  if (!loss) return;
  const pointedAt = await editorTensors(documents, loss.inputs.length);
  const tensors = pointedAt.filter(({ text }) => isMeantAsTensor(text));
  const inputs = loss.inputs.flatMap(({ name }, index) => {
    const tensor = tensors[index];
    return tensor ? [[name, tensor] as const] : [];
  });
  await playground.show((state) => {
    const example = { ...initialState(loss), tab: state.tab };
    return inputs.length === 0 ? example : { ...example, inputs: Object.fromEntries(inputs) };
  });
}

/** Whether a text begins like a tensor. If it cannot be read the playground says where and why. */
function isMeantAsTensor(text: string): boolean {
  return /^\s*(\w+\s*=\s*)?([\w.]*(tensor|array)\s*\(|\[|[-+]?\.?\d)/i.test(text) || parseTensor(text).ok;
}
