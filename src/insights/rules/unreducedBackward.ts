import { t } from '../../l10n/localize';
import { defineRule } from '../defineRule';
import { reductionOf } from '../parameterFacts';
import { findingAt, rangeOf } from '../ruleContext';
import { lossOfValue } from '../sites';

/** `backward()` on a tensor of losses. */
export const unreducedBackward = defineRule({
  id: 'unreduced-backward',
  title: "backward() on a loss with reduction 'none'",
  pitfall: 'unreduced-backward',
  severity: 'error',
  at: ['other'],
  calls: /^backward$/,
  effect: {
    loss: 'MSELoss',
    parameters: { reduction: 'none' },
    inputs: { input: '[1.0, 2.0]', target: '[2.0, 4.0]' },
  },
  examples: {
    bad: [
      "criterion = nn.MSELoss(reduction='none')\ndef step(x, y):\n    loss = criterion(x, y)\n    loss.backward()",
      "def step(x, y):\n    F.cross_entropy(x, y, reduction='none').backward()",
      "class Trainer:\n    def __init__(self):\n        self.criterion = nn.BCEWithLogitsLoss(reduction='none')\n\n    def step(self, x, y):\n        loss = self.criterion(x, y)\n        loss.backward()",
      "def step(x, y):\n    loss = nn.L1Loss(reduction='none')(x, y)\n    loss.backward(retain_graph=True)",
      'criterion = nn.MSELoss(reduce=False)\ndef step(x, y):\n    criterion(x, y).backward()',
    ],
    good: [
      "criterion = nn.MSELoss(reduction='none')\ndef step(x, y):\n    loss = criterion(x, y)\n    loss.mean().backward()",
      "criterion = nn.MSELoss(reduction='none')\ndef step(x, y):\n    loss = criterion(x, y).mean()\n    loss.backward()",
      'criterion = nn.MSELoss()\ndef step(x, y):\n    loss = criterion(x, y)\n    loss.backward()',
      "def step(x, y, weight):\n    loss = F.mse_loss(x, y, reduction='none')\n    loss.backward(weight)",
      "def step(x, y):\n    loss = F.mse_loss(x, y, reduction='none')\n    loss.backward(gradient=torch.ones_like(loss))",
      "def step(x, y):\n    loss = F.mse_loss(x, y, reduction='none')\n    loss = loss.sum()\n    loss.backward()",
      "criterion = nn.MSELoss(size_average=False, reduction='none')\ndef step(x, y):\n    criterion(x, y).backward()",
      'def step(x, y, reduction):\n    F.mse_loss(x, y, reduction=reduction).backward()',
    ],
  },
  *check({ call, statement }, context) {
    const { callee } = call;
    if (callee.kind !== 'attribute') return;
    if (call.arguments.some((one) => one.kind !== 'keyword' || one.name === 'gradient')) return;
    const loss = lossOfValue(context.document, callee.object, statement);
    if (!loss || reductionOf(loss, context) !== 'none') return;
    const at = callee.object.span.end;
    yield findingAt(
      call,
      t`The loss has reduction='none': backward() of more than one number raises a RuntimeError`,
      {
        related: [{ ...rangeOf(loss.call), message: t`The losses are computed here` }],
        fixes: [{ title: t`Write .mean().backward()`, edits: [{ start: at, end: at, text: '.mean()' }] }],
      },
    );
  },
});
