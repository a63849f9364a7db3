const closing: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/** Comments, the marks that strings begin with, and brackets. */
const token = /#[^\r\n]*|"""|'''|["']|[()[\]{}]/g;

/** What closes the brackets and quotes of a text that are still open at its end, innermost first; usually nothing. */
export function closersOf(text: string): string {
  const open: string[] = [];
  token.lastIndex = 0;
  for (let match = token.exec(text); match; match = token.exec(text)) {
    const [found] = match;
    const closer = closing[found];
    if (closer !== undefined) open.push(closer);
    else if (found === open.at(-1)) open.pop();
    else if (/^["']/.test(found)) {
      const end = endOfString(text, token.lastIndex, found);
      if (end < 0) return found + open.reverse().join('');
      token.lastIndex = end;
    }
  }
  return open.reverse().join('');
}

/** Behind the mark that ends a string, at the end of the line for a string of one line; -1 where nothing ends it. */
function endOfString(text: string, from: number, mark: string): number {
  for (let at = from; at < text.length; at++) {
    const unit = text.charAt(at);
    if (unit === '\\') at++;
    else if (text.startsWith(mark, at)) return at + mark.length;
    else if (unit === '\n' && mark.length === 1) return at;
  }
  return mark.length === 1 ? text.length : -1;
}
