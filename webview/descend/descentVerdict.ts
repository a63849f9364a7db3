import type { DescendAnswer } from '../../src/protocol/descend';
import { indexText } from '../elementIndex';
import { t } from '../../src/l10n/localize';
import { shortestText } from './descentNumbers';

/** What is to be said of a descent. */
export interface DescentVerdict {
  readonly words: string;
  /** Whether a smaller learning rate is the way out. */
  readonly isTooFast: boolean;
}

/** What a descent ran into; undefined if it went down, or nowhere. */
export function descentVerdict({ losses, tensors, end }: DescendAnswer): DescentVerdict | undefined {
  const [first = NaN, last = NaN] = [losses[0], losses.at(-1)];
  const overshoots = t(
    'Each step goes further past the minimum than the one before: the learning rate is too large.',
  );
  if (end?.error) {
    const words = t('Step {0} leaves what PyTorch takes: {1}', end.step, end.error.message);
    return { words, isTooFast: true };
  }
  if (end?.notFinite && end.step === 0)
    return {
      words: t('There is nothing to descend from: the loss is {0}.', number(first)),
      isTooFast: false,
    };
  if (end?.notFinite) {
    const { input, at } = end.notFinite;
    const tensor = tensors.find(({ name }) => name === input);
    const value =
      tensor && at !== undefined && at < tensor.kept ? tensor.values[end.step * tensor.kept + at] : NaN;
    const what = tensor && at !== undefined ? `${tensor.name}${indexText(tensor.shape, at)}` : t('the loss');
    const found = number(tensor && at !== undefined ? (value ?? NaN) : last);
    return { words: `${t('At step {0} {1} is {2}.', end.step, what, found)} ${overshoots}`, isTooFast: true };
  }
  if (last > first) {
    const grown = t('The loss has grown from {0} to {1}.', number(first), number(last));
    return { words: `${grown} ${overshoots}`, isTooFast: true };
  }
  return undefined;
}

function number(value: number): string {
  return shortestText(Number.isFinite(value) ? Number(value.toPrecision(5)) : value, 'float64');
}
