const number = /[-+]?(?:(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:e[-+]?\d+)?|inf(?:inity)?|nan)/iy;

/** The text with the number at an offset replaced; undefined where none stands there. */
export function replaceNumber(text: string, offset: number, replacement: string): string | undefined {
  number.lastIndex = offset;
  const found = number.exec(text);
  return found ? text.slice(0, offset) + replacement + text.slice(offset + found[0].length) : undefined;
}

/**
 * A number with no more digits than a step asks for, and always a point: `2.0` is a float where `2` might not be.
 * @param step the least difference that matters; positive
 */
export function steppedText(value: number, step: number): string {
  const decimals = Math.min(15, Math.max(1, Math.ceil(-Math.log10(step) - 1e-9)));
  const text = value.toFixed(decimals).replace(/(\.\d+?)0+$/, '$1');
  return text === '-0.0' ? '0.0' : text;
}

/** 1, 2 or 5 times a power of ten: about a hundredth of an interval. */
export function stepIn(low: number, high: number): number {
  const size = (high - low) / 100;
  const power = 10 ** Math.floor(Math.log10(size));
  const factor = [5, 2, 1].find((each) => each * power <= size * 1.0001) ?? 1;
  return Number((factor * power).toPrecision(1));
}
