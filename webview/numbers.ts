import type { DType } from '../src/engine/tensor/tensor';

/** Whether the dtype's elements are whole numbers or booleans. */
export function isIntegral(dtype: DType): boolean {
  return !dtype.includes('float');
}

/** A number as Python writes it, with all its digits: `1e-07`, `1.0`, `-0.0`, `inf`. */
export function pythonFloat(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  if (Object.is(value, -0)) return '-0.0';
  const magnitude = Math.abs(value);
  // Python's repr changes to exponents at 1e16 and below 1e-4, JavaScript at 1e21 and below 1e-6.
  if (magnitude !== 0 && (magnitude >= 1e16 || magnitude < 1e-4))
    return pythonExponent(value.toExponential());
  const text = String(value);
  return text.includes('.') ? text : `${text}.0`;
}

/** An element of a tensor as Python's `.item()` shows it. */
export function pythonElement(value: number, dtype: DType): string {
  if (dtype === 'bool') return value ? 'True' : 'False';
  return isIntegral(dtype) ? String(value) : pythonFloat(value);
}

/** A shape as PyTorch's documentation writes it: `()`, `(3,)`, `(2, 3)`. */
export function shapeText(shape: readonly number[]): string {
  return shape.length === 1 ? `(${shape.join()},)` : `(${shape.join(', ')})`;
}

/** Made once: `toLocaleString` makes one at each call, which takes longer than drawing a small result. */
const counts = new Intl.NumberFormat('en');

/** A number of things, as in `1,000,000 elements`. */
export function countText(count: number): string {
  return counts.format(count);
}

function pythonExponent(text: string): string {
  return text.replace(/e([+-])(\d)$/, 'e$10$2');
}
