import { InlayHint, type CancellationToken, type Range, type TextDocument } from 'vscode';
import { evaluateCall, lossCalls } from '../insights/documentInsights';
import { printTensor } from '../engine/tensor/printTensor';
import { inlineResult } from './inlineDetails';
import type { InlineResults } from './inlineResults';
import { placeOfCall } from './lossPlace';
import type { PythonDocuments } from './pythonDocuments';
import { setting } from './settings';

/** Longer values are told by their shape. */
const longestLabel = 40;

/**
 * The values of the loss calls in a range, where the code tells them: `= 0.2875` after the call. Lines that Compute
 * Loss has written beside are left out, and calls that may compute one loss or another.
 */
export async function lossInlayHints(
  documents: PythonDocuments,
  inlineResults: InlineResults,
  document: TextDocument,
  range: Range,
  token: CancellationToken,
): Promise<InlayHint[]> {
  if (!setting('inlayHints.enabled', document)) return [];
  const source = await documents.read(document);
  if (!source) return [];
  const hints: InlayHint[] = [];
  const visible = { start: source.offsetAt(range.start), end: source.offsetAt(range.end) };
  for (const call of lossCalls(source.python, visible)) {
    if (token.isCancellationRequested) return [];
    const end = source.placeOf(call.end);
    const { position } = end;
    if (inlineResults.has(document, position.line) || call.isOpen || call.candidates.length > 1) continue;
    const evaluated = evaluateCall(source.python, call);
    if (!evaluated.result) continue;
    // Of a named tuple the hint tells the one field.
    const field = evaluated.loss.resultField;
    const hint = new InlayHint(
      position,
      `${field === undefined ? '' : `.${field} `}= ${valueText(evaluated.result.loss)}`,
    );
    hint.paddingLeft = true;
    const details = inlineResult(evaluated, placeOfCall(end))?.details;
    if (details) hint.tooltip = details;
    hints.push(hint);
  }
  return hints;
}

/** `0.2875`, `[2., 3.]`, or the shape of what would be long. */
function valueText(loss: Parameters<typeof printTensor>[0]): string {
  const [, inside = ''] = /^tensor\(([^]*?)(?:,\s*dtype=[^)]*)?\)$/.exec(printTensor(loss)) ?? [];
  const text = inside.replaceAll(/\s+/g, ' ');
  return text !== '' && text.length <= longestLabel ? text : `tensor (${loss.shape.join(', ')})`;
}
