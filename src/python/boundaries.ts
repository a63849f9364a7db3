/** Statements that go on with one above. */
const continuing = /(?:else|elif|except|finally)\b/y;

/** Statements that cannot stand inside of brackets: where one begins a line, a bracket above was not closed. */
const resuming = /(?:def|class|import|async[ \t]+def)[ \t]+[A-Za-z_]/y;

const [newline, quote, doubleQuote, backslash, hash, at] = [10, 39, 34, 92, 35, 64];

/** So many UTF-16 units are looked through between pauses. */
const pauseLength = 16_384;

/**
 * The offsets behind `from` at which a statement of the module begins, whatever stands above it, in order, the end of
 * the text left out; `undefined` is a pause. `from` must be such an offset itself. Never splits a compound statement, a
 * decorated one, or what stands in brackets or quotes that are closed.
 */
export function* boundaries(text: string, from: number): Generator<number | undefined> {
  let depth = 0;
  let nextPause = from + pauseLength;
  let isDecorator = text.charCodeAt(from) === at;
  for (let i = from; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (i >= nextPause) {
      nextPause = i + pauseLength;
      yield undefined;
    }
    switch (unit) {
      case quote:
      case doubleQuote:
        i = endOfString(text, i, unit) - 1;
        break;
      case hash:
        i = endOfLine(text, i) - 1;
        break;
      case backslash:
        i += text.startsWith('\r\n', i + 1) ? 2 : 1;
        break;
      case 40: // (
      case 91: // [
      case 123: // {
        depth++;
        break;
      case 41: // )
      case 93: // ]
      case 125: // }
        depth = Math.max(0, depth - 1);
        break;
      case newline: {
        const start = i + 1;
        const first = text.charCodeAt(start);
        if (!beginsStatement(first) || matches(continuing, text, start)) break;
        if (depth > 0 && !matches(resuming, text, start)) break;
        depth = 0;
        const wasDecorator = isDecorator;
        isDecorator = first === at;
        if (!wasDecorator) yield start;
        break;
      }
      default:
    }
  }
}

/** Whether a boundary is one still after a change of the text from it on. */
export function staysBoundary(offset: number, before: string, after: string): boolean {
  return (
    beginsStatement(after.charCodeAt(offset)) &&
    !matches(continuing, after, offset) &&
    (matches(resuming, after, offset) || !matches(resuming, before, offset))
  );
}

/** Letters, `_`, `@`, quotes and whatever is not ASCII. */
function beginsStatement(unit: number): boolean {
  return (
    (unit >= 97 && unit <= 122) ||
    (unit >= 64 && unit <= 90) ||
    unit === 95 ||
    unit === quote ||
    unit === doubleQuote ||
    unit > 127
  );
}

function matches(pattern: RegExp, text: string, offset: number): boolean {
  pattern.lastIndex = offset;
  return pattern.test(text);
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}

/** Behind the closing quotes; a string of one line ends with its line at the latest. */
function endOfString(text: string, start: number, mark: number): number {
  const quotes = String.fromCharCode(mark);
  if (text.startsWith(quotes.repeat(3), start)) return endOfLongString(text, start + 3, quotes.repeat(3));
  for (let i = start + 1; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit === backslash) i++;
    else if (unit === newline) return i;
    else if (unit === mark) return i + 1;
  }
  return text.length;
}

/** The same of a string of many lines, which is most often long. */
function endOfLongString(text: string, start: number, quotes: string): number {
  let from = start;
  for (let end = text.indexOf(quotes, from); end >= 0; end = text.indexOf(quotes, from)) {
    const inside = text.slice(from, end);
    let escape = inside.indexOf('\\');
    while (escape >= 0 && escape < inside.length - 1) escape = inside.indexOf('\\', escape + 2);
    if (escape < 0) return end + quotes.length;
    // The first of the quotes stands behind a backslash.
    from = end + 1;
  }
  return text.length;
}
