import { broadcastShapes } from '../tensor/broadcast';
import { sameShape, sizeText } from '../tensor/shape';
import { expand } from './reduction';
import type { Variable } from './variable';

/** ATen's `expand_outplace` of two: neither is touched where their shapes are equal, both are expanded where they differ. */
export function broadcastTensors(a: Variable, b: Variable): readonly [Variable, Variable] {
  if (sameShape(a.shape, b.shape)) return [a, b];
  const shape = broadcastShapes(a.shape, b.shape);
  return [expand(a, shape), expand(b, shape)];
}

/** The warning of the regression losses about an input and a target that will be broadcast. */
export function warnOfBroadcast(input: Variable, target: Variable, warn: (message: string) => void): void {
  if (sameShape(input.shape, target.shape)) return;
  warn(
    `Using a target size (${sizeText(target.shape)}) that is different to the input size ` +
      `(${sizeText(input.shape)}). This will likely lead to incorrect results due to broadcasting. ` +
      'Please ensure they have the same size.',
  );
}
