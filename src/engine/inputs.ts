/** What most inputs are: floating-point and differentiable. */
export const floats = { dtype: 'float32', differentiable: true } as const;

/** The `input` of a regression loss. */
export const prediction = {
  name: 'input',
  description: 'The predictions, of any shape.',
  ...floats,
  symbol: 'x',
} as const;

/** The `target` of a regression loss. */
export const truth = {
  name: 'target',
  description: 'What they should be, of the same shape.',
  ...floats,
  symbol: 'y',
} as const;

/** The `target` of a loss for yes-or-no questions. */
export const labels = {
  name: 'target',
  description: 'Labels between 0 and 1, floating-point, of the same shape.',
  ...floats,
  symbol: 'y',
} as const;

/** The `input` of a loss that compares the scores of classes. */
export const classScores = {
  name: 'input',
  description: 'Scores, with the classes in the last dimension.',
  ...floats,
  symbol: 'x',
} as const;

/** The `target` that goes with the scores, or log-probabilities, of classes. */
export const classIndex = {
  name: 'target',
  description: 'The index of the right class, 0 to C - 1, for each sample.',
  dtype: 'int64',
  differentiable: false,
  symbol: 'y',
} as const;

/** What a `target` of cross entropy is, without the full stop. */
export const indexOrProbabilities =
  'The index of the right class for each sample (int64), or a probability for each class';
