import { roundTo } from '../tensor/rounding';
import type { Tensor } from '../tensor/tensor';
import { t } from '../words';
import type { Arithmetic } from './arithmetic';
import type { Expression, Named } from './expression';
import type { Work } from './work';

/** The difference of prediction and target, `d`. */
export function difference(work: Work, input: Tensor, target: Tensor): Named {
  const [x, y] = [work.read('x', 'input', input), work.read('y', 'target', target)];
  return work.step(t`difference`, 'd', work.subtract(x, y));
}

/** Half the square of a number, as ATen multiplies it: half of it first, which overflows later. */
export function halfSquare(arithmetic: Arithmetic, size: Named): Expression {
  const square = arithmetic.multiply(0.5, arithmetic.square(size));
  return Number.isFinite(square.value) ? square : arithmetic.multiply(arithmetic.multiply(0.5, size), size);
}

/** The label of the element's pair. uint8 holds 255 for the -1 that PyTorch compares it with. */
export function label(work: Work, target: Tensor): number {
  const { value } = work.read('y', 'target', target);
  return value === roundTo(target.dtype, -1) && target.dtype !== 'bool' ? -1 : value;
}

/** The end of a loss's working: its loss, times its weight if it has one. */
export function weighted(work: Work, weight: Tensor | null, from: Expression, note?: string): void {
  if (weight === null) {
    work.step(t`loss`, 'ℓ', from, note);
    return;
  }
  const unweighted = work.step(t`unweighted loss`, 'u', from, note);
  work.step(t`loss`, 'ℓ', work.multiply(unweighted, work.read('w', 'weight', weight)));
}

/** The denominator of a mean over weighted elements. */
export function sumOfWeights(): { readonly name: string } {
  return { name: t`the sum of the weights` };
}
