import type { DType, TensorData } from '../tensor/tensor';
import type { Expression, Operation } from './expression';

/** A number of the working: what it is called, and what it was computed from. */
export interface QuantityStep {
  readonly kind: 'quantity';
  /** In words: "difference". */
  readonly name: string;
  readonly symbol: string;
  readonly from: Expression;
  readonly value: number;
  /** Which case of the loss this is, and why; the way out where it is a trap. */
  readonly note?: string;
}

/** A column of a table of the working. */
export interface TableColumn {
  /** Plain text: `log p`. */
  readonly symbol: string;
  /** In words: "log-probability". */
  readonly name: string;
}

/** A row of a table of the working: a class, or a coordinate. */
export interface TableRow {
  readonly label: string;
  readonly values: readonly number[];
  /** Why it stands out: "target". */
  readonly mark?: string;
}

/** Numbers that are computed alike, side by side. */
export interface TableStep {
  readonly kind: 'table';
  readonly name: string;
  /** What a row is: "class". */
  readonly each: string;
  readonly columns: readonly TableColumn[];
  /** The first {@link mostRows}, and those that are marked. */
  readonly rows: readonly TableRow[];
  /** How many there are in all. */
  readonly count: number;
}

/** CTC's alignments of frames and labels. */
export interface LatticeStep {
  readonly kind: 'lattice';
  readonly name: string;
  /** The class of each state: the labels with a blank before, between and after. */
  readonly states: readonly number[];
  readonly blank: number;
  /**
   * By frame and state, the logarithm of the probability of all beginnings of alignments that end there; -Infinity
   * where none does. Up to {@link mostFrames} frames and {@link mostStates} states.
   */
  readonly alpha: readonly (readonly number[])[];
  /** The most likely alignment: its state at each frame. Empty where there is none. */
  readonly path: readonly number[];
  readonly frames: number;
  readonly stateCount: number;
}

/** One step of the working. */
export type DerivationStep = QuantityStep | TableStep | LatticeStep;

/** Rows of a table that are given at most, besides those that stand out. */
export const mostRows = 24;
/** Frames of a lattice that are given at most. */
export const mostFrames = 48;
/** States of a lattice that are given at most. */
export const mostStates = 33;

/** How the elements of the unreduced loss became one number. */
export interface ReductionSteps {
  readonly reduction: string;
  /** What is added up: the losses, over {@link ReductionSteps.divisors} if there are any. As many as elements. */
  readonly terms: TensorData;
  /** What each loss is divided by before they are added up, and what that is. */
  readonly divisors?: { readonly values: ArrayLike<number>; readonly name: string };
  /** The sum of the terms, rounded to the dtype; undefined if the loss is not reduced. */
  readonly total: number | undefined;
  /** What the sum is divided by, and what that is; undefined where it is not divided. */
  readonly denominator: { readonly value: number; readonly name: string } | undefined;
}

/**
 * What to do where the working meets what is no number: where an operation makes it of numbers, where it is read from
 * a tensor (`given`), where a step's note tells it (`note`), and where only the gradient is none (`gradient`; that of
 * the target: `targetGradient`).
 */
export type Remedies = Readonly<
  Partial<Record<Operation | 'given' | 'note' | 'gradient' | 'targetGradient', string>>
>;

/** How a loss came about: the working of one element, and how all elements became the loss. */
export interface Derivation {
  /** The element: its place in the data of the unreduced loss, row by row. */
  readonly index: number;
  /** The same along each dimension. */
  readonly indices: readonly number[];
  /** The shape of the unreduced loss. */
  readonly shape: readonly number[];
  readonly dtype: DType;
  /** The last is the element's loss. Empty where there is no element. */
  readonly steps: readonly DerivationStep[];
  /** The element's loss, as PyTorch gives it; undefined where there is no element. */
  readonly element: number | undefined;
  readonly reduction: ReductionSteps;
  /** The loss's own advice for numbers that are none. */
  readonly remedies: Remedies;
  /** The reduced loss; undefined where it is not reduced. */
  readonly loss: number | undefined;
}
