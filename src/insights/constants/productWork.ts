import { elementCount } from '../../engine/tensor/tensor';

/** The work of a product of matrices of these shapes, in steps: multiplications are cheaper than other ones. */
export function productWork(a: readonly number[], b: readonly number[]): number {
  const batch = Math.max(elementCount(a.slice(0, -2)), elementCount(b.slice(0, -2)));
  const columns = b.length > 1 ? (b.at(-1) ?? 1) : 1;
  return (batch * elementCount(a.slice(-2)) * columns) / 16;
}
