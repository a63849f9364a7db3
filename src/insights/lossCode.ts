import type { PythonDocument } from '../python/pythonDocument';
import type { TextRange } from './finding';
import { spellingOf, type Insertion } from './spelling';
import type { Advice } from '../guide/advice';

/** Code that makes the loss which was chosen. */
export interface LossCode {
  /** Imports that have to come first, in the order of the text. */
  readonly imports: readonly Insertion[];
  /** What stands at the cursor: texts, and between them values for the user to change. */
  readonly parts: readonly (string | { readonly value: string })[];
}

/**
 * The code of an advice for a place in a document, or in place of what is selected there: a statement where nothing
 * else stands on the line, else the expression alone.
 *
 * @param from where the part of the document begins that imports may be put into: 0, or the start of a cell.
 */
export function lossCode(document: PythonDocument, advice: Advice, place: TextRange, from = 0): LossCode {
  const needs: Insertion[] = [];
  const write = (path: string): string => {
    const { text, needs: needed } = spellingOf(document, path, place.start, from);
    if (needed && !needs.some((one) => one.text === needed.text)) needs.push(needed);
    return text;
  };
  const callee = write(`torch.nn.${advice.loss}`);
  const named = Object.entries(advice.code).map(([name, value]) => ({
    name,
    value: value.replace(/\btorch\.tensor\b/, () => write('torch.tensor')),
  }));
  const parts: (string | { readonly value: string })[] = [
    isAlone(document, place) ? `criterion = ${callee}(` : `${callee}(`,
  ];
  named.forEach(({ name, value }, index) => parts.push(`${index > 0 ? ', ' : ''}${name}=`, { value }));
  parts.push(')');
  return { imports: needs.sort((a, b) => a.offset - b.offset), parts };
}

/** The code as plain text. */
export function plainText({ parts }: Pick<LossCode, 'parts'>): string {
  return parts.map((part) => (typeof part === 'string' ? part : part.value)).join('');
}

function isAlone(document: PythonDocument, { start, end }: TextRange): boolean {
  const before = document.text.slice(document.lineAround(start).start, start);
  const behind = document.text.slice(end, document.lineAround(end).end);
  return (before + behind).trim() === '';
}
