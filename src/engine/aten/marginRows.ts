import { multiply } from '../tensor/pointwise';
import { sizesText } from '../tensor/shape';
import type { Tensor } from '../tensor/tensor';
import { refuse } from '../torchError';

/** How many samples an input has, and how many scores each. */
export interface MarginShape {
  readonly samples: number;
  readonly classes: number;
}

/**
 * The shape of the scores that the multi-class margin losses take: `(N, C)`, `(C)` or one number.
 * @throws TorchError for other numbers of dimensions and for no classes.
 */
export function marginShape({ shape }: Tensor): MarginShape {
  const classes = shape[shape.length - 1] ?? 1;
  if (shape.length > 2 || classes === 0) {
    refuse(
      `Expected non-empty vector or matrix with optional 0-dim batch size, but got: ${sizesText(shape)}`,
    );
  }
  return { samples: shape.length === 2 ? shape[0]! : 1, classes };
}

/** The gradient of each row times that of its loss, or of all rows times that of the reduced loss. */
export function scaleRows(rows: Tensor, gradient: Tensor): Tensor {
  const isRowwise = rows.shape.length === 2 && gradient.shape.length === 1;
  return multiply(rows, isRowwise ? { ...gradient, shape: [gradient.data.length, 1] } : gradient);
}
