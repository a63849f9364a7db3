import { rules } from '#rules';
import { answered, inTurns } from '../../src/features/turns';
import { evaluateCall, hoverAt, lossCalls, renderHover, settled } from '../../src/insights/documentInsights';
import { RuleChecker } from '../../src/insights/ruleChecker';
import type { PythonDocument } from '../../src/python/pythonDocument';
import { openPython, pythonParser } from '../python/openPython';
import { longFile } from './longFile';

/** Something that an editor does: what is prepared, and then done while everything else wants its turns. */
export type HoldCase = () => Promise<() => Promise<void>>;

const head = `import torch
import torch.nn as nn
import torch.nn.functional as F
import numpy as np
torch.manual_seed(0)
x, y = torch.ones(8), torch.zeros(8)
`;

/** A hover over the last loss below code that takes long, which `x` depends on through `z`. */
function evaluating(code: string, loss = 'nn.L1Loss()(x + z.reshape(-1)[0], y)'): HoldCase {
  return hovering(`${head}${code}\nloss = ${loss}\n`);
}

function hovering(text: string, at = text.lastIndexOf('\nloss =') + 2): HoldCase {
  return async () => {
    const document = await openPython(text);
    await document.parseAll();
    return async () => {
      await hover(document, at);
      document.dispose();
    };
  };
}

async function hover(document: PythonDocument, offset: number): Promise<void> {
  const found = await answered(document, () => hoverAt(document, offset));
  if (!found) throw new Error('no hover');
  renderHover(found.content, { formula: () => 'data:image/svg+xml;base64,AAAA' });
}

/** All that is asked about a file that has just been opened: a hover at its end, the hints of a screen, the problems. */
function opening(text: string): HoldCase {
  return async () => {
    await pythonParser();
    return async () => {
      const document = await openPython(text);
      void document.parseAll();
      await askAll(document);
      document.dispose();
    };
  };
}

async function askAll(document: PythonDocument): Promise<void> {
  const { text } = document;
  await answered(document, () => hoverAt(document, text.lastIndexOf('Loss') + 1));
  await inTurns(hintsIn(document, text.length - 2500, text.length), () => true);
  await inTurns(new RuleChecker(document, rules).check(), () => true);
}

function* hintsIn(document: PythonDocument, start: number, end: number): Generator<void> {
  const range = { start: Math.max(0, start), end };
  for (const call of yield* settled(() => lossCalls(document, range))) {
    yield;
    yield* settled(() => evaluateCall(document, call));
  }
}

/** A file that is open and checked, and what is done to it then. */
function opened(
  text: string,
  act: (document: PythonDocument, checker: RuleChecker) => Promise<void>,
): HoldCase {
  return async () => {
    const document = await openPython(text);
    await document.parseAll();
    const checker = new RuleChecker(document, rules);
    await inTurns(checker.check(), () => true);
    return () => act(document, checker);
  };
}

async function answerAgain(document: PythonDocument, checker: RuleChecker): Promise<void> {
  await document.ready();
  await answered(document, () => hoverAt(document, document.text.lastIndexOf('Loss') + 1));
  await inTurns(checker.check(), () => true);
  document.dispose();
}

const many = (count: number, line: (i: number) => string, between = '\n'): string =>
  Array.from({ length: count }, (_, i) => line(i)).join(between);

