/** What stands for how elements are reduced among the symbols of a formula: its fraction and its sum. */
export const reductionMark = 'reduction';

/** Commands whose argument is words or a font, not a formula. */
const wordy = new Set(['\\text', '\\operatorname', '\\mathbf', '\\mathcal', '\\begin', '\\end']);

interface Token {
  readonly text: string;
  readonly end: number;
}

/**
 * TeX with every place of these symbols in a `\class` that is the symbol's index. A symbol is a letter or a command
 * (`w`, `\beta`); with its subscript it is one place, while a superscript is its own only where the symbol has it
 * (`a^{+}`). {@link reductionMark} is what stands in front of what is summed, a fraction and a sum.
 */
export function markedTex(tex: string, symbols: readonly string[]): string {
  const reduced = symbols.indexOf(reductionMark);
  const mark = (from: number, to: number): string => markSymbols(tex.slice(from, to), symbols);
  let marked = '';
  let at = 0;
  for (const [start, end] of reduced < 0 ? [] : reducingOperators(tex)) {
    // Each on its own, so that the space around it stays what it is.
    marked += `${mark(at, start)}\\class{m${reduced}}{${mark(start, end)}}`;
    at = end;
  }
  return marked + mark(at, tex.length);
}

function markSymbols(tex: string, symbols: readonly string[]): string {
  let marked = '';
  for (let at = 0; at < tex.length;) {
    const token = tokenAt(tex, at);
    if (wordy.has(token.text)) {
      const group = tokenAt(tex, token.end);
      marked += token.text + group.text;
      at = group.end;
      continue;
    }
    if (token.text.startsWith('{')) {
      marked += `{${markSymbols(token.text.slice(1, -1), symbols)}}`;
      at = token.end;
      continue;
    }
    const { below, above, end } = scriptsAt(tex, token.end);
    const index = symbols.findIndex((symbol) => isSymbol(symbol, token.text, above));
    if (index < 0) {
      marked += token.text;
      at = token.end;
      continue;
    }
    const owned = symbols[index] === token.text ? '' : (above ?? '');
    const inside = token.text + markSymbols(below ?? '', symbols) + owned;
    marked += `\\class{m${index}}{${inside}}${owned === '' ? markSymbols(above ?? '', symbols) : ''}`;
    at = end;
  }
  return marked;
}

/** Whether a base with a superscript is the symbol; signs above make another symbol of it, numbers do not. */
function isSymbol(symbol: string, base: string, above: string | undefined): boolean {
  if (symbol === base) return above === undefined || !/^\^\{?[+-]\}?$/.test(above);
  return above !== undefined && symbol === base + above;
}

/** The sub- and superscript at an offset, in either order, each with its `_` or `^`. */
function scriptsAt(
  tex: string,
  from: number,
): { readonly below: string | undefined; readonly above: string | undefined; readonly end: number } {
  let [below, above, end]: [string | undefined, string | undefined, number] = [undefined, undefined, from];
  for (;;) {
    const sign = tex.charAt(end);
    if ((sign !== '_' || below !== undefined) && (sign !== '^' || above !== undefined)) break;
    const token = tokenAt(tex, end + 1);
    if (sign === '_') below = sign + token.text;
    else above = sign + token.text;
    end = token.end;
  }
  return { below, above, end };
}

/** A command, a group in braces, or one character. */
function tokenAt(tex: string, at: number): Token {
  const command = /\\(?:[A-Za-z]+|[^])/y;
  command.lastIndex = at;
  const found = command.exec(tex);
  if (found) return { text: found[0], end: command.lastIndex };
  if (tex.charAt(at) !== '{') return { text: tex.charAt(at), end: at + 1 };
  let depth = 0;
  let end = at;
  do {
    const unit = tex.charAt(end);
    if (unit === '\\') end++;
    else if (unit === '{') depth++;
    else if (unit === '}') depth--;
    end++;
  } while (depth > 0 && end < tex.length);
  return { text: tex.slice(at, end), end };
}

/** Where the fraction and the sum stand that make one number of many: `\frac{1}{N} \sum_{i=1}^{N}`. */
function reducingOperators(tex: string): readonly (readonly [number, number])[] {
  const [intro] = /^\\ell = -?/.exec(tex) ?? [];
  if (intro === undefined) return [];
  const found: [number, number][] = [];
  let at = intro.length;
  for (const operator of ['\\frac', '\\sum']) {
    while (tex.charAt(at) === ' ') at++;
    const token = tokenAt(tex, at);
    if (token.text !== operator) continue;
    const above = tokenAt(tex, token.end);
    // A weighted mean has the sums inside of its fraction.
    if (operator === '\\frac' && above.text !== '{1}') return [];
    const { end } = operator === '\\frac' ? tokenAt(tex, above.end) : scriptsAt(tex, token.end);
    found.push([at, end]);
    at = end;
  }
  return found;
}
