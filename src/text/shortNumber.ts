/**
 * A number for reading along: at most `digits` digits, no zeros at the end, a typographic minus sign. Exponents as
 * Python writes them: `1.2e-07`.
 */
export function shortNumber(value: number, digits = 5): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '−inf';
  const magnitude = Math.abs(Number(value.toPrecision(digits)));
  const isPlain = magnitude === 0 || (magnitude >= 1e-4 && magnitude < 1e7);
  const text = isPlain
    ? String(magnitude)
    : magnitude
        .toExponential()
        .replace(/([+-])(\d)$/, (_, sign: string, digit: string) => `${sign}0${digit}`);
  return value < 0 ? `−${text}` : text;
}
