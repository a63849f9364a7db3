import assert from 'node:assert/strict';
import { hoverAt, lossUseAt } from '../../../src/insights/documentInsights';
import type { PythonDocument } from '../../../src/python/pythonDocument';
import { openPython } from '../../python/openPython';

/** A snippet whose marked names, `⟦nn.MSELoss|class MSELoss⟧`, are losses as said, and no other name is. */
export interface Snippet {
  readonly text: string;
  readonly marks: readonly { readonly start: number; readonly end: number; readonly expected: string }[];
}

/** Takes the marks out of a snippet. */
export function readSnippet(marked: string): Snippet {
  const marks: { start: number; end: number; expected: string }[] = [];
  let text = '';
  let last = 0;
  for (const match of marked.matchAll(/⟦([^|⟧]*)\|([^⟧]*)⟧/g)) {
    text += marked.slice(last, match.index);
    const start = text.length;
    text += match[1] ?? '';
    marks.push({ start, end: text.length, expected: match[2] ?? '' });
    last = match.index + match[0].length;
  }
  return { text: text + marked.slice(last), marks };
}

/** What is found at an offset: `class MSELoss`, `instance MSELoss|L1Loss`, with `?` for open and `~` for assumed. */
export function describeUse(document: PythonDocument, offset: number): string {
  const use = lossUseAt(document, offset);
  if (!use) return '-';
  const names = use.candidates.map((one) =>
    one.via === 'module' ? one.loss.name : (one.loss.functional ?? ''),
  );
  const keyword = use.keyword === undefined ? '' : `.${use.keyword}`;
  return `${use.role} ${names.join('/')}${keyword}${use.isOpen ? '?' : ''}${use.certainty === 'assumed' ? '~' : ''}`;
}

/** Checks every identifier of a snippet: the marked ones are what their mark says, the others nothing. */
export async function checkSnippet(marked: string): Promise<void> {
  const { text, marks } = readSnippet(marked);
  const document = await openPython(text);
  const found: string[] = [];
  const expected: string[] = [];
  for (const match of text.matchAll(/[\p{L}_][\p{L}\p{N}_]*/gu)) {
    const offset = match.index + Math.floor(match[0].length / 2);
    const mark = marks.find(({ start, end }) => start <= match.index && match.index < end);
    const actual = describeUse(document, offset);
    const wanted = mark?.expected ?? '-';
    const line = text.slice(0, match.index).split('\n').length;
    if (actual !== '-' || wanted !== '-') {
      found.push(`${line} ${match[0]}: ${actual}`);
      expected.push(`${line} ${match[0]}: ${wanted}`);
    }
    if (actual !== '-') {
      const hover = hoverAt(document, offset);
      assert.ok(hover && hover.start <= match.index && match.index + match[0].length <= hover.end);
    }
  }
  document.dispose();
  assert.deepEqual(found, expected);
}
