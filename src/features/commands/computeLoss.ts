import { l10n, window } from 'vscode';
import { evaluateCall, partName, playgroundCall, type EvaluatedCall } from '../../insights/documentInsights';
import { initialState, withCall } from '../../playground/playgroundEdits';
import { parseTensor } from '../../text/parseTensor';
import { pickCandidate } from '../candidatePicker';
import { editorTensors } from '../editorTensor';
import { inlineResult } from '../inlineDetails';
import type { InlineResult, InlineResults } from '../inlineResults';
import { placeOfCall } from '../lossPlace';
import { pickLoss } from '../lossPicker';
import { callAt, meantCalls, type FoundCall } from '../meantCalls';
import type { FileServices } from '../namesOfOtherFiles';
import type { PlaygroundDoor } from '../playgroundDoor';
import type { DocumentPosition } from '../pythonSource';
import { setting } from '../settings';
import { allInTurns, answered } from '../turns';

/** What Compute Loss works with. */
export interface ComputeServices extends FileServices {
  readonly inlineResults: InlineResults;
  readonly playground: PlaygroundDoor;
}

/**
 * Computes the loss calls at the cursors, in the selections or on the cursor's line: each result appears beside its line,
 * and the playground opens with the tensors of the first; where the settings want neither, a message says its result.
 * Where no loss is, the user chooses one.
 *
 * @returns the result of the first on one line, if the code tells it.
 */
export async function computeLoss(services: ComputeServices): Promise<string | undefined> {
  const editor = window.activeTextEditor;
  const python = editor?.document.languageId === 'python' ? editor : undefined;
  const [first, ...others] = python ? await meantCalls(services, python) : [];
  if (!first) {
    if (python && (await services.documents.isTooLong(python.document))) tellTooLong();
    else {
      const asked = python
        ? l10n.t('There is no loss here. Choose one to play with')
        : l10n.t('Choose a loss to play with');
      await playWithChosenLoss(services, asked);
    }
    return undefined;
  }
  const computed = await computeFirst(services, first);
  if (computed) await computeOthers(services, [first, ...others]);
  const result = computed?.result;
  return result?.kind === 'note' ? undefined : result?.text;
}

/** Undefined if the user chooses none of the losses that the call may compute; without a result if the code tells none. */
async function computeFirst(
  { inlineResults, playground, ...files }: ComputeServices,
  { source, lossCall, place }: FoundCall,
): Promise<{ readonly result: InlineResult | undefined } | undefined> {
  const candidate = await pickCandidate(source, lossCall);
  // The document may have changed while the user chose.
  const again = candidate === undefined ? undefined : await evaluatedAt(files, place, candidate);
  if (!again || candidate === undefined) return undefined;
  const { call, end } = again;
  const result = resultOf(again, candidate);
  const isShown = result !== undefined && inlineResults.show(end, result, candidate);
  const isTold = result !== undefined && result.kind !== 'note';
  if (!isTold || setting('inlineResult.openPlayground', place.document)) {
    const shown = await allInTurns(playgroundCall(call));
    await playground.show((state) => withCall(state, shown), { preserveFocus: true });
  } else if (!isShown) void window.showInformationMessage(result.text);
  return { result };
}

/** Puts the results of calls beside their lines, but for the first; of several on a line that of the first, too. */
async function computeOthers(
  { inlineResults, ...files }: ComputeServices,
  calls: readonly FoundCall[],
): Promise<void> {
  const lineOf = ({ end: { document, position } }: FoundCall) =>
    `${document.uri.toString()} ${position.line}`;
  const lines = new Set<string>();
  for (const [index, call] of calls.entries()) {
    const isFirst = !lines.has(lineOf(call));
    lines.add(lineOf(call));
    // Nobody is asked about more than one call.
    if (index === 0 || !isFirst || call.lossCall.candidates.length > 1) continue;
    const again = await evaluatedAt(files, call.place, 0);
    const result = again && resultOf(again);
    if (result) inlineResults.show(again.end, result, 0);
  }
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
  return found && resultOf(found, candidate);
}

interface Evaluated {
  readonly call: EvaluatedCall;
  readonly end: DocumentPosition;
  /** How the call is told where it is only a part of its line. */
  readonly part: string | undefined;
}

/**
 * The call at a place, evaluated; anew where the text changes meanwhile, and once more where its inputs may depend on what
 * other files name. Undefined where none is that is `meant`.
 */
async function evaluatedAt(
  files: FileServices,
  place: DocumentPosition,
  index: number,
  isMeant: (found: FoundCall) => boolean = () => true,
): Promise<Evaluated | undefined> {
  for (let hasLearned = false; ;) {
    const found = await callAt(files, place);
    const candidate = found?.lossCall.candidates[index];
    if (!found || !candidate || !isMeant(found)) return undefined;
    const { source, lossCall, end } = found;
    const { python } = source;
    const call = await answered(python, () => evaluateCall(python, lossCall, undefined, candidate));
    const isTold = call && (call.result ?? call.error ?? call.isTooLarge);
    if (call && !isTold && !hasLearned) {
      hasLearned = true;
      if (await files.names.learnNow(source)) continue;
    }
    if (call) return { call, end, part: partName(python, lossCall) };
  }
}

function resultOf({ call, end, part }: Evaluated, candidate = 0): InlineResult | undefined {
  return inlineResult(call, placeOfCall(end, candidate), part);
}

function tellTooLong(): void {
  void window.showWarningMessage(
    l10n.t('This file is too long to look for losses in it: it has more than 4 million characters.'),
  );
}

/** Opens the playground on a loss that the user chooses; selected tensors become its inputs, in this order. */
async function playWithChosenLoss(
  { documents, playground }: ComputeServices,
  placeHolder: string,
): Promise<void> {
  const loss = await pickLoss(placeHolder);
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