/** One step each, of about as many elements as are done in one go. */
const steps: Readonly<Record<string, string>> = {
  nothing: 'z = torch.ones(1)',
  randn: 'z = torch.randn(140_000)',
  'randn float64': 'z = torch.randn(140_000, dtype=torch.float64)',
  'randn bfloat16': 'z = torch.randn(140_000, dtype=torch.bfloat16)',
  rand: 'z = torch.rand(140_000)',
  'rand float64': 'z = torch.rand(140_000, dtype=torch.double)',
  'rand float16': 'z = torch.rand(140_000, dtype=torch.half)',
  randint: 'z = torch.randint(10, (140_000,))',
  'randint of 64 bits': 'z = torch.randint(2**40, (49_000,))',
  random_: 'z = torch.empty(70_000).random_()',
  normal_: 'z = torch.empty(70_000).normal_(2, 3)',
  uniform_: 'z = torch.empty(70_000).uniform_(2, 3)',
  normal: 'z = torch.normal(torch.zeros(40_000), torch.ones(40_000))',
  bernoulli: 'z = torch.bernoulli(torch.full((70_000,), 0.5))',
  bernoulli_: 'z = torch.empty(70_000).bernoulli_(0.3)',
  randperm: 'z = torch.randperm(140_000)',
  'an image': 'z = torch.randn(1, 3, 224, 224)',
  zeros: 'z = torch.zeros(140_000)',
  arange: 'z = torch.arange(140_000)',
  linspace: 'z = torch.linspace(0, 1, 140_000)',
  eye: 'z = torch.eye(380)',
  one_hot: 'z = F.one_hot(torch.arange(370), 370)',
  'a list of 160,000 numbers': `z = torch.tensor([${'1.25, '.repeat(160_000)}])`,
  'a list of 140,000 numbers repeated': 'z = torch.tensor([1.5] * 49_000)',
  'nested lists': `z = torch.tensor([${`[${'1.25, '.repeat(30)}], `.repeat(4000)}])`,
  'a tuple of names': `a = 1\nz = torch.tensor([${'a, '.repeat(8000)}])`,
  'a string of 1 MB': `s = "${'a'.repeat(1_000_000)}"\nz = torch.ones(len([s]))`,
  'an array of numbers': `z = torch.from_numpy(np.array([${'1.25, '.repeat(100_000)}]))`,
  float: 'z = torch.zeros(70_000).double().float()',
  half: 'z = torch.rand(60_000).half()',
  'long of floats': 'z = (torch.rand(60_000) * 10).long()',
  plus: 'z = torch.zeros(60_000) + torch.ones(60_000)',
  'plus of bfloat16':
    'z = torch.zeros(60_000, dtype=torch.bfloat16) + torch.ones(60_000, dtype=torch.bfloat16)',
  broadcast: 'z = torch.zeros(380, 1) + torch.zeros(380)',
  comparison: 'z = torch.rand(60_000) < torch.rand(60_000)',
  'broadcast comparison': 'z = torch.rand(380, 1) < torch.rand(1, 380)',
  power: 'z = torch.rand(60_000) ** 2.5',
  remainder: 'z = torch.rand(60_000) % 0.3',
  where: 'a = torch.rand(60_000)\nz = torch.where(a > 0.5, a, -a)',
  clamp: 'z = torch.rand(70_000).clamp(0.1, 0.9)',
  isclose: 'a = torch.rand(60_000)\nz = torch.isclose(a, a)',
  exp: 'z = torch.rand(70_000).exp()',
  log: 'z = torch.rand(70_000).log()',
  sigmoid: 'z = torch.rand(70_000).sigmoid()',
  tanh: 'z = torch.rand(70_000).tanh()',
  gelu: 'z = F.gelu(torch.rand(70_000))',
  erf: 'z = torch.erf(torch.rand(70_000))',
  softplus: 'z = F.softplus(torch.rand(70_000))',
  logsigmoid: 'z = F.logsigmoid(torch.rand(70_000))',
  relu: 'z = torch.rand(70_000).relu()',
  'sigmoid of bfloat16': 'z = torch.rand(70_000, dtype=torch.bfloat16).sigmoid()',
  softmax: 'z = torch.rand(700, 100).softmax(1)',
  'softmax along the first': 'z = torch.rand(700, 100).softmax(0)',
  'softmax of bfloat16': 'z = torch.rand(700, 100, dtype=torch.bfloat16).softmax(0)',
  log_softmax: 'z = torch.rand(700, 100).log_softmax(1)',
  'log_softmax of small rows': 'z = torch.rand(35_000, 2).log_softmax(1)',
  'log_softmax of bfloat16': 'z = torch.rand(700, 100, dtype=torch.bfloat16).log_softmax(1)',
  sum: 'z = torch.rand(140_000).sum()',
  'sum of rows': 'z = torch.rand(35_000, 4).sum(1)',
  'sum of columns': 'z = torch.rand(4, 35_000).sum(0)',
  mean: 'z = torch.rand(370, 370).mean(0)',
  'mean of bfloat16': 'z = torch.rand(370, 370, dtype=torch.bfloat16).mean(0)',
  std: 'z = torch.rand(370, 370).std(0)',
  max: 'z = torch.rand(370, 370).max(1).values',
  argmax: 'z = torch.rand(370, 370).argmax(1)',
  logsumexp: 'z = torch.rand(370, 370).logsumexp(1)',
  norm: 'z = torch.rand(370, 370).norm(dim=1)',
  all: 'z = (torch.rand(370, 370) > 0.5).all(1)',
  cumsum: 'z = torch.rand(140_000).cumsum(0)',
  'cumsum of columns': 'z = torch.rand(370, 370).cumsum(0)',
  sort: 'z = torch.rand(14_000).sort().values',
  'sort of rows': 'z = torch.rand(3500, 4).sort(1).values',
  argsort: 'z = torch.rand(14_000).argsort()',
  topk: 'z = torch.rand(140, 100).topk(5).values',
  median: 'z = torch.rand(14_000).median()',
  unique: 'z = torch.randint(1000, (14_000,)).unique()',
  nonzero: 'z = torch.rand(374, 374).nonzero()',
  masked_select: 'a = torch.rand(140_000)\nz = torch.masked_select(a, a > 0.5)',
  bincount: 'z = (torch.rand(100_000) > 0.5).sum()',
  matmul: 'z = torch.rand(133, 133) @ torch.rand(133, 133)',
  'matmul of long rows': 'z = torch.rand(12, 16_000) @ torch.rand(16_000, 12)',
  'matmul of a column': 'z = torch.rand(140_000, 1) @ torch.rand(1, 1)',
  bmm: 'z = torch.bmm(torch.rand(64, 33, 33), torch.rand(64, 33, 33))',
  outer: 'z = torch.outer(torch.rand(380), torch.rand(380))',
  'F.linear': 'z = F.linear(torch.rand(100, 150), torch.rand(150, 150))',
  cdist: 'z = torch.cdist(torch.rand(100, 100), torch.rand(100, 100))',
  pairwise_distance: 'z = F.pairwise_distance(torch.rand(700, 100), torch.rand(700, 100))',
  cosine_similarity: 'z = F.cosine_similarity(torch.rand(700, 100), torch.rand(700, 100))',
  normalize: 'z = F.normalize(torch.rand(700, 100))',
  'nn.Linear made': 'z = nn.Linear(512, 512)(torch.rand(1, 512))',
  'nn.Linear called': 'z = nn.Linear(150, 150)(torch.rand(100, 150))',
  'nn.Conv2d called': 'z = nn.Conv2d(3, 8, 3)(torch.rand(1, 3, 76, 76))',
  'nn.Embedding made': 'z = nn.Embedding(1400, 100)(torch.tensor([1]))',
  transpose: 'z = torch.rand(220, 220).T + 0',
  permute: 'z = torch.rand(36, 36, 36).permute(2, 0, 1).contiguous()',
  'written through': 'a = torch.zeros(220, 220)\na.T[0] = 5\na[:, 1] += 1\nz = a.T',
  'views written through': `a = torch.zeros(200, 200)\n${many(40, (i) => `b${String(i)} = a.T`)}\na += 1\nz = b3`,
  expand: 'z = torch.rand(1, 370).expand(130, 370)',
  expand_as: 'z = torch.rand(1, 220).expand_as(torch.rand(220, 220))',
  repeat: 'z = torch.rand(370).repeat(370, 1)',
  'repeat of columns': 'z = torch.rand(14_000, 1).repeat(1, 10)',
  'repeat of ones': 'z = torch.ones(1).repeat(140_000)',
  tile: 'z = torch.rand(370).tile(370)',
  repeat_interleave: 'z = torch.rand(1000).repeat_interleave(45)',
  flip: 'z = torch.rand(14_000, 10).flip(0)',
  'flip of columns': 'z = torch.rand(10, 14_000).flip(1)',
  roll: 'z = torch.rand(374, 374).roll(3, 1)',
  tril: 'z = torch.rand(374, 374).tril()',
  cat: 'a = torch.rand(35_000)\nz = torch.cat([a, a, a, a])',
  'cat of many': 'z = torch.cat([torch.ones(10)] * 10_000)',
  'cat of columns': 'a = torch.rand(14_000, 1)\nz = torch.cat([a] * 9, 1)',
  stack: 'a = torch.rand(14_000)\nz = torch.stack([a] * 9, 1)',
  split: 'z = torch.rand(140_000).split(10)[3]',
  unbind: 'z = torch.rand(14_000, 10).unbind(0)[3]',
  chunk: 'z = torch.rand(140_000).chunk(20_000)[3]',
  slice: 'z = torch.rand(220, 220)[:, 1:200]',
  'index tensor': 'z = torch.rand(100_000)[torch.randint(100_000, (49_000,))]',
  'two index tensors': 'i = torch.randint(300, (49_000,))\nz = torch.rand(300, 300)[i, i]',
  'index of rows': 'z = torch.rand(10_000, 10)[torch.randint(10_000, (4900,))]',
  mask: 'a = torch.rand(140_000)\nz = a[a > 0.7]',
  'mask written': 'a = torch.rand(49_000)\na[a > 0.7] = 0\nz = a',
  gather: 'a = torch.rand(7000, 10)\nz = a.gather(1, torch.randint(10, (7000, 10)))',
  scatter: 'a = torch.zeros(7000, 10)\nz = a.scatter(1, torch.randint(10, (7000, 1)), 1.0)',
  scatter_: 'a = torch.zeros(7000, 10)\nz = a.scatter_(1, torch.randint(10, (7000, 1)), 1.0)',
  masked_fill: 'a = torch.rand(140_000)\nz = a.masked_fill(a > 0.5, 0)',
  index_select: 'z = torch.rand(10_000, 10).index_select(0, torch.randint(10_000, (4900,)))',
  'item assigned': 'a = torch.rand(140_000)\na[5] = 2\nz = a',
  'rows gone through': 'a = torch.rand(10_000, 4)\nfor row in a:\n    z = row',
  'a list of rows': 'z = torch.stack([row for row in torch.rand(9000, 4)])',
  tolist: 'z = torch.tensor(torch.rand(49_000).tolist())',
  'tolist of rows': 'z = torch.tensor(torch.rand(12_000, 4).tolist())',
  'sum of a list': 'z = torch.ones(1) * sum([1.5] * 40_000)',
  'a snapshot': 'def f():\n    return big\nbig = torch.rand(140_000)\nz = big',
  clone: 'z = torch.rand(140_000).clone()',
  add_: 'a = torch.rand(70_000)\na.add_(1)\na.mul_(2)\nz = a',
};

