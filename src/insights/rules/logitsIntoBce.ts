import { t } from '../../l10n/localize';
import { defineRule } from '../defineRule';
import { findingAt } from '../ruleContext';
import { madeAt, originsOfKind, otherLoss, passingThrough } from '../tensorFixes';

/** Raw scores given to a loss of probabilities. */
export const logitsIntoBce = defineRule({
  id: 'logits-into-bce',
  title: 'Raw scores into BCELoss',
  pitfall: 'logits-into-bce',
  severity: 'error',
  at: ['evaluation'],
  losses: ['BCELoss'],
  effect: { loss: 'BCELoss', inputs: { input: '[1.5, -0.3]', target: '[1.0, 0.0]' } },
  examples: {
    bad: [
      'model = nn.Linear(5, 1)\ncriterion = nn.BCELoss()\ndef step(x, y):\n    return criterion(model(x), y)',
      'model = nn.Sequential(nn.Linear(5, 5), nn.ReLU(), nn.Linear(5, 1))\ndef step(x, y):\n    return F.binary_cross_entropy(model(x).squeeze(1), y)',
      'class Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.conv = nn.Conv2d(3, 1, 3)\n\n    def forward(self, x):\n        return self.conv(x)\n\nnet = Net().to("cuda")\ndef step(x, y):\n    return nn.BCELoss()(net(x), y)',
      'fc = nn.Linear(5, 1)\ndef step(x, y):\n    logits = fc(x)\n    return F.binary_cross_entropy(logits, y)',
    ],
    good: [
      'model = nn.Linear(5, 1)\ndef step(x, y, given=None):\n    criterion = nn.BCELoss() if given is None else given\n    return criterion(model(x), y)',
      'model = nn.Linear(5, 1)\ndef step(x, y):\n    return nn.BCELoss()(torch.sigmoid(model(x)), y)',
      'model = nn.Sequential(nn.Linear(5, 1), nn.Sigmoid())\ndef step(x, y):\n    return nn.BCELoss()(model(x), y)',
      'model = nn.Linear(5, 1)\ndef step(x, y):\n    return nn.BCEWithLogitsLoss()(model(x), y)',
      'def step(model, x, y):\n    return nn.BCELoss()(model(x), y)',
      'model = nn.Linear(5, 1)\ndef step(x, y):\n    p = model(x)\n    torch.sigmoid_(p)\n    return nn.BCELoss()(p, y)',
      'model = nn.Linear(5, 1)\ndef step(x, y):\n    p = model(x)\n    torch.sigmoid(p, out=p)\n    return nn.BCELoss()(p, y)',
      'model = nn.Linear(5, 1)\ndef step(x, y):\n    p = model(x)\n    p.data = p.sigmoid()\n    return nn.BCELoss()(p, y)',
      'model = nn.Linear(5, 1)\ndef step(x, y):\n    return nn.BCELoss()(model(x).clamp(0, 1), y)',
      'layers = [nn.Linear(5, 1)]\nlayers.append(nn.Sigmoid())\nmodel = nn.Sequential(*layers)\ndef step(x, y):\n    return nn.BCELoss()(model(x), y)',
      'model = nn.Sequential(nn.Linear(5, 1))\nmodel.append(nn.Sigmoid())\ndef step(x, y):\n    return nn.BCELoss()(model(x), y)',
    ],
  },
  *check(site, context) {
    const found = originsOfKind(site, 'input', ['any'], context);
    if (!found) return;
    const { argument, origins } = found;
    const renamed = otherLoss(
      site,
      { module: 'BCEWithLogitsLoss', functional: 'binary_cross_entropy_with_logits' },
      context,
    );
    yield findingAt(
      argument,
      t`BCELoss takes probabilities: raw scores outside of 0 to 1 raise a RuntimeError`,
      {
        related: madeAt(argument, origins, t`The raw scores come from here`),
        fixes: [
          ...(renamed ? [{ title: t`Use BCEWithLogitsLoss`, edits: renamed }] : []),
          passingThrough(t`Take the sigmoid`, argument.value, 'torch.sigmoid', context),
        ],
      },
    );
  },
});
