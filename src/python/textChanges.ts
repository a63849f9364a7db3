/** One change of a document's text, as editors report it: offsets in UTF-16 units of the text before it. */
export interface TextChange {
  readonly offset: number;
  readonly length: number;
  readonly text: string;
}

/** So many changes are taken over one by one: each costs a look at the whole text. */
const mostChanges = 16;

/**
 * The same changes in few: neighbours become one with the text between them, those the furthest apart do not. They come
 * from the end of the text to its beginning, as editors report them together; in another order they are left as they are.
 */
export function fewer(text: string, changes: readonly TextChange[]): readonly TextChange[] {
  if (changes.length <= mostChanges || !areFromBehind(changes)) return changes;
  const inOrder = [...changes].reverse();
  const gapBefore = (index: number): number => (inOrder[index]?.offset ?? 0) - endOf(inOrder[index - 1]);
  const apart = [...inOrder.keys()].slice(1).sort((a, b) => gapBefore(b) - gapBefore(a));
  const starts = [0, ...apart.slice(0, mostChanges - 1).sort((a, b) => a - b)];
  return starts.map((start, index) => together(text, inOrder.slice(start, starts[index + 1]))).reverse();
}

function areFromBehind(changes: readonly TextChange[]): boolean {
  return changes.every((one, index) => index === 0 || endOf(one) <= (changes[index - 1]?.offset ?? 0));
}

/** Neighbours, in the order of the text, as one. */
function together(text: string, changes: readonly TextChange[]): TextChange {
  const start = changes[0]?.offset ?? 0;
  const parts = changes.map((one, index) => {
    const before = index === 0 ? start : endOf(changes[index - 1]);
    return text.slice(before, one.offset) + one.text;
  });
  return { offset: start, length: endOf(changes.at(-1)) - start, text: parts.join('') };
}

function endOf(change: TextChange | undefined): number {
  return change ? change.offset + change.length : 0;
}
