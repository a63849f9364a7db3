import { parseTensor } from './parseTensor';

const around = /^[\s,;]+|[\s,;]+$/g;
/** Brackets, and blank lines: where, without brackets, one tensor ends and the next may begin. */
const marks = /[()[\]{}]|\n[ \t\r]*(?=\n)/g;

/**
 * The texts of several tensors that stand one after the other, as when printed or assigned line by line: each ends
 * where its brackets are closed, or, without brackets, at a blank line. Takes time in proportion to the text.
 *
 * @returns undefined where the text is no such sequence of at least two tensors that can be read.
 */
export function splitTensors(text: string): readonly string[] | undefined {
  const tensors = [...parts(text)].map((part) => part.replaceAll(around, '')).filter((part) => part !== '');
  return tensors.length > 1 && tensors.every((part) => parseTensor(part).ok) ? tensors : undefined;
}

function* parts(text: string): Generator<string> {
  let start = 0;
  let depth = 0;
  let hasBrackets = false;
  for (const { 0: mark, index: at } of text.matchAll(marks)) {
    const closes = ')]}'.includes(mark);
    if ('([{'.includes(mark)) {
      depth++;
      hasBrackets = true;
    } else if (closes) depth--;
    if (depth > 0) continue;
    // a method that is called on a tensor belongs to it
    const ends = hasBrackets ? closes && /[\s,;]/.test(text.charAt(at + 1)) : !closes;
    if (!ends) continue;
    yield text.slice(start, at + 1);
    start = at + 1;
    hasBrackets = false;
  }
  yield text.slice(start);
}
