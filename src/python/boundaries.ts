/** Statements that go on with one above. */
const continuing = /(?:else|elif|except|finally)\b/y;

/** Statements that cannot stand inside of brackets: where one begins a line, a bracket above was not closed. */
const resuming = /(?:def|class|import|async[ \t]+def)[ \t]+[A-Za-z_]/y;

const [newline, quote, doubleQuote, backslash, hash, at] = [10, 39, 34, 92, 35, 64];

/**
 * The offsets behind `from` at which a statement of the module begins, whatever stands above it, in order, the end of
 * the text left out. `from` must be such an offset itself. Never splits a compound statement, a decorated one, or what
 * stands in brackets or quotes that are closed.
 */
export function* boundaries(text: string, from: number): Generator<number> {
  let depth = 0;
  let isDecorator = text.charCodeAt(from) === at;
  for (let i = from; i < text.length; i++) {
    const unit = text.charCodeAt(i);
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
  const isLong = text.charCodeAt(start + 1) === mark && text.charCodeAt(start + 2) === mark;
  for (let i = start + (isLong ? 3 : 1); i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit === backslash) i++;
    else if (unit === newline && !isLong) return i;
    else if (unit === mark) {
      if (!isLong) return i + 1;
      if (text.charCodeAt(i + 1) === mark && text.charCodeAt(i + 2) === mark) return i + 3;
    }
  }
  return text.length;
}
