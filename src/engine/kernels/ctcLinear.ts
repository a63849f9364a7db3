import type { FloatArray } from '../kernel';
import { expTable, singleExp } from '../numeric/singleExp';
import { longestInput, longestTarget, type CtcProblem } from './ctcProblem';

/** Below this a probability has lost digits, or soon will. */
const tiny = 1e-280;
/** The probabilities of all states of a frame add up to 1; a larger error means that some underflowed. */
const tolerance = 1e-6;
/** Zeros before and after the states of a frame, so that its neighbours can be read without a question. */
const margin = 2;

/** Room for one sample; the frames follow each other. */
export interface LinearLattice {
  /** For each state the probability of the labels so far, over that of the frame before, between zeros. */
  readonly alpha: Float64Array;
  /** For each frame one over the sum of its alphas. */
  readonly inverse: Float64Array;
  /** For each frame the probability of the blank and of each label of the target. */
  readonly emitted: Float64Array;
  /** The probabilities of all classes in one frame. */
  readonly row: Float64Array;
  /** For each state the probability of the labels to come, times that of its own class. */
  readonly beta: Float64Array;
  /** For each label 1 if it differs from the one before, so that the blank between them can be left out. */
  readonly skips: Float64Array;
}

/** Room for the longest sample of a problem. */
export function linearLattice(problem: CtcProblem): LinearLattice {
  const [frames, labels] = [longestInput(problem), longestTarget(problem)];
  const width = 2 * labels + 1 + 2 * margin;
  return {
    alpha: new Float64Array(width * frames),
    inverse: new Float64Array(frames),
    emitted: new Float64Array((labels + 1) * frames),
    row: new Float64Array(problem.classes),
    beta: new Float64Array(width),
    skips: new Float64Array(labels + 1),
  };
}

/**
 * The loss of one sample by sums of probabilities, rescaled in each frame: several times faster than sums of
 * logarithms. Writes the gradient, times `scale`, where it is wanted. NaN where probabilities underflow, where
 * the sample cannot be aligned, and where an input is not finite: what was written must then be done anew.
 * Every label must be a class.
 */
export function linearLoss(
  problem: CtcProblem,
  sample: number,
  lattice: LinearLattice,
  gradient: FloatArray | undefined,
  scale: number,
): number {
  const length = problem.inputLengths[sample]!;
  const count = problem.targetLengths[sample]!;
  // The first frame must be able to start and still reach the end.
  if (length === 0 || length < count) return NaN;
  if (!emit(problem, sample, lattice, gradient, scale)) return NaN;
  const loss = forward(lattice, length, count);
  if (gradient === undefined || !Number.isFinite(loss)) return loss;
  return backward(problem, sample, lattice, gradient, scale) ? loss : NaN;
}

/** The first and the last state from which, and to which, a path of `length` frames can lead at frame `t`. */
function firstState(t: number, length: number, states: number): number {
  return Math.max(0, states - 2 * (length - t));
}

function lastState(t: number, states: number): number {
  return Math.min(states - 1, 2 * t + 1);
}

/** Exponentials of everything that the sample needs, and the part of the gradient that holds nothing else. */
function emit(
  { logProbs: x, samples, classes, labels, offsets, targetLengths, inputLengths, blank }: CtcProblem,
  sample: number,
  { emitted, row, skips }: LinearLattice,
  gradient: FloatArray | undefined,
  scale: number,
): boolean {
  const powers = x instanceof Float32Array ? expTable() : undefined;
  const count = targetLengths[sample]!;
  const offset = offsets[sample]!;
  for (let k = 0; k < count; k++) skips[k] = k > 0 && labels[offset + k] !== labels[offset + k - 1] ? 1 : 0;
  for (let t = 0, to = 0; t < inputLengths[sample]!; t++) {
    const start = (t * samples + sample) * classes;
    for (let c = 0; c < classes; c++) {
      const exponent = x[start + c]!;
      const value = powers === undefined ? Math.exp(exponent) : singleExp(exponent, powers);
      // In PyTorch such an element has a gradient of NaN.
      if (!(value > 0) && !(exponent > -Infinity)) return false;
      row[c] = value;
      if (gradient !== undefined) gradient[start + c] = value * scale;
    }
    emitted[to++] = row[blank]!;
    for (let k = 0; k < count; k++) emitted[to++] = row[labels[offset + k]!]!;
  }
  return true;
}

function forward({ alpha, inverse, emitted, skips }: LinearLattice, length: number, count: number): number {
  const states = 2 * count + 1;
  const width = states + 2 * margin;
  let logarithm = 0;
  let scale = 1;
  for (let t = 0; t < length; t++) {
    const here = t * width + margin;
    const before = here - width;
    const probabilities = t * (count + 1);
    const [first, last] = [firstState(t, length, states), lastState(t, states)];
    const blank = emitted[probabilities]! * scale;
    alpha.fill(0, here - margin, here);
    alpha.fill(0, here + last + 1, here + states + margin);
    let sum = 0;
    for (let s = first; s <= last; s++) {
      const isBlank = (s & 1) === 0;
      const k = s >> 1;
      const from =
        t === 0
          ? 1
          : alpha[before + s]! + alpha[before + s - 1]! + (isBlank ? 0 : skips[k]! * alpha[before + s - 2]!);
      const value = from * (isBlank ? blank : emitted[probabilities + k + 1]! * scale);
      if (value < tiny && from > 0) return NaN;
      alpha[here + s] = value;
      sum += value;
    }
    scale = 1 / sum;
    inverse[t] = scale;
    logarithm += Math.log(sum);
  }
  return -logarithm;
}

/** Takes from the gradient the probability of each class in each frame, given the target. */
function backward(
  { samples, classes, labels, offsets, targetLengths, inputLengths, blank }: CtcProblem,
  sample: number,
  { alpha, inverse, emitted, beta, skips }: LinearLattice,
  gradient: FloatArray,
  scale: number,
): boolean {
  const length = inputLengths[sample]!;
  const count = targetLengths[sample]!;
  const offset = offsets[sample]!;
  const states = 2 * count + 1;
  const width = states + 2 * margin;
  beta.fill(0, 0, width);
  for (let t = length - 1; t >= 0; t--) {
    const start = (t * samples + sample) * classes;
    const here = t * width + margin;
    const probabilities = t * (count + 1);
    const [first, last] = [firstState(t, length, states), lastState(t, states)];
    const factor = inverse[t]!;
    let blanks = 0;
    let total = 0;
    for (let s = first; s <= last; s++) {
      const isBlank = (s & 1) === 0;
      const k = s >> 1;
      const to =
        t === length - 1 ? 1 : beta[s]! + beta[s + 1]! + (isBlank ? 0 : skips[k + 1]! * beta[s + 2]!);
      const share = alpha[here + s]! * factor * to;
      total += share;
      if (isBlank) {
        blanks += share;
        beta[s] = to * emitted[probabilities]! * factor;
      } else {
        gradient[start + labels[offset + k]!]! -= share * scale;
        beta[s] = to * emitted[probabilities + k + 1]! * factor;
      }
    }
    gradient[start + blank]! -= blanks * scale;
    if (!(Math.abs(total - 1) < tolerance)) return false;
  }
  return true;
}
