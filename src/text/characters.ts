/** The UTF-16 codes that the readers of this room look for. */
export const Character = {
  tab: 9,
  lineFeed: 10,
  carriageReturn: 13,
  space: 32,
  doubleQuote: 34,
  hash: 35,
  quote: 39,
  openParenthesis: 40,
  closeParenthesis: 41,
  plus: 43,
  comma: 44,
  minus: 45,
  dot: 46,
  semicolon: 59,
  equals: 61,
  E: 69,
  openBracket: 91,
  backslash: 92,
  closeBracket: 93,
  underscore: 95,
  e: 101,
  openBrace: 123,
  noBreakSpace: 0xa0,
  ellipsis: 0x2026,
  unicodeMinus: 0x2212,
  byteOrderMark: 0xfeff,
} as const;

/** Whether the code is an ASCII digit. */
export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** Whether the code is an ASCII letter, digit or underscore. */
export function isWordCharacter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || isDigit(code) || code === 95;
}

/** Whether the code ends a line. */
export function isLineEnd(code: number): boolean {
  return code === Character.lineFeed || code === Character.carriageReturn;
}

/** Whether the code is a blank inside a line; a byte order mark counts as one. */
export function isBlank(code: number): boolean {
  return (
    code === Character.space ||
    code === Character.tab ||
    code === Character.noBreakSpace ||
    code === Character.byteOrderMark ||
    code === 11 ||
    code === 12
  );
}
