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

/** The number of features that a loss's own layers take. */
export const inFeatures = {
  name: 'in_features',
  kind: 'int',
  default: null,
  required: true,
  description: 'How many features each sample has.',
  minimum: 1,
} as const;

/** How far labels are spread over the classes. */
export const labelSmoothing = {
  name: 'label_smoothing',
  kind: 'float',
  default: 0,
  description: 'How much of each label, 0 to 1, is spread evenly over all classes.',
  minimum: 0,
  maximum: 1,
  symbol: '\\varepsilon',
} as const;

/** A factor of each loss. */
export const lossWeight = {
  name: 'weight',
  kind: 'tensor',
  default: null,
  description: 'Multiplies each loss; of a shape that broadcasts to the input.',
  symbol: 'w',
  shape: ['*'],
} as const;

/** The margin of triplets, which Python checks. */
export const tripletMargin = {
  name: 'margin',
  kind: 'float',
  default: 1,
  description: 'By how much the negative should be farther away than the positive.',
  minimum: 0,
  exclusiveMinimum: true,
  verbatim: true,
  symbol: '\\Delta',
} as const;

/** Which of two distances of a triplet counts. */
export const swap = {
  name: 'swap',
  kind: 'bool',
  default: false,
  description: 'Whether the distance from positive to negative counts where it is the smaller one.',
} as const;
