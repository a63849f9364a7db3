import { isArrayOf, isCount, isObjectWith, isOptional, isString, isTagged, type FieldGuards } from './guards';

/** How the loss of one element, and from all of them the loss, came about. */
export interface StepsQuestion {
  readonly kind: 'steps';
  /** The element's offset in the flattened unreduced loss. */
  readonly at: number;
}

/** A number of the working; everything as text, for numbers may be NaN or infinite. */
export interface QuantityView {
  readonly kind: 'quantity';
  readonly name: string;
  readonly symbol: string;
  /** What it is computed from, in symbols: `(x − y)²`. Empty where that says nothing. */
  readonly formula: string;
  /** The same with the numbers: `(2.5 − 3)²`. Empty where that is the value itself. */
  readonly working: string;
  readonly value: string;
  /** Which case of the loss this is, and why. */
  readonly note?: string;
}

/** Numbers that are computed alike. */
export interface TableView {
  readonly kind: 'table';
  readonly name: string;
  /** What a row is: "class". */
  readonly each: string;
  readonly columns: readonly { readonly symbol: string; readonly name: string }[];
  readonly rows: readonly {
    readonly label: string;
    readonly cells: readonly string[];
    readonly mark?: string;
  }[];
  /** How many rows there are in all. */
  readonly count: number;
}

/** The alignments of CTC: frames down, states across. */
export interface LatticeView {
  readonly kind: 'lattice';
  readonly name: string;
  /** The class of each state, or a sign for the blank. */
  readonly states: readonly string[];
  /** By frame and state; empty where no alignment passes. */
  readonly cells: readonly (readonly string[])[];
  /** The state of the most likely alignment, by frame; empty where there is none. */
  readonly path: readonly number[];
  /** How many there are in all. */
  readonly frames: number;
  readonly stateCount: number;
}

/** One step of the working. */
export type StepView = QuantityView | TableView | LatticeView;

/** The answer to a {@link StepsQuestion}. */
export interface StepsAnswer {
  readonly kind: 'steps';
  readonly at: number;
  /** The shape of the unreduced loss. */
  readonly shape: readonly number[];
  /** The element's loss with all its digits; left out where there is no element. */
  readonly element?: string;
  /** The last is the element's loss. Empty where no working can be told. */
  readonly steps: readonly StepView[];
  /** From the elements to the loss; empty where it is not reduced. */
  readonly reduction: readonly QuantityView[];
}

const quantity: FieldGuards<Omit<QuantityView, 'kind'>> = {
  name: isString,
  symbol: isString,
  formula: isString,
  working: isString,
  value: isString,
  note: isOptional(isString),
};

const isStep = isTagged<'kind', StepView>('kind', {
  quantity,
  table: {
    name: isString,
    each: isString,
    columns: isArrayOf(isObjectWith<TableView['columns'][number]>({ symbol: isString, name: isString })),
    rows: isArrayOf(
      isObjectWith<TableView['rows'][number]>({
        label: isString,
        cells: isArrayOf(isString),
        mark: isOptional(isString),
      }),
    ),
    count: isCount,
  },
  lattice: {
    name: isString,
    states: isArrayOf(isString),
    cells: isArrayOf(isArrayOf(isString)),
    path: isArrayOf(isCount),
    frames: isCount,
    stateCount: isCount,
  },
});

/** The guards of a {@link StepsQuestion}. */
export const stepsQuestionFields: FieldGuards<Omit<StepsQuestion, 'kind'>> = { at: isCount };

/** The guards of a {@link StepsAnswer}. */
export const stepsAnswerFields: FieldGuards<Omit<StepsAnswer, 'kind'>> = {
  at: isCount,
  shape: isArrayOf(isCount),
  element: isOptional(isString),
  steps: isArrayOf(isStep),
  reduction: isArrayOf(isTagged<'kind', QuantityView>('kind', { quantity })),
};
