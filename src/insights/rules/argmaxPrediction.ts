import { t } from '../../l10n/localize';
import { defineRule } from '../defineRule';
import { findingAt, rangeOf } from '../ruleContext';
import { lossOfValue } from '../sites';
import { madeAt, originsOfKind, unwrapping } from '../tensorFixes';

/** Predicted classes, which have no gradient, given to a loss that shall train. */
export const argmaxPrediction = defineRule({
  id: 'argmax-prediction',
  title: 'Loss of predicted classes has no gradient',
  pitfall: 'prediction-without-gradient',
  severity: 'error',
  at: ['evaluation', 'other'],
  calls: /^backward$/,
  effect: { loss: 'CrossEntropyLoss', inputs: { input: '[[2.0, 0.5, -1.0]]', target: '[0]' } },
  examples: {
    bad: [
      'def step(x, y):\n    return F.cross_entropy(x.argmax(1), y)',
      'def step(x, y):\n    pred = torch.argmax(x, dim=1)\n    loss = F.mse_loss(pred.float(), y)\n    loss.backward()',
      'def step(x, y):\n    _, pred = torch.max(x, 1)\n    return nn.CrossEntropyLoss()(pred, y)',
      'def step(x, y):\n    nn.L1Loss()(x.argmax(dim=1).double(), y).backward()',
    ],
    good: [
      'def step(x, y):\n    return F.cross_entropy(x, y)',
      'def step(x, y):\n    pred = x.argmax(1)\n    print(pred)\n    F.cross_entropy(x, y).backward()',
      'def error(x, y):\n    return F.l1_loss(x.argmax(1).float(), y.float())',
      'def step(x, y):\n    F.cross_entropy(x, y.argmax(1)).backward()',
      'def step(x, y):\n    values, _ = torch.max(x, 1)\n    F.mse_loss(values, y).backward()',
      'def step(x, y):\n    F.mse_loss(x, y.argmax(1).float()).backward()',
    ],
  },
  *check(site, context) {
    const { call } = site;
    if (site.kind === 'evaluation') {
      // Class scores are never integers: this fails even without a gradient.
      if (site.loss.name !== 'CrossEntropyLoss') return;
      const found = originsOfKind(site, 'input', ['indices'], context);
      if (!found || found.origins.some(({ dtype }) => dtype !== 'int64')) return;
      const { argument, origins } = found;
      yield findingAt(
        argument,
        t`CrossEntropyLoss takes the raw scores: predicted classes raise an error and have no gradient`,
        {
          related: madeAt(argument, origins, t`The classes are picked here`),
          fixes: unwrapping(argument, origins, t`Pass the scores`, context),
        },
      );
      return;
    }
    const { callee } = call;
    if (callee.kind !== 'attribute') return;
    const loss = lossOfValue(context.document, callee.object, site.statement);
    const found = loss && originsOfKind(loss, loss.loss.inputs[0]?.name ?? '', ['indices'], context);
    if (!found || loss.loss.name === 'CrossEntropyLoss') return;
    yield findingAt(found.argument, t`Predicted classes have no gradient: backward() raises a RuntimeError`, {
      related: [
        ...madeAt(found.argument, found.origins, t`The classes are picked here`),
        { ...rangeOf(call), message: t`backward() is called here` },
      ],
    });
  },
});
