import { singlePrecision as single, type FloatArray } from '../kernel';
import { longestOf, type CtcProblem } from './ctcProblem';

/** Room for one sample: the logarithms of alpha for each frame and state, and of beta for two frames. */
export interface LogLattice {
  readonly alpha: Float64Array;
  readonly beta: readonly [Float64Array, Float64Array];
}

/** Room that is kept from call to call, because small calls would spend much of their time on getting it. */
let small: LogLattice | undefined;
const smallSize = 1024;

/** Room for the longest sample of a problem. */
export function logLattice(problem: CtcProblem): LogLattice {
  const states = 2 * longestOf(problem.targetLengths) + 1;
  const size = states * (longestOf(problem.inputLengths) + 1);
  return size <= smallSize ? (small ??= allocate(smallSize, smallSize)) : allocate(size, states);
}

function allocate(size: number, states: number): LogLattice {
  return { alpha: new Float64Array(size), beta: [new Float64Array(states), new Float64Array(states)] };
}

/**
 * The loss of one sample by sums of logarithms, rounded as ATen's loops round them. Writes the gradient, times
 * `scale`, where it is wanted: the sample's part of `gradient` must hold minus infinity. A label that is no
 * class reads, and writes, what lies there in the memory of the batch, as in PyTorch; outside of it NaN.
 */
export function logDomainLoss(
  problem: CtcProblem,
  sample: number,
  lattice: LogLattice,
  gradient: FloatArray | undefined,
  scale: number,
): number {
  const { logProbs: x, inputLengths, zeroInfinity, frames } = problem;
  const length = inputLengths[sample]!;
  const classOf = extendedTarget(problem, sample);
  const loss = forward(problem, sample, lattice.alpha, classOf);
  if (gradient === undefined) return loss;
  const { samples, classes } = problem;
  const isZero = zeroInfinity && loss === Infinity;
  if (!isZero && length > 0) collect(problem, sample, lattice, classOf, gradient);
  const isSingle = x instanceof Float32Array;
  for (let t = 0; t < frames; t++) {
    const start = (t * samples + sample) * classes;
    if (isZero || t >= length) {
      gradient.fill(0, start, start + classes);
      continue;
    }
    for (let i = start; i < start + classes; i++) {
      const share = single(single(gradient[i]! + loss, isSingle) - x[i]!, isSingle);
      const difference = single(Math.exp(x[i]!), isSingle) - single(Math.exp(share), isSingle);
      gradient[i] = single(difference, isSingle) * scale;
    }
  }
  return loss;
}

/** The class of each state: a blank before, between and after the labels. */
export function extendedTarget(
  { labels, offsets, targetLengths, blank }: CtcProblem,
  sample: number,
): readonly number[] {
  const states = [blank];
  for (let k = 0; k < targetLengths[sample]!; k++) states.push(labels[offsets[sample]! + k]!, blank);
  return states;
}

function read(x: FloatArray, index: number): number {
  return x[index] ?? NaN;
}

/** `log(exp(a) + exp(b) + exp(c))` of logarithms whose largest is `largest`, step by step in the dtype. */
function logSum(a: number, b: number, c: number, largest: number, isSingle: boolean): number {
  const base = largest === -Infinity ? 0 : largest;
  const two = single(relative(a, base, isSingle) + relative(b, base, isSingle), isSingle);
  const sum = single(two + relative(c, base, isSingle), isSingle);
  return sum === 1 ? base + 0 : single(single(Math.log(sum), isSingle) + base, isSingle);
}

/** Where the exponential is 0 even in float64. */
const vanishing = -750;

/** `exp(x - base)`, without an exponential where that is 0 or 1. */
function relative(x: number, base: number, isSingle: boolean): number {
  const difference = x - base;
  if (difference < vanishing) return 0;
  return difference === 0 ? 1 : single(Math.exp(single(difference, isSingle)), isSingle);
}

function forward(
  problem: CtcProblem,
  sample: number,
  alpha: Float64Array,
  classOf: readonly number[],
): number {
  const { logProbs: x, samples, classes } = problem;
  const isSingle = x instanceof Float32Array;
  const length = problem.inputLengths[sample]!;
  const states = classOf.length;
  if (length === 0) return states === 1 ? -0 : Infinity;
  const start = sample * classes;
  alpha.fill(-Infinity, 0, states);
  alpha[0] = read(x, start + classOf[0]!);
  if (states > 1) alpha[1] = read(x, start + classOf[1]!);
  for (let t = 1; t < length; t++) {
    const frame = (t * samples + sample) * classes;
    const before = (t - 1) * states;
    for (let s = 0; s < states; s++) {
      const stay = alpha[before + s]!;
      let largest = stay;
      let step = -Infinity;
      let skip = -Infinity;
      if (s > 0) {
        step = alpha[before + s - 1]!;
        if (step > largest) largest = step;
      }
      if (s > 1 && classOf[s - 2] !== classOf[s]) {
        skip = alpha[before + s - 2]!;
        if (skip > largest) largest = skip;
      }
      const sum = logSum(stay, step, skip, largest, isSingle);
      alpha[before + states + s] = single(sum + read(x, frame + classOf[s]!), isSingle);
    }
  }
  const last = length * states - 1;
  if (states === 1) return -alpha[last]!;
  const [a, b] = [alpha[last]!, alpha[last - 1]!];
  return -logSum(a, b, -Infinity, a < b ? b : a, isSingle);
}

/** The logarithms of the joint probability of target and class in each frame, in `collected`. */
function collect(
  problem: CtcProblem,
  sample: number,
  { alpha, beta: rows }: LogLattice,
  classOf: readonly number[],
  collected: FloatArray,
): void {
  const { logProbs: x, samples, classes, inputLengths } = problem;
  const isSingle = x instanceof Float32Array;
  const length = inputLengths[sample]!;
  const states = classOf.length;
  let [later, beta] = rows;
  later.fill(-Infinity, 0, states);
  const end = ((length - 1) * samples + sample) * classes;
  for (let s = states - 1; s >= 0 && s >= states - 2; s--) {
    later[s] = read(x, end + classOf[s]!);
    collected[end + classOf[s]!] = alpha[(length - 1) * states + s]! + later[s]!;
  }
  for (let t = length - 2; t >= 0; t--) {
    const frame = (t * samples + sample) * classes;
    for (let s = states - 1; s >= 0; s--) {
      const stay = later[s]!;
      let largest = stay;
      let step = -Infinity;
      let skip = -Infinity;
      if (s < states - 1) {
        step = later[s + 1]!;
        if (step > largest) largest = step;
      }
      if (s < states - 2 && classOf[s + 2] !== classOf[s]) {
        skip = later[s + 2]!;
        if (skip > largest) largest = skip;
      }
      const index = frame + classOf[s]!;
      beta[s] = single(logSum(stay, step, skip, largest, isSingle) + read(x, index), isSingle);
      const joint = single(alpha[t * states + s]! + beta[s]!, isSingle);
      const sofar = read(collected, index);
      const larger = sofar < joint ? joint : sofar;
      collected[index] = sofar === -Infinity ? joint : logSum(sofar, joint, -Infinity, larger, isSingle);
    }
    [later, beta] = [beta, later];
  }
}