/** Losses just below the work that is left to the playground. */
const losses: Readonly<Record<string, string>> = {
  L1Loss: 'nn.L1Loss()(torch.rand(79_000), torch.rand(79_000))',
  'L1Loss none': "nn.L1Loss(reduction='none')(torch.rand(79_000), torch.rand(79_000))",
  'L1Loss bfloat16':
    'nn.L1Loss()(torch.rand(13_000, dtype=torch.bfloat16), torch.rand(13_000, dtype=torch.bfloat16))',
  'L1Loss broadcast': 'nn.L1Loss()(torch.rand(280, 1), torch.rand(280))',
  MSELoss: 'nn.MSELoss()(torch.rand(79_000), torch.rand(79_000))',
  SmoothL1Loss: 'nn.SmoothL1Loss()(torch.rand(79_000), torch.rand(79_000))',
  HuberLoss: 'nn.HuberLoss()(torch.rand(79_000), torch.rand(79_000))',
  'HuberLoss float64': 'nn.HuberLoss()(torch.rand(79_000).double(), torch.rand(79_000).double())',
  BCELoss: 'nn.BCELoss()(torch.rand(79_000), torch.rand(79_000))',
  BCEWithLogitsLoss: 'nn.BCEWithLogitsLoss()(torch.rand(79_000), torch.rand(79_000))',
  'BCEWithLogitsLoss pos_weight':
    'nn.BCEWithLogitsLoss(pos_weight=torch.rand(100))(torch.rand(790, 100), torch.rand(790, 100))',
  'BCEWithLogitsLoss bfloat16':
    'nn.BCEWithLogitsLoss()(torch.rand(13_000, dtype=torch.bfloat16), torch.rand(13_000, dtype=torch.bfloat16))',
  KLDivLoss: "nn.KLDivLoss(reduction='batchmean')(torch.rand(790, 100), torch.rand(790, 100))",
  PoissonNLLLoss: 'nn.PoissonNLLLoss(full=True)(torch.rand(79_000), torch.rand(79_000) * 9)',
  GaussianNLLLoss:
    'nn.GaussianNLLLoss(full=True)(torch.rand(79_000), torch.rand(79_000), torch.rand(79_000) + 1)',
  HingeEmbeddingLoss: 'nn.HingeEmbeddingLoss()(torch.rand(79_000), torch.randint(2, (79_000,)) * 2.0 - 1)',
  SoftMarginLoss: 'nn.SoftMarginLoss()(torch.rand(79_000), torch.randint(2, (79_000,)) * 2.0 - 1)',
  MarginRankingLoss:
    'nn.MarginRankingLoss()(torch.rand(70_000), torch.rand(70_000), torch.randint(2, (70_000,)) * 2.0 - 1)',
  MultiLabelSoftMarginLoss:
    'nn.MultiLabelSoftMarginLoss()(torch.rand(790, 100), torch.randint(2, (790, 100)).float())',
  CrossEntropyLoss: 'nn.CrossEntropyLoss()(torch.rand(1400, 100), torch.randint(100, (1400,)))',
  'CrossEntropyLoss of few classes':
    'nn.CrossEntropyLoss()(torch.rand(70_000, 2), torch.randint(2, (70_000,)))',
  'CrossEntropyLoss probabilities':
    'nn.CrossEntropyLoss(label_smoothing=0.1)(torch.rand(700, 100), torch.rand(700, 100))',
  'CrossEntropyLoss of images':
    'nn.CrossEntropyLoss()(torch.rand(1, 10, 110, 110), torch.randint(10, (1, 110, 110)))',
  'CrossEntropyLoss bfloat16':
    'nn.CrossEntropyLoss()(torch.rand(250, 100, dtype=torch.bfloat16), torch.randint(100, (250,)))',
  NLLLoss: 'nn.NLLLoss()(torch.rand(1400, 100), torch.randint(100, (1400,)))',
  MultiMarginLoss: 'nn.MultiMarginLoss()(torch.rand(1400, 100), torch.randint(100, (1400,)))',
  'MultiMarginLoss p=2': 'nn.MultiMarginLoss(p=2)(torch.rand(1400, 100), torch.randint(100, (1400,)))',
  'MultiMarginLoss bfloat16':
    'nn.MultiMarginLoss()(torch.rand(250, 100, dtype=torch.bfloat16), torch.randint(100, (250,)))',
  MultiLabelMarginLoss:
    'nn.MultiLabelMarginLoss()(torch.rand(260, 100), torch.arange(100).expand(260, 100).contiguous())',
  'MultiLabelMarginLoss wide':
    'nn.MultiLabelMarginLoss()(torch.rand(1, 1700), torch.arange(1700).unsqueeze(0))',
  'MultiLabelMarginLoss bfloat16':
    'nn.MultiLabelMarginLoss()(torch.rand(50, 100, dtype=torch.bfloat16), torch.arange(100).expand(50, 100).contiguous())',
  CosineEmbeddingLoss:
    'nn.CosineEmbeddingLoss()(torch.rand(700, 100), torch.rand(700, 100), torch.ones(700))',
  'CosineEmbeddingLoss bfloat16':
    'nn.CosineEmbeddingLoss()(torch.rand(260, 100, dtype=torch.bfloat16), torch.rand(260, 100, dtype=torch.bfloat16), torch.ones(260))',
  TripletMarginLoss:
    'nn.TripletMarginLoss()(torch.rand(460, 100), torch.rand(460, 100), torch.rand(460, 100))',
  'TripletMarginLoss p=3':
    'nn.TripletMarginLoss(p=3)(torch.rand(190, 100), torch.rand(190, 100), torch.rand(190, 100))',
  TripletMarginWithDistanceLoss:
    'nn.TripletMarginWithDistanceLoss()(torch.rand(460, 100), torch.rand(460, 100), torch.rand(460, 100))',
  CTCLoss:
    'nn.CTCLoss()(torch.rand(50, 80, 20).log_softmax(2), torch.randint(1, 20, (80, 20)), torch.full((80,), 50), torch.full((80,), 20))',
  'CTCLoss long':
    'nn.CTCLoss()(torch.rand(400, 2, 20).log_softmax(2), torch.randint(1, 20, (2, 390)), torch.full((2,), 400), torch.full((2,), 390))',
  'CTCLoss infinite':
    'nn.CTCLoss()(torch.rand(400, 2, 20).log_softmax(2), torch.ones(2, 390).long(), torch.full((2,), 400), torch.full((2,), 390))',
  AdaptiveLogSoftmaxWithLoss:
    'nn.AdaptiveLogSoftmaxWithLoss(32, 100, cutoffs=[10, 50])(torch.rand(800, 32), torch.randint(100, (800,)))',
  'AdaptiveLogSoftmaxWithLoss wide':
    'nn.AdaptiveLogSoftmaxWithLoss(64, 1000, cutoffs=[800])(torch.rand(300, 64), torch.randint(1000, (300,)))',
};

