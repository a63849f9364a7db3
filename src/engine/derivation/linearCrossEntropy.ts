import { classDenominator } from '../kernels/classes';
import { storage, type Tensor } from '../tensor/tensor';
import { t } from '../words';
import { classDenominatorName } from './classes';
import { crossEntropySteps, type CrossEntropyCall } from './crossEntropy';
import type { Work } from './work';

/** A call of cross entropy with the layer before it. */
export interface LinearCrossEntropyCall extends CrossEntropyCall {
  /** One row of features for each class and, within it, each of several targets of a sample. */
  readonly linearWeight: Tensor;
  readonly linearBias: Tensor | null;
  /** Whether PyTorch works in pieces, as options ask it to. */
  readonly inPieces: boolean;
}

/** The working of one element: the scores that the layer gives, and their cross entropy. */
export function linearCrossEntropySteps(work: Work, call: LinearCrossEntropyCall): void {
  const { input, target, linearWeight, linearBias } = call;
  const features = input.shape.at(-1) ?? 0;
  const samples = features === 0 ? 1 : input.data.length / features;
  const outputs = linearWeight.shape[0] === undefined ? 0 : linearWeight.data.length / (features || 1);
  const targets = samples === 0 ? 1 : work.place.shape.reduce((a, b) => a * b, 1) / samples;
  const classes = outputs / targets;
  const sample = Math.floor(work.place.index / targets);
  const which = work.place.index % targets;
  const scores = storage(work.dtype, classes);
  for (let c = 0; c < classes; c++) {
    const row = c * targets + which;
    let sum = linearBias?.data[row] ?? 0;
    for (let k = 0; k < features; k++) {
      // In float32 at least, which products of bfloat16 overflow.
      sum = work.wide.round(
        sum + (input.data[sample * features + k] ?? NaN) * (linearWeight.data[row * features + k] ?? NaN),
      );
    }
    scores[c] = work.round(sum);
  }
  work.table({
    name: t`scores of the layer`,
    each: t`class`,
    columns: [
      { symbol: 'x', name: linearBias === null ? t`weight · features` : t`weight · features + bias` },
    ],
    count: classes,
    values: (c) => [scores[c] ?? NaN],
  });
  const isIndex = target.shape.length === work.place.shape.length;
  const isIgnored = isIndex && target.data[work.place.index] === call.ignoreIndex;
  if (call.inPieces && isIgnored && !scores.every(Number.isFinite)) {
    work.step(
      t`loss`,
      'ℓ',
      work.multiply(0, work.named('log Z − x', NaN)),
      t`The target is ignore_index: in pieces PyTorch multiplies its loss by 0, which is nan beside scores that are.`,
    );
    return;
  }
  // Several targets of a sample lie beside one another, inside of the classes.
  const shape = targets > 1 ? [1, classes, 1] : [classes];
  const own = isIndex
    ? [target.data[work.place.index] ?? NaN]
    : Array.from(scores, (_, c) => target.data[(sample * classes + c) * targets + which] ?? NaN);
  const data = storage(target.dtype, own.length);
  data.set(own);
  crossEntropySteps(work, {
    ...call,
    isOfLayer: true,
    input: { dtype: work.dtype, shape, data: scores },
    target: { dtype: target.dtype, shape: isIndex ? [] : shape, data },
  });
  if (!isIndex) return;
  const name = classDenominatorName(target, call.weight, call.ignoreIndex);
  work.denominator = { name, value: classDenominator(target, call.weight, call.ignoreIndex) };
}
