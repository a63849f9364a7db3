/** How the elements of a loss become one number. */
export const reduction = {
  name: 'reduction',
  kind: 'choice',
  choices: ['none', 'mean', 'sum'],
  default: 'mean',
  description: 'Average of all losses, their sum, or the losses themselves.',
} as const;

/** The same for losses whose own check of it adds a string to it, which fails for anything but a string. */
export const checkedReduction = { ...reduction, verbatim: true } as const;

/** Deprecated: `True` stands for `reduction='mean'`, `False` for `'sum'`. */
export const sizeAverage = {
  name: 'size_average',
  kind: 'bool',
  default: null,
  description: 'Deprecated. False sums instead of averaging; wins over reduction. Use reduction.',
  legacy: true,
} as const;

/** Deprecated: `False` stands for `reduction='none'`. */
export const reduce = {
  name: 'reduce',
  kind: 'bool',
  default: null,
  description: 'Deprecated. False keeps every loss by itself; wins over reduction. Use reduction.',
  legacy: true,
} as const;

/** The elementwise weight that only some functionals take. */
export const elementWeight = {
  name: 'weight',
  kind: 'tensor',
  default: null,
  description: 'A weight for each element. The mean divides by the sum of the weights.',
  functionalOnly: true,
  symbol: 'w',
  shape: ['*'],
} as const;

/** The weight of each class. */
export const classWeight = {
  name: 'weight',
  kind: 'tensor',
  default: null,
  description: 'A weight for each class, for data in which some classes are rare.',
  symbol: 'w',
  shape: ['C'],
} as const;

/** The class index that a loss leaves out. */
export const ignoreIndex = {
  name: 'ignore_index',
  kind: 'int',
  default: -100,
  description: 'Targets with this value count neither in the loss nor in the average.',
} as const;
