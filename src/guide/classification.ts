import type { Advice, Question } from './advice';

const scores = 'nn.Linear(features, classes), no softmax: the loss has it inside';
const indices = 'int64 class indices of shape (N,), from 0 to classes - 1';
const labels = 'float32 zeros and ones, of the shape of the output (N, labels)';

const singleLabel: Question = {
  answer: 'One class of several',
  hint: 'cat, dog or bird; the next word',
  ask: 'What are the classes like?',
  choices: [
    {
      id: 'single-label',
      answer: 'About equally common',
      hint: 'the usual case',
      loss: 'CrossEntropyLoss',
      code: {},
      example: 0,
      formula: 'mean of −log softmax(x)[y]',
      reason: 'Minus the log-probability of the right class, from raw scores of any size.',
      lastLayer: scores,
      target: indices,
      alternatives: [
        { loss: 'NLLLoss', when: 'the model ends in log_softmax already' },
        { loss: 'MultiMarginLoss', when: 'only the best class counts, not its probability' },
      ],
    },
    {
      id: 'imbalance',
      answer: 'Some are rare',
      hint: 'imbalance: few examples of what matters',
      loss: 'CrossEntropyLoss',
      code: { weight: 'torch.tensor([1.0, 5.0])' },
      example: 2,
      formula: 'mean of −log softmax(x)[y], weighted by weight[y]',
      reason: 'A weight for each class makes rare ones count; the mean divides by the weights.',
      lastLayer: scores,
      target: indices,
      alternatives: [{ loss: 'BCEWithLogitsLoss', when: 'there are two classes: one output and pos_weight' }],
    },
    {
      id: 'noisy-labels',
      answer: 'Labelled with mistakes',
      hint: 'or the model gets too sure of itself',
      loss: 'CrossEntropyLoss',
      code: { label_smoothing: '0.1' },
      example: 2,
      formula: 'mean of −Σ q·log softmax(x), q the smoothed label',
      reason: 'Spreads a little of each label over all classes: no score has to grow for ever.',
      lastLayer: scores,
      target: indices,
      alternatives: [{ loss: 'KLDivLoss', when: 'you know how the labels are mixed up' }],
    },
    {
      id: 'many-classes',
      answer: 'Very many',
      hint: 'tens of thousands: words, products',
      loss: 'AdaptiveLogSoftmaxWithLoss',
      code: { in_features: '512', n_classes: '50000', cutoffs: '[2000, 10000]' },
      example: 0,
      formula: 'mean of −log p(cluster) − log p(class in it)',
      reason: 'Rare classes share small clusters, so that most rows never touch the long tail.',
      lastLayer: 'the hidden layer (N, in_features): the loss has the last layer inside',
      target: 'int64 class indices, sorted so that frequent classes have the small ones',
      alternatives: [
        { loss: 'LinearCrossEntropyLoss', when: 'all classes count alike and memory is short' },
        { loss: 'CrossEntropyLoss', when: 'the scores of all classes fit in memory' },
      ],
    },
    {
      id: 'two-classes',
      answer: 'Two: yes or no',
      hint: 'spam or not',
      loss: 'BCEWithLogitsLoss',
      code: {},
      example: 0,
      formula: 'mean of −y·log σ(x) − (1 − y)·log(1 − σ(x))',
      reason: 'One score says it all; the sigmoid is inside, where it cannot overflow.',
      lastLayer: 'nn.Linear(features, 1), no sigmoid, squeezed to the shape of the target',
      target: 'float32 zeros and ones of shape (N,) or (N, 1), like the output',
      alternatives: [
        { loss: 'BCELoss', when: 'the model ends in a sigmoid that you cannot take out' },
        { loss: 'CrossEntropyLoss', when: 'you would rather have two outputs' },
        { loss: 'SoftMarginLoss', when: 'the targets are -1 and 1' },
      ],
    },
  ],
};

const multiLabel: Question = {
  answer: 'Several labels at once',
  hint: 'all tags of a picture',
  ask: 'How are the labels spread?',
  choices: [
    {
      id: 'multi-label',
      answer: 'Each one yes or no',
      hint: 'the usual case',
      loss: 'BCEWithLogitsLoss',
      code: {},
      example: 0,
      formula: 'mean of −y·log σ(x) − (1 − y)·log(1 − σ(x))',
      reason: 'A yes or no for each label by itself; the sigmoid is inside.',
      lastLayer: 'nn.Linear(features, labels), no sigmoid',
      target: labels,
      alternatives: [
        { loss: 'MultiLabelSoftMarginLoss', when: 'you want one loss a sample, averaged over its labels' },
        { loss: 'MultiLabelMarginLoss', when: 'only the order matters: right labels above all others' },
      ],
    },
    {
      id: 'rare-labels',
      answer: 'Most are absent',
      hint: 'imbalance: few ones, many zeros',
      loss: 'BCEWithLogitsLoss',
      code: { pos_weight: 'torch.tensor([9.0])' },
      example: 1,
      formula: 'mean of −pos_weight·y·log σ(x) − (1 − y)·log(1 − σ(x))',
      reason: 'pos_weight lets each one count as many zeros: zeros divided by ones, per label.',
      lastLayer: 'nn.Linear(features, labels), no sigmoid',
      target: labels,
      alternatives: [{ loss: 'MultiLabelMarginLoss', when: 'only the order of the labels matters' }],
    },
  ],
};

const distribution: Question = {
  answer: 'A distribution',
  hint: 'soft labels, a teacher to learn from',
  ask: 'What is the target?',
  choices: [
    {
      id: 'distillation',
      answer: 'Another model’s output',
      hint: 'distillation, a prior',
      loss: 'KLDivLoss',
      code: { reduction: '"batchmean"' },
      example: 0,
      formula: 'Σ y·(log y − x) / batch size, x the log-probabilities',
      reason: 'How far the prediction is from the target; batchmean is the divergence a sample.',
      lastLayer: 'log-probabilities: F.log_softmax(scores / temperature, dim=1)',
      target: 'probabilities of the same shape, or log-probabilities with log_target=True',
      alternatives: [{ loss: 'CrossEntropyLoss', when: 'you have raw scores and target probabilities' }],
    },
    {
      id: 'soft-labels',
      answer: 'Probabilities of classes',
      hint: 'mixup, several annotators',
      loss: 'CrossEntropyLoss',
      code: {},
      example: 1,
      formula: 'mean of −Σ y·log softmax(x)',
      reason: 'Takes probabilities in place of class indices, and raw scores as ever.',
      lastLayer: scores,
      target: 'float32 probabilities of shape (N, classes)',
      alternatives: [{ loss: 'KLDivLoss', when: 'the loss should be 0 for a perfect prediction' }],
    },
  ],
};

const sequence: Advice = {
  id: 'sequence',
  answer: 'A sequence without alignment',
  hint: 'speech to text, handwriting',
  loss: 'CTCLoss',
  code: {},
  example: 0,
  formula: 'mean of −log Σ p(alignment) / number of labels',
  reason: 'Adds up all ways to spread the labels over the frames: nobody has to align them.',
  lastLayer: 'F.log_softmax(scores, dim=2): (frames, N, classes), class 0 the blank',
  target: 'int64 labels without the blank, and the lengths of inputs and targets',
  alternatives: [{ loss: 'CrossEntropyLoss', when: 'each frame has its label' }],
};

/** Classes, labels, distributions, sequences of them. */
export const classification: readonly (Question | Advice)[] = [
  singleLabel,
  multiLabel,
  distribution,
  sequence,
];
