import type { Node } from 'web-tree-sitter';

const escapes: Readonly<Record<string, string>> = {
  '\\': '\\',
  "'": "'",
  '"': '"',
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
  '\n': '',
};

/**
 * The value of a `string` or `concatenated_string` node, or `undefined` when only the run can tell (f-strings). `text`
 * gives the text between two offsets of the tree.
 */
export function stringValue(node: Node, text: (start: number, end: number) => string): string | undefined {
  if (node.type === 'concatenated_string') {
    let all = '';
    for (const part of node.namedChildren) {
      if (part.type !== 'string') continue;
      const value = stringValue(part, text);
      if (value === undefined) return undefined;
      all += value;
    }
    return all;
  }
  const start = node.firstChild;
  const end = node.lastChild;
  if (start?.type !== 'string_start' || end?.type !== 'string_end' || start.id === end.id) return undefined;
  const prefix = text(start.startIndex, start.endIndex).toLowerCase();
  if (/[ftb]/.test(prefix)) return undefined;
  const content = text(start.endIndex, end.startIndex);
  if (prefix.includes('r') || !content.includes('\\')) return content;
  // By a character's name: `\N{BULLET}`.
  if (/(?<!\\)(?:\\\\)*\\N/.test(content)) return undefined;
  return content.replace(
    /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U(00(?:0[0-9a-fA-F]|10)[0-9a-fA-F]{4})|([0-7]{1,3})|\r?\n|([^]))/g,
    (
      all,
      hex: string | undefined,
      unicode: string | undefined,
      astral: string | undefined,
      octal: string | undefined,
      letter: string | undefined,
    ) => {
      const digits = hex ?? unicode ?? astral;
      if (digits !== undefined) return String.fromCodePoint(parseInt(digits, 16));
      if (octal !== undefined) return String.fromCharCode(parseInt(octal, 8));
      return letter === undefined ? '' : (escapes[letter] ?? all);
    },
  );
}
