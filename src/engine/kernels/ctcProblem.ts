import type { FloatArray } from '../kernel';

/** A batch of alignments: CTC's arguments, checked and laid out. */
export interface CtcProblem {
  /** Log-probabilities of shape (frames, samples, classes), of float32 or float64. */
  readonly logProbs: FloatArray;
  readonly frames: number;
  readonly samples: number;
  readonly classes: number;
  /** The labels of all samples, integers. PyTorch does not check that there are such classes. */
  readonly labels: ArrayLike<number>;
  /** Where in `labels` those of each sample start. */
  readonly offsets: readonly number[];
  readonly inputLengths: ArrayLike<number>;
  readonly targetLengths: ArrayLike<number>;
  readonly blank: number;
  /** Whether a sample that cannot be aligned has gradient 0. */
  readonly zeroInfinity: boolean;
}

/** The longest of some lengths; 0 if there are none. */
export function longestOf(lengths: ArrayLike<number>): number {
  let longest = 0;
  for (let i = 0; i < lengths.length; i++) longest = Math.max(longest, lengths[i]!);
  return longest;
}
