import { refuse } from '../torchError';
import { sizesText, sizeText } from './shape';

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
      refuse(
        `The size of tensor a (${sizeA}) must match the size of tensor b (${sizeB}) ` +
          `at non-singleton dimension ${dimension}`,
      );
    }
    shape.unshift(sizeA === 1 ? sizeB : sizeA);
  }
  return shape;
}

/**
 * What Python's `torch.broadcast_shapes` gives for two shapes.
 * @throws TorchError in its words, which are not those of the operations.
 */
export function broadcastSizes(a: readonly number[], b: readonly number[]): readonly number[] {
  const common = new Array<number>(Math.max(b.length - a.length, 0)).fill(1).concat(a);
  for (let k = 1; k <= b.length; k++) {
    const place = common.length - k;
    const size = b[b.length - k]!;
    if (common[place] === 1) common[place] = size;
    if (size === 1 || size === common[place]) continue;
    refuse(
      `Attempting to broadcast a dimension of length ${size} at -${k}! ` +
        `Mismatching argument at index 1 had ${sizeText(b)}; but expected shape should be broadcastable to ` +
        sizesText(common),
    );
  }
  return common;
}
