import type { Tensor } from '../tensor/tensor';
import { t } from '../words';
import type { Expression, Named } from './expression';
import type { Work } from './work';

/** The difference of prediction and target, `d`. */
export function difference(work: Work, input: Tensor, target: Tensor): Named {
  const [x, y] = [work.read('x', 'input', input), work.read('y', 'target', target)];
  return work.step(t`difference`, 'd', work.subtract(x, y));
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
