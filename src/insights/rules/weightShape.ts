import type { Tensor } from '../../engine/tensor/tensor';
import { t } from '../../l10n/localize';
import type { Expression } from '../../python/syntax';
import { defineRule } from '../defineRule';
import { isSettled, refusalInWords } from '../parameterFacts';
import { findingAt, rangeOf, replacing, type RuleContext } from '../ruleContext';
import { filled } from '../trial';
import { classesOf, lastSize } from '../tensors/tensorOrigin';

/** Losses with a weight for each class of class numbers. */
const ofClasses = new Set(['CrossEntropyLoss', 'NLLLoss', 'MultiMarginLoss']);
/** Losses whose weights are broadcast from the last dimension. */
const elementwise = new Set(['BCELoss', 'BCEWithLogitsLoss']);

/** More classes than this are not tried. */
const mostClasses = 10_000;

/** Another number of weights than of classes. */
export const weightShape = defineRule({
  id: 'weight-shape',
  title: 'Another number of weights than of classes',
  pitfall: 'weight-count',
  severity: 'error',
  at: ['evaluation'],
  effect: {
    loss: 'CrossEntropyLoss',
    parameters: { weight: '[1.0, 2.0]' },
    inputs: { input: '[[2.0, 0.5, -1.0]]', target: '[0]' },
  },
  examples: {
    bad: [
      'model = nn.Linear(5, 3)\ncriterion = nn.CrossEntropyLoss(weight=torch.tensor([1.0, 2.0]))\ndef step(x, y):\n    return criterion(model(x), y)',
      'model = nn.Linear(5, 3)\ndef step(x, y):\n    return F.nll_loss(F.log_softmax(model(x), dim=1), y, weight=torch.ones(2))',
      'model = nn.Linear(5, 3)\ncriterion = nn.BCEWithLogitsLoss(pos_weight=torch.ones(4))\ndef step(x, y):\n    return criterion(model(x), y)',
      'model = nn.Linear(5, 1)\ncriterion = nn.BCEWithLogitsLoss(pos_weight=torch.tensor([1.0, 9.0]))\ndef step(x, y):\n    return criterion(model(x), y)',
      'class Net(nn.Module):\n    def __init__(self, classes):\n        super().__init__()\n        self.fc = nn.Linear(5, classes)\n\n    def forward(self, x):\n        return self.fc(x)\n\nnet = Net(4)\nweight = torch.tensor([0.2, 0.3, 0.5])\ndef step(x, y):\n    return F.cross_entropy(net(x), y, weight)',
    ],
    good: [
      'model = nn.Linear(5, 3)\ncriterion = nn.CrossEntropyLoss(weight=torch.tensor([1.0, 2.0, 1.0]))\ndef step(x, y):\n    return criterion(model(x), y)',
      'criterion = nn.CrossEntropyLoss(weight=torch.tensor([1.0, 2.0]))\ndef step(model, x, y):\n    return criterion(model(x), y)',
      'model = nn.Linear(5, 3)\ncriterion = nn.BCEWithLogitsLoss(pos_weight=torch.tensor([4.0]))\ndef step(x, y):\n    return criterion(model(x), y)',
      'model = nn.Linear(5, 3)\ncriterion = nn.BCEWithLogitsLoss(pos_weight=torch.tensor(4.0))\ndef step(x, y):\n    return criterion(model(x), y)',
      'model = nn.Linear(5, 1)\ncriterion = nn.BCEWithLogitsLoss(pos_weight=torch.tensor([1.0, 9.0]))\ndef step(x, y):\n    return criterion(model(x).squeeze(-1), y)',
      'model = nn.Conv2d(3, 21, 1)\ncriterion = nn.CrossEntropyLoss(weight=torch.ones(21))\ndef step(x, y):\n    return criterion(model(x), y)',
      'model = nn.Conv2d(3, 4, 1)\ncriterion = nn.BCEWithLogitsLoss(pos_weight=torch.ones(4, 1, 1))\ndef step(x, y):\n    return criterion(model(x), y)',
      'model = nn.Linear(5, 4)\ncriterion = nn.CrossEntropyLoss(weight=torch.ones(2))\ndef step(x, y):\n    return criterion(model(x).view(-1, 2), y)',
    ],
  },
  *check(site, context) {
    if (!isSettled(site)) return;
    const { name } = site.loss;
    const isOfClasses = ofClasses.has(name);
    if (!isOfClasses && !elementwise.has(name)) return;
    const input = site.inputs.byName.get('input');
    const origins = input ? context.origins(input.value) : [];
    const sizes = new Set(origins.map(isOfClasses ? classesOf : lastSize));
    const [classes] = sizes;
    if (!input || sizes.size !== 1 || classes === undefined || classes > mostClasses) return;
    for (const parameter of ['weight', 'pos_weight']) {
      const argument = site.parameters.byName.get(parameter);
      const count = argument && countOf(argument.value, context);
      if (!argument || count === undefined || count === classes) continue;
      const weight = { [parameter]: filled([count], 'float32', 1) };
      const [refused, another] = [2, 3].map((samples) =>
        refusalInWords(site, weight, batchOf(samples, classes, isOfClasses)),
      );
      if (refused === undefined) continue;
      // A message that tells the size of the batch, which nobody knows here, is not PyTorch's.
      const words = refused === another ? refused : t`the call raises a RuntimeError`;
      yield findingAt(input, t`${counted(parameter, count, classes)}: ${words}`, {
        related: [{ ...rangeOf(argument), message: t`${parameter} is given here` }],
        fixes: resized(argument.value, classes),
      });
    }
  },
});

/** Any inputs that a loss takes, to try weights with. */
function batchOf(samples: number, classes: number, isOfClasses: boolean): Readonly<Record<string, Tensor>> {
  return isOfClasses
    ? { input: filled([samples, classes]), target: filled([samples], 'int64') }
    : { input: filled([samples, classes], 'float32', 0.5), target: filled([samples, classes]) };
}

/** How many numbers a weight has, where that is known. */
function countOf(weight: Expression, context: RuleContext): number | undefined {
  const [only, another] = context.origins(weight);
  return only?.rank === 1 && !another ? only.sizes[0] : undefined;
}

/** `torch.ones(2)` becomes `torch.ones(3)`. */
function resized(weight: Expression, classes: number) {
  const size = weight.kind === 'call' ? weight.arguments[0] : undefined;
  return size?.value.kind === 'number'
    ? [replacing(t`Give each class a weight`, size.value, String(classes))]
    : [];
}

/** What does not fit. */
function counted(parameter: string, count: number, classes: number): string {
  if (classes === 1) return t`${parameter} has ${count} numbers for 1 class`;
  return count === 1
    ? t`${parameter} has 1 number for ${classes} classes`
    : t`${parameter} has ${count} numbers for ${classes} classes`;
}
