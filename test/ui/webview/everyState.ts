import { fourPredictions, stateOf } from './states';

const logits = '[[2.0, -1.0, 0.5], [0.0, 1.0, 3.0]]';
const ctc = {
  log_probs: '[[[-0.1, -2.4]], [[-3.0, -0.05]], [[-0.2, -1.7]]]',
  targets: '[[1]]',
  input_lengths: '[3]',
  target_lengths: '[1]',
};
/** One of each kind of what the page shows. */
export const everyState = {
  'a result': fourPredictions,
  'weights and smoothing': stateOf(
    'CrossEntropyLoss',
    { input: logits, target: '[0, 2]' },
    { weight: '[1.0, 2.0, 0.5]', label_smoothing: '0.1' },
  ),
  elements: stateOf('MSELoss', { input: logits, target: '1.0' }, {}, 'elements'),
  'a curve with another over it': {
    ...stateOf('L1Loss', { input: '[2.5, 0.0]', target: '[3.0, -0.5]' }, {}, 'curve'),
    views: { curve: { loss: 'L1Loss', at: 0, other: { loss: 'SmoothL1Loss', parameters: { beta: '0.5' } } } },
  },
  'the softmax of a loss, step by step': stateOf(
    'CrossEntropyLoss',
    { input: logits, target: '[0, 2]' },
    {},
    'steps',
  ),
  'the lattice of CTC': stateOf('CTCLoss', ctc, {}, 'steps'),
  'the call in each dtype': stateOf('MSELoss', { input: '[300.0, 1e-9]', target: '0.0' }, {}, 'precisions'),
  'a dtype that is refused': stateOf('CTCLoss', ctc, {}, 'precisions'),
  'a descent that diverges': {
    ...stateOf('MSELoss', { input: '[2.5, 0.0]', target: '[3.0, -0.5]' }, {}, 'descend'),
    views: {
      descend: { loss: 'MSELoss', learningRate: '9', momentum: '0', steps: '5', at: 2, logarithmic: true },
    },
  },
  'a comparison': {
    ...stateOf('MSELoss', { input: '[2.5, 0.0]', target: '[3.0, -0.5]' }, {}, 'compare'),
    views: {
      compare: {
        settings: [
          { loss: 'L1Loss', parameters: {} },
          { loss: 'BCELoss', parameters: {} },
        ],
      },
    },
  },
  'text that cannot be read': stateOf('MSELoss', { input: '[1.0, x]', target: '' }),
  "PyTorch's error": stateOf('MSELoss', { input: '[1.0, 2.0, 3.0]', target: '[1.0, 2.0]' }),
  'an error that leads to its element': stateOf('CrossEntropyLoss', { input: logits, target: '[0, 7]' }),
  'NaN, infinity and slices': stateOf('MSELoss', { input: '[[[nan, 1.0]], [[-inf, 2.0]]]', target: '0.0' }),
};
