import {
  InlayHint,
  type CancellationToken,
  type MarkdownString,
  type Position,
  type Range,
  type TextDocument,
} from 'vscode';
import { evaluateCall, lossCalls, settled } from '../insights/documentInsights';
import type { TextRange } from '../insights/finding';
import { printTensor } from '../engine/tensor/printTensor';
import { inlineResult } from './inlineDetails';
import type { InlineResults } from './inlineResults';
import { placeOfCall } from './lossPlace';
import type { FileServices } from './namesOfOtherFiles';
import type { PythonSource } from './pythonSource';
import { setting } from './settings';
import { inTurns, unchanged } from './turns';

/** Longer values are told by their shape. */
const longestLabel = 40;

/** A hint whose tooltip is made when somebody looks at it. */
class LossInlayHint extends InlayHint {
  constructor(
    position: Position,
    label: string,
    readonly details: () => MarkdownString | undefined,
  ) {
    super(position, label);
    this.paddingLeft = true;
  }
}

/** Gives a hint its tooltip: the working and the gradient. */
export function resolveLossInlayHint(hint: InlayHint): InlayHint {
  const details = hint instanceof LossInlayHint ? hint.details() : undefined;
  if (details) hint.tooltip = details;
  return hint;
}

/**
 * The values of the loss calls in a range, where the code tells them: `= 0.2875` after the call. Lines that Compute
 * Loss has written beside are left out, and calls that may compute one loss or another.
 */
export async function lossInlayHints(
  { documents, names }: FileServices,
  inlineResults: InlineResults,
  document: TextDocument,
  range: Range,
  token: CancellationToken,
): Promise<InlayHint[]> {
  if (!setting('inlayHints.enabled', document)) return [];
  const source = await documents.read(document);
  if (!source) return [];
  const visible = { start: source.offsetAt(range.start), end: source.offsetAt(range.end) };
  const isFree = ({ line }: Position): boolean => !inlineResults.has(document, line);
  const isWanted = unchanged(source.python, () => !token.isCancellationRequested);
  const hints = await inTurns(hintsIn(source, visible, isFree), isWanted);
  if (hints) names.learnSoon(source);
  return hints ?? [];
}

/** The hints of a range, with pauses, at places that are free. */
function* hintsIn(
  source: PythonSource,
  range: TextRange,
  isFree: (place: Position) => boolean,
): Generator<void, InlayHint[]> {
  const { python } = source;
  const hints: InlayHint[] = [];
  for (const call of yield* settled(() => lossCalls(python, range))) {
    yield;
    const end = source.placeOf(call.end);
    const { position } = end;
    if (!isFree(position) || call.isOpen || call.candidates.length > 1) continue;
    const evaluated = yield* settled(() => evaluateCall(python, call));
    if (!evaluated.result) continue;
    // Of a named tuple the hint tells the one field.
    const field = evaluated.loss.resultField;
    const label = `${field === undefined ? '' : `.${field} `}= ${valueText(evaluated.result.loss)}`;
    const place = placeOfCall(end);
    hints.push(new LossInlayHint(position, label, () => inlineResult(evaluated, place)?.details));
  }
  return hints;
}

/** `0.2875`, `[2., 3.]`, or the shape of what would be long. */
function valueText(loss: Parameters<typeof printTensor>[0]): string {
  const [, inside = ''] = /^tensor\(([^]*?)(?:,\s*dtype=[^)]*)?\)$/.exec(printTensor(loss)) ?? [];
  const text = inside.replaceAll(/\s+/g, ' ');
  return text !== '' && text.length <= longestLabel ? text : `tensor (${loss.shape.join(', ')})`;
}
