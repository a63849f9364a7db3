import { mostExact, singlePrecision as single, type FloatArray, type Kernel } from '../kernel';
import { orderedSum } from '../numeric/orderedSum';
import { linearLattice, linearLoss } from './ctcLinear';
import { logDomainLoss, logLattice, type LogLattice } from './ctcLogDomain';
import type { CtcProblem } from './ctcProblem';

/**
 * The kernel of the CTC loss. Small batches and samples with vanishing probabilities go by logarithms as in
 * PyTorch, others by probabilities. Work and memory grow with frames times labels.
 *
 * @param shape That of the unreduced loss.
 * @param isMean Whether each loss is divided by the length of its target.
 */
export function ctcKernel(problem: CtcProblem, shape: readonly number[], isMean: boolean): Kernel {
  const { logProbs, samples, targetLengths } = problem;
  const isSingle = logProbs instanceof Float32Array;
  const divisor = (sample: number): number => (isMean ? Math.max(targetLengths[sample]!, 1) : 1);
  return {
    dtype: isSingle ? 'float32' : 'float64',
    shape,
    denominator: samples,
    differentiates: ['log_probs'],
    run(elements, { log_probs: gradient }, scale) {
      if (!areClasses(problem)) return NaN;
      const linear = logProbs.length > mostExact ? linearLattice(problem) : undefined;
      let exact: LogLattice | undefined;
      let sum = 0;
      for (let i = 0; i < samples; i++) {
        const factor = single(single(scale, isSingle) / divisor(i), isSingle);
        let loss = linear === undefined ? NaN : linearLoss(problem, i, linear, gradient, factor);
        if (Number.isNaN(loss)) {
          exact ??= logLattice(problem);
          if (gradient !== undefined) clear(problem, i, gradient);
          loss = logDomainLoss(problem, i, exact, gradient, factor);
          if (problem.zeroInfinity && loss === Infinity) loss = 0;
        }
        sum += loss / divisor(i);
        if (elements !== undefined) elements[i] = loss;
      }
      return sum;
    },
    total(elements) {
      if (isMean) return orderedSum(elements.map((loss, i) => loss / divisor(i)));
      return orderedSum(elements);
    },
  };
}

/** Whether the labels that are used are classes. */
function areClasses({ labels, offsets, targetLengths, classes }: CtcProblem): boolean {
  for (let i = 0; i < offsets.length; i++) {
    for (let k = offsets[i]!; k < offsets[i]! + targetLengths[i]!; k++) {
      if (!(labels[k]! >= 0 && labels[k]! < classes)) return false;
    }
  }
  return true;
}

/** Prepares the gradient of one sample for sums of logarithms. */
function clear({ frames, samples, classes }: CtcProblem, sample: number, gradient: FloatArray): void {
  for (let t = 0; t < frames; t++) {
    const start = (t * samples + sample) * classes;
    gradient.fill(-Infinity, start, start + classes);
  }
}