const learned: Readonly<Record<string, string>> = {
  LinearCrossEntropyLoss: 'nn.LinearCrossEntropyLoss(64, 100)',
  'LinearCrossEntropyLoss wide': 'nn.LinearCrossEntropyLoss(256, 400)',
};

/** Long files of a kind, which are opened, hovered, checked. */
const files: Readonly<Record<string, () => string>> = {
  'a file of 10,000 lines': longFile,
  '2,000 defs': () =>
    many(2000, (i) => `def f${String(i)}(x, y):\n    return F.l1_loss(x, y) * ${String(i)}\n`),
  'a class of 3,000 methods': () =>
    `class Model(nn.Module):\n    def __init__(self):\n        self.loss = nn.MSELoss()\n\n${many(3000, (i) => `    def m${String(i)}(self, x, y):\n        return self.loss(x, y)\n`)}`,
  'a dict of 20,000 losses': () =>
    `losses = {${many(20_000, (i) => `"l${String(i)}": nn.MSELoss()`, ', ')}}\nloss = losses["l7"](x, y)`,
  'a list of 20,000 losses': () =>
    `losses = [\n${many(20_000, () => `    nn.L1Loss(),`)}\n]\nloss = losses[3](x, y)`,
  'a chain of 5,000 reassignments': () =>
    `l0 = nn.MSELoss()\n${many(5000, (i) => `l${String(i + 1)} = l${String(i)}`)}\nloss = l5000(x, y)`,
  'one name assigned 5,000 times': () => `${many(5000, () => 'l = nn.MSELoss()')}\nloss = l(x, y)`,
  'one name assigned 5,000 losses in a function': () =>
    `def f(x, y):\n${many(5000, (i) => `    if x > ${String(i)}: l = nn.MSELoss()`)}\n    return l(x, y)\nloss = nn.L1Loss()(x, y)`,
  'values 5,000 times': () => `z = torch.ones(8)\n${many(5000, () => 'z = z + 1')}\nloss = nn.L1Loss()(x, z)`,
  'nesting of 400 levels': () =>
    `${many(400, (i) => `${'  '.repeat(i)}if x${String(i)}:`)}\n${'  '.repeat(400)}loss = nn.MSELoss()(x, y)\nloss = nn.L1Loss()(x, y)`,
  '400 brackets': () => `z = ${'('.repeat(400)}x${')'.repeat(400)}\nloss = nn.L1Loss()(z, y)`,
  '2,000 sums in one line': () => `z = ${'x + '.repeat(2000)}x\nloss = nn.L1Loss()(z, y)`,
  '400 functions in each other': () =>
    `${many(400, (i) => `${' '.repeat(i)}def f${String(i)}(x, y):`)}\n${' '.repeat(400)}return F.mse_loss(x, y)\nloss = nn.L1Loss()(x, y)`,
  'a call of 2,000 arguments': () =>
    `z = f(${many(2000, (i) => `a${String(i)}=nn.MSELoss()`, ', ')})\nloss = nn.L1Loss()(x, y)`,
  'a loss of 2,000 arguments': () => `loss = nn.L1Loss()(${many(2000, (i) => `x[${String(i)}]`, ', ')})`,
  '5,000 imports': () =>
    `${many(5000, (i) => `from package${String(i)} import name${String(i)}`)}\nloss = nn.L1Loss()(x, y)`,
  '5,000 star imports': () =>
    `${many(5000, (i) => `from package${String(i)} import *`)}\nloss = nn.L1Loss()(x, y)`,
  'an import of 5,000 names': () =>
    `from package import (${many(5000, (i) => `name${String(i)}`, ', ')})\nloss = nn.L1Loss()(x, y)`,
  '10,000 directives': () =>
    many(10_000, (i) => `l${String(i)} = nn.MSELoss(size_average=False)  # loss: ignore[legacy-reduction]`),
  '10,000 directives in one statement': () =>
    `l = [\n${many(10_000, () => `    nn.MSELoss(size_average=False),  # loss: ignore[legacy-reduction]`)}\n]`,
  '5,000 problems': () => many(5000, () => 'l = nn.MSELoss(size_average=False)'),
  '5,000 problems in one function': () =>
    `def f(x, y):\n${many(5000, () => '    l = nn.MSELoss(size_average=False)(x, y)')}\nloss = nn.L1Loss()(x, y)`,
  'one line of 1 MB': () => `x = [${'1, 2, "a", nn, '.repeat(66_000)}]\nloss = nn.L1Loss()(x, y)`,
  'a text of 1 MB': () =>
    `t = """\n${'a line of text, as it is.\n'.repeat(40_000)}"""\nloss = nn.L1Loss()(x, y)`,
  'a comment of 4,000 lines': () => `${'# a line of text, as it is.\n'.repeat(4000)}loss = nn.L1Loss()(x, y)`,
  'a function of 10,000 lines': () =>
    `def f(x, y):\n${many(10_000, (i) => `    v${String(i)} = x * ${String(i)}`)}\n    return F.mse_loss(v9, y)\nloss = nn.L1Loss()(x, y)`,
  'an if of 5,000 branches': () =>
    `if a == 0:\n    l = nn.MSELoss()\n${many(5000, (i) => `elif a == ${String(i)}:\n    l = nn.MSELoss()`)}\nloss = l(x, y)`,
  '5,000 callers': () =>
    `def f(l, x, y):\n    return l(x, y)\n${many(5000, () => 'f(nn.MSELoss(), x, y)')}\nloss = nn.L1Loss()(x, y)`,
  '2,000 losses of the same tensors': () =>
    `${many(2000, (i) => `l${String(i)} = nn.L1Loss()(x, y + ${String(i)})`)}\nloss = nn.L1Loss()(x, y)`,
  'a bracket that is not closed': () => `z = (\n${longFile()}`,
  'a quote that is not closed': () => `z = """\n${longFile()}`,
  'nothing but brackets': () => '('.repeat(100_000),
  'four candidates of large tensors': () =>
    `${many(4, (i) => `a${String(i)} = torch.rand(18_000)`)}\nif a:\n    l = nn.L1Loss()\nelif b:\n    l = nn.MSELoss()\nelif c:\n    l = nn.SmoothL1Loss()\nelse:\n    l = nn.HuberLoss()\nloss = l(torch.rand(70_000), torch.rand(70_000))`,
};

