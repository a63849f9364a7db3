import type { FloatArray } from '../kernel';
import { exponential, expTable } from '../numeric/singleExp';
import { longestOf, type CtcProblem } from './ctcProblem';

/** Below this a probability has lost digits, or soon will. */
const tiny = 1e-280;
/** The probabilities of all states of a frame add up to 1; a larger error means that some underflowed. */
const tolerance = 1e-6;
/** Places before the states of a frame and after them, so that neighbours can be read without a question. */
const before = 1;
const after = 2;

/** Room for one sample; the frames follow each other. States are blank and label by turns. */
export interface LinearLattice {
  /** For each state the probability of the labels so far, over that of the frame before; a first row to start. */
  readonly alpha: Float64Array;
  /** For each frame one over the sum of its alphas. */
  readonly inverse: Float64Array;
  /** For each frame the probability of the blank and of each label of the target. */
  readonly emitted: Float64Array;
  /** The probabilities of all classes in one frame. */
  readonly row: Float64Array;
  /** For each state the probability of the labels to come, times that of its own class. */
  readonly beta: Float64Array;
  /** The labels, as integers. */
  readonly target: Int32Array;
  /** For each label 1 if it differs from the one before, so that the blank between them can be left out. */
  readonly skips: Float64Array;
}

/** Room for the longest sample of a problem. */
export function linearLattice(problem: CtcProblem): LinearLattice {
  const [frames, labels] = [longestOf(problem.inputLengths), longestOf(problem.targetLengths)];
  const width = widthOf(labels);
  return {
    alpha: new Float64Array(width * (frames + 1)),
    inverse: new Float64Array(frames),
    emitted: new Float64Array((labels + 1) * frames),
    row: new Float64Array(problem.classes),
    beta: new Float64Array(width),
    target: new Int32Array(labels),
    skips: new Float64Array(labels + 1),
  };
}

function widthOf(labels: number): number {
  return before + 2 * labels + 1 + after;
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

/** Exponentials of everything that the sample needs, and the part of the gradient that holds nothing else. */
function emit(
  { logProbs: x, samples, classes, labels, offsets, targetLengths, inputLengths, blank }: CtcProblem,
  sample: number,
  { emitted, row, target, skips }: LinearLattice,
  gradient: FloatArray | undefined,
  scale: number,
): boolean {
  const powers = x instanceof Float32Array ? expTable() : undefined;
  const count = targetLengths[sample]!;
  const offset = offsets[sample]!;
  for (let k = 0; k < count; k++) {
    target[k] = labels[offset + k]!;
    skips[k] = k > 0 && target[k] === target[k - 1] ? 0 : 1;
  }
  // Of a last label that is the blank PyTorch's gradient leaves out the blank after it.
  if (count > 0 && target[count - 1] === blank) return false;
  skips[count] = 1;
  const length = inputLengths[sample]!;
  for (let t = 0, to = 0; t < length; t++) {
    const start = (t * samples + sample) * classes;
    for (let c = 0; c < classes; c++) {
      const exponent = x[start + c]!;
      const value = exponential(exponent, powers);
      // In PyTorch such an element has a gradient of NaN.
      if (!(value > 0) && !(exponent > -Infinity)) return false;
      row[c] = value;
      if (gradient !== undefined) gradient[start + c] = value * scale;
    }
    emitted[to++] = row[blank]!;
    for (let k = 0; k < count; k++) emitted[to++] = row[target[k]!]!;
  }
  return true;
}

/** Labels before this one cannot reach the end any more. */
function firstLabel(t: number, length: number, count: number): number {
  return Math.max(0, count - length + t);
}

function forward({ alpha, inverse, emitted, skips }: LinearLattice, length: number, count: number): number {
  const width = widthOf(count);
  let logarithm = 0;
  let scale = 1;
  // The place before the first state leads to the first blank and to the first label.
  alpha.fill(0, 0, width);
  alpha[0] = 1;
  for (let t = 0; t < length; t++) {
    const from = t * width + before;
    const to = from + width;
    const probabilities = t * (count + 1);
    const blank = emitted[probabilities]! * scale;
    const first = firstLabel(t, length, count);
    const end = Math.min(count, t + 1);
    alpha[to - 1] = 0;
    let label = alpha[from + 2 * first - 1]!;
    let sum = 0;
    for (let k = first; k < end; k++) {
      const i = 2 * k;
      const gap = alpha[from + i]!;
      const next = alpha[from + i + 1]!;
      const toBlank = (gap + label) * blank;
      const toLabel = (next + gap + skips[k]! * label) * emitted[probabilities + k + 1]! * scale;
      if (toBlank < tiny && gap + label > 0) return NaN;
      if (toLabel < tiny && next + gap + skips[k]! * label > 0) return NaN;
      alpha[to + i] = toBlank;
      alpha[to + i + 1] = toLabel;
      sum += toBlank + toLabel;
      label = next;
    }
    const last = to + 2 * end;
    alpha[last] = 0;
    alpha[last + 1] = 0;
    if (t >= count) {
      const gap = alpha[from + 2 * count]!;
      const toBlank = (gap + label) * blank;
      if (toBlank < tiny && gap + label > 0) return NaN;
      alpha[last] = toBlank;
      sum += toBlank;
    }
    // Only the last blank and the last label are an end.
    if (t === length - 1 && count > 0) sum = alpha[to + 2 * count]! + alpha[to + 2 * count - 1]!;
    scale = 1 / sum;
    inverse[t] = scale;
    logarithm += Math.log(sum);
  }
  return -logarithm;
}

/** Takes from the gradient the probability of each class in each frame, given the target. */
function backward(
  { samples, classes, targetLengths, inputLengths, blank }: CtcProblem,
  sample: number,
  { alpha, inverse, emitted, beta, target, skips }: LinearLattice,
  gradient: FloatArray,
  scale: number,
): boolean {
  const length = inputLengths[sample]!;
  const count = targetLengths[sample]!;
  const width = widthOf(count);
  beta.fill(0, 0, width);
  // The place after the last state leads back to the last blank and to the last label.
  beta[2 * count + 1] = 1;
  for (let t = length - 1; t >= 0; t--) {
    const start = (t * samples + sample) * classes;
    const here = (t + 1) * width + before;
    const probabilities = t * (count + 1);
    const factor = inverse[t]!;
    const blankFactor = emitted[probabilities]! * factor;
    const end = Math.min(count, t + 1);
    let blanks = 0;
    let total = 0;
    let gap = beta[2 * firstLabel(t, length, count)]!;
    for (let k = firstLabel(t, length, count); k < end; k++) {
      const i = 2 * k;
      const label = beta[i + 1]!;
      const next = beta[i + 2]!;
      const ofBlank = gap + label;
      const ofLabel = label + next + skips[k + 1]! * beta[i + 3]!;
      const share = alpha[here + i + 1]! * factor * ofLabel;
      blanks += alpha[here + i]! * factor * ofBlank;
      total += share;
      beta[i] = ofBlank * blankFactor;
      beta[i + 1] = ofLabel * emitted[probabilities + k + 1]! * factor;
      gradient[start + target[k]!]! -= share * scale;
      gap = next;
    }
    if (t >= count) {
      const ofBlank = gap + beta[2 * count + 1]!;
      blanks += alpha[here + 2 * count]! * factor * ofBlank;
      beta[2 * count] = ofBlank * blankFactor;
    }
    beta[2 * count + 1] = 0;
    gradient[start + blank]! -= blanks * scale;
    if (!(Math.abs(total + blanks - 1) < tolerance)) return false;
  }
  return true;
}
