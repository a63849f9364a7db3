// What the text of a statement says of the names whose values it may change. Some too many do no harm: what they stand in is
// checked once more.

const name = '([A-Za-z_\\u0080-\\uffff][\\w\\u0080-\\uffff]*)';

const methods =
  'add_module|append|clear|extend|insert|pop|popitem|remove|reverse|setdefault|sort|update|\\w+_';

/** `x.zero_()`, `x.append(1)`, `x.data`; `x[0] = 1`, `x.y += 1`; `del x[0]`. */
const inPlace = new RegExp(
  [
    `${name}\\s*\\.\\s*(?:(?:${methods})\\(|data\\b)`,
    `${name}\\s*(?:\\.\\w+|\\[[^\\]\\n]*\\])+\\s*(?:\\*\\*|//|>>|<<|[-+*/@%&|^])?=(?!=)`,
    `\\bdel\\s+${name}`,
  ].join('|'),
  'g',
);

const given = new RegExp(`[(\\[,=*]\\s*${name}(?=\\s*(?:[,)\\]]|$))`, 'gm');

const callee = new RegExp(`${name}\\s*\\(`, 'g');

/** Names whatever may be behind other names, or all values in the file. */
const all = /\bimport[ \t]*\(?[ \t]*\*|\b(?:exec|globals|set_grad_enabled|set_default_\w+)\b/;

/** The names of what is changed where it is. */
export function changedInPlace(text: string): string[] {
  return namesIn(text, inPlace);
}

/** The names of what is handed to a call, put into a list, or given another name. */
export function handedOver(text: string): string[] {
  return namesIn(text, given);
}

/** The names of what is called. */
export function calledIn(text: string): string[] {
  return namesIn(text, callee);
}

/** Whether it may change what any name stands for. */
export function mayReachAll(text: string): boolean {
  return all.test(text);
}

function namesIn(text: string, pattern: RegExp): string[] {
  return Array.from(text.matchAll(pattern), (match) => match.slice(1).find((one) => one) ?? '');
}
