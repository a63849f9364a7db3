import { parseTensor } from './parseTensor';

const around = /^[\s,;]+|[\s,;]+$/g;
/** Where one tensor ends and the next may begin, without brackets. */
const blankLine = /\n[ \t\r]*(?=\n)/y;

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
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    const closes = ')]}'.includes(character);
    if ('([{'.includes(character)) {
      depth++;
      hasBrackets = true;
    } else if (closes) depth--;
    if (depth > 0) continue;
    // a method that is called on a tensor belongs to it
    const ends = hasBrackets ? closes && /[\s,;]/.test(text.charAt(at + 1)) : beginsBlankLine(text, at);
    if (!ends) continue;
    yield text.slice(start, at + 1);
    start = at + 1;
    hasBrackets = false;
  }
  yield text.slice(start);
}

function beginsBlankLine(text: string, at: number): boolean {
  blankLine.lastIndex = at;
  return blankLine.test(text);
}
