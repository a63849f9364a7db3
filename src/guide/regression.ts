import type { Question } from './advice';

/** Numbers: ordinary ones, with outliers, counts, with an uncertainty. */
export const regression: readonly Question[] = [
  {
    answer: 'Numbers',
    hint: 'a price, an angle, a pixel, a count',
    ask: 'What are the numbers like?',
    choices: [
      {
        id: 'regression',
        answer: 'Without outliers',
        hint: 'errors are small or rarely large',
        loss: 'MSELoss',
        code: {},
        example: 0,
        formula: 'mean of (x − y)²',
        reason: 'Squares the error: large ones count most, and the best prediction is the mean.',
        lastLayer: 'nn.Linear(features, outputs), nothing after it',
        target: 'float32, of the very shape of the prediction: (N, 1) and (N,) make (N, N)',
        alternatives: [
          { loss: 'L1Loss', when: 'every error should count by its size; the best prediction is the median' },
          { loss: 'HuberLoss', when: 'some targets are far off' },
        ],
      },
      {
        id: 'regression-with-outliers',
        answer: 'With outliers',
        hint: 'a few targets are far off, or wrong',
        loss: 'HuberLoss',
        code: { delta: '1.0' },
        example: 0,
        formula: 'mean of d²/2 if d = |x − y| < δ, else δ·(d − δ/2)',
        reason: 'Squared for small errors, linear beyond delta: no outlier pulls harder than delta.',
        lastLayer: 'nn.Linear(features, outputs), nothing after it',
        target: 'float32, of the shape of the prediction; delta is about an ordinary error',
        alternatives: [
          {
            loss: 'SmoothL1Loss',
            when: 'you want its slope to end at 1, as in object detection (divides by beta)',
          },
          { loss: 'L1Loss', when: 'outliers are so many that the median is what you want' },
        ],
      },
      {
        id: 'counts',
        answer: 'Counts',
        hint: '0, 1, 2, ...: visits, photons, words',
        loss: 'PoissonNLLLoss',
        code: {},
        example: 0,
        formula: 'mean of exp(x) − y·x',
        reason: 'The likelihood of a count: its spread grows with its mean, which is never negative.',
        lastLayer: 'nn.Linear(features, 1): the log of the expected count (log_input=True)',
        target: 'float32 counts of the shape of the prediction',
        alternatives: [
          { loss: 'MSELoss', when: 'the counts are large and spread alike' },
          { loss: 'CrossEntropyLoss', when: 'there are only a few different counts: treat them as classes' },
        ],
      },
      {
        id: 'uncertainty',
        answer: 'With their uncertainty',
        hint: 'the model says how sure it is',
        loss: 'GaussianNLLLoss',
        code: {},
        example: 0,
        formula: 'mean of (log var + (x − y)²/var) / 2',
        reason: 'Learns a variance beside the mean: where the model is unsure, errors cost less.',
        lastLayer: 'two outputs: the mean, and a positive variance, such as F.softplus(raw)',
        target: 'float32, of the shape of the mean; the call is loss(mean, target, variance)',
        alternatives: [{ loss: 'MSELoss', when: 'the uncertainty is the same everywhere' }],
      },
    ],
  },
];
