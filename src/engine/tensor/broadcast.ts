import { TorchError } from '../torchError';

/**
 * The shape that two shapes broadcast to, aligned at their last dimensions.
 * @throws TorchError in the words of PyTorch's elementwise operations.
 */
export function broadcastShapes(a: readonly number[], b: readonly number[]): readonly number[] {
  const rank = Math.max(a.length, b.length);
  const shape: number[] = [];
  for (let dimension = rank - 1; dimension >= 0; dimension--) {
    const sizeA = a[a.length - rank + dimension] ?? 1;
    const sizeB = b[b.length - rank + dimension] ?? 1;
    if (sizeA !== sizeB && sizeA !== 1 && sizeB !== 1) {
      throw new TorchError(
        'RuntimeError',
        `The size of tensor a (${String(sizeA)}) must match the size of tensor b (${String(sizeB)}) ` +
          `at non-singleton dimension ${String(dimension)}`,
      );
    }
    shape.unshift(sizeA === 1 ? sizeB : sizeA);
  }
  return shape;
}
