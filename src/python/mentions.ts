/** The last part of a key of a binding, which is what the text of a binding statement must hold. */
export function wordOf(key: string): string {
  const name = key.endsWith('[]') ? key.slice(0, -2) : key;
  return name.slice(name.lastIndexOf('.') + 1);
}

/**
 * Whether the mention at `at` of the {@link wordOf word} of a key may bind the key, by what stands around it. Wrong on
 * the careful side only: it spares reading the many statements that merely use a name.
 */
export function mayBind(text: string, at: number, key: string): boolean {
  const end = at + wordOf(key).length;
  const next = following(text, end);
  if (key.endsWith('[]')) return next === '[' || next === '\\' || mayChangeContainer(text, end);
  if (next === '.') return isImported(text, at);
  // Only a definition has brackets behind the name that it binds.
  if (next === '(' || next === '[') return !key.includes('.') && isDeclared(text, at);
  return true;
}

const changing =
  /^(?:append|extend|insert|add|update|setdefault|pop|popitem|remove|clear|sort|reverse|add_module|__setitem__)$/;

/** Whether a method of that name changes what a list or dictionary holds. */
export function changesContainer(method: string): boolean {
  return changing.test(method);
}

function mayChangeContainer(text: string, end: number): boolean {
  const method = /^\s*\.\s*(\w+)/.exec(text.slice(end, end + 60))?.[1];
  return method !== undefined && changesContainer(method);
}

/** The next unit that is no space on the same line. */
function following(text: string, from: number): string {
  let at = from;
  while (text.charCodeAt(at) === 32 || text.charCodeAt(at) === 9) at++;
  return text.charAt(at);
}

/** Of longer lines it is not asked where they begin. */
const longLine = 1000;

function isImported(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - longLine), at);
  const lineBreak = before.lastIndexOf('\n');
  return (lineBreak < 0 && at > longLine) || /\bimport\b/.test(before.slice(lineBreak + 1));
}

function isDeclared(text: string, at: number): boolean {
  return /\b(?:def|class|type)[ \t\\\r\n]+$/.test(text.slice(Math.max(0, at - 40), at));
}