const edits: Readonly<Record<string, HoldCase>> = {
  'closing a file of 10,000 lines': opened(longFile(), (document) => {
    document.dispose();
    return Promise.resolve();
  }),
  'closing a file of 100,000 lines': opened(
    many(100_000, (i) => `x${String(i)} = f(x, ${String(i)})`),
    (document) => {
      document.dispose();
      return Promise.resolve();
    },
  ),
  '30 files at once': async () => {
    await pythonParser();
    const text = longFile();
    return async () => {
      const files = await Promise.all(
        Array.from({ length: 30 }, async (_, i) => {
          const document = await openPython(text.slice(text.indexOf('class', i * 400), 60_000));
          void document.parseAll();
          await askAll(document);
          return document;
        }),
      );
      for (const document of files) document.dispose();
    };
  },
  'a hover once all is read': opened(longFile(), async (document) => {
    await answered(document, () => hoverAt(document, document.text.lastIndexOf('Loss') + 1));
    document.dispose();
  }),
  'a huge paste undone': opened(
    `${head}${longFile()}loss = nn.L1Loss()(x, y)\n`,
    async (document, checker) => {
      const pasted = `${longFile()}\n`.repeat(4);
      document.update([{ offset: head.length, length: 0, text: pasted }]);
      await document.ready();
      await inTurns(checker.check(), () => true);
      document.update([{ offset: head.length, length: pasted.length, text: '' }]);
      await answerAgain(document, checker);
    },
  ),
  'all of it replaced': opened(longFile(), async (document, checker) => {
    document.update([{ offset: 0, length: document.text.length, text: `${head}${longFile()}` }]);
    await answerAgain(document, checker);
  }),
  '5,000 places replaced in one edit': opened(longFile(), async (document, checker) => {
    const places = [...document.text.matchAll(/\b(?:total|self|loss|model)\b/g)].slice(0, 5000).reverse();
    document.update(
      places.map(({ index, 0: word }) => ({ offset: index, length: word.length, text: `${word}_` })),
    );
    await answerAgain(document, checker);
  }),
  'a letter typed at the top': opened(longFile(), async (document, checker) => {
    document.update([{ offset: 0, length: 0, text: 'x' }]);
    await answerAgain(document, checker);
  }),
  'a quote typed at the top': opened(longFile(), async (document, checker) => {
    document.update([{ offset: 0, length: 0, text: '"""' }]);
    await answerAgain(document, checker);
  }),
  'a letter typed in broken code': opened(longFile(), async (document, checker) => {
    const at = document.text.indexOf('total = 0.0', document.text.length / 2);
    document.update([{ offset: at, length: 0, text: 'x = (' }]);
    await document.ready();
    await inTurns(checker.check(), () => true);
    document.update([{ offset: at, length: 0, text: 'y' }]);
    await answerAgain(document, checker);
  }),
  'a letter typed in a class of 3,000 methods': opened(
    `${head}${files['a class of 3,000 methods']?.() ?? ''}`,
    async (document, checker) => {
      document.update([{ offset: document.text.indexOf('m1500'), length: 0, text: 'x' }]);
      await answerAgain(document, checker);
    },
  ),
  'nn set to something else at the top': opened(longFile(), async (document, checker) => {
    document.update([
      { offset: document.text.indexOf('class'), length: 0, text: 'from torch.nn import *\nnn = 5\n' },
    ]);
    await answerAgain(document, checker);
  }),
};

/** All cases, by name. */
export const holdCases: Readonly<Record<string, HoldCase>> = {
  ...Object.fromEntries(Object.entries(steps).map(([name, code]) => [name, evaluating(code)])),
  ...Object.fromEntries(Object.entries(losses).map(([name, loss]) => [`loss ${name}`, evaluating('', loss)])),
  ...Object.fromEntries(
    Object.entries(learned).map(([name, made]) => {
      const [, features = '', classes = ''] = /\((\d+), (\d+)\)/.exec(made) ?? [];
      const rows = name.endsWith('wide') ? 350 : 800;
      return [
        `loss ${name}`,
        evaluating(
          `criterion = ${made}`,
          `criterion(torch.rand(${String(rows)}, ${features}), torch.randint(${classes}, (${String(rows)},)))`,
        ),
      ];
    }),
  ),
  ...Object.fromEntries(Object.entries(files).map(([name, text]) => [name, opening(`${head}${text()}\n`)])),
  ...edits,
};
