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
import { allInTurns, answered } from '../turns';

/** What Compute Loss works with. */
export interface ComputeServices extends FileServices {
  readonly inlineResults: InlineResults;
  readonly playground: PlaygroundDoor;
}

/**
 * Computes the loss call at the cursor, in the selection or on the cursor's line: the result appears beside the line,
 * and the playground opens with the tensors; where the settings want neither, a message says it. Where no loss is, the
 * user chooses one.
 *
 * @returns the result on one line, if the code tells it.
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
  const again = candidate === undefined ? undefined : await evaluatedAt(services, place, candidate);
  if (!again || candidate === undefined) return undefined;
  const { call, end } = again;
  const result = inlineResult(call, placeOfCall(end, candidate));
  const isShown = result !== undefined && inlineResults.show(end, result, candidate);
  if (!result || setting('inlineResult.openPlayground', place.document)) {
    const shown = await allInTurns(playgroundCall(call));
    await playground.show((state) => withCall(state, shown), { preserveFocus: true });
  } else if (!isShown) void window.showInformationMessage(result.text);
  return result?.text;
}

/** What a call ending at a place gives now; undefined if it is no loss call any more, or not known. */
export async function computeAgain(
  files: FileServices,
  { document, position }: DocumentPosition,
  candidate: number,
): Promise<InlineResult | undefined> {
  const isThere = ({ end }: FoundCall): boolean =>
    end.document === document && end.position.isEqual(position);
  const place = { document, position: position.translate(0, -1) };
  const found = await evaluatedAt(files, place, candidate, isThere);
  return found && inlineResult(found.call, placeOfCall(found.end, candidate));
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

/** The call at a place, evaluated; anew where the text changes meanwhile. Undefined where none is that is `meant`. */
async function evaluatedAt(
  files: FileServices,
  place: DocumentPosition,
  index: number,
  isMeant: (found: FoundCall) => boolean = () => true,
): Promise<{ readonly call: EvaluatedCall; readonly end: DocumentPosition } | undefined> {
  for (;;) {
    const found = await callAt(files, place);
    const candidate = found?.lossCall.candidates[index];
    if (!found || !candidate || !isMeant(found)) return undefined;
    const { source, lossCall, end } = found;
    const { python } = source;
    const call = await answered(python, () => evaluateCall(python, lossCall, undefined, candidate));
    if (call) return { call, end };
  }
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
