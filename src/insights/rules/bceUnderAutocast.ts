import { t } from '../../l10n/localize';
import { autocastAround } from '../autocast';
import { defineRule } from '../defineRule';
import { findingAt, rangeOf } from '../ruleContext';
import { isCalledOnce, originsOfKind, otherLoss, unwrappingEdits } from '../tensorFixes';

/** Sigmoid and BCELoss where CUDA refuses the loss. */
export const bceUnderAutocast = defineRule({
  id: 'bce-under-autocast',
  title: 'BCELoss under autocast on CUDA',
  pitfall: 'sigmoid-then-bce',
  severity: 'warning',
  at: ['evaluation'],
  losses: ['BCELoss'],
  effect: { loss: 'BCELoss', inputs: { input: '[0.8, 0.4]', target: '[1.0, 0.0]' } },
  examples: {
    bad: [
      "def step(x, y):\n    with torch.autocast('cuda'):\n        return F.binary_cross_entropy(torch.sigmoid(x), y)",
      "criterion = nn.BCELoss()\ndef step(x, y):\n    with torch.autocast(device_type='cuda', dtype=torch.float16):\n        loss = criterion(x.sigmoid(), y)\n    return loss",
      'def step(model, x, y):\n    with torch.cuda.amp.autocast():\n        out = model(x)\n        return F.binary_cross_entropy(out, y)',
      "criterion = nn.BCELoss()\ndef step(x, z, y):\n    with torch.autocast('cuda'):\n        loss = criterion(x.sigmoid(), y)\n    return loss + criterion(z.sigmoid(), y)",
      'from torch.cuda.amp import autocast\ndef step(model, x, y):\n    with autocast(), torch.enable_grad():\n        return nn.BCELoss()(model(x), y)',
    ],
    good: [
      "def step(x, y):\n    with torch.autocast('cuda'):\n        return F.binary_cross_entropy_with_logits(x, y)",
      'def step(x, y):\n    return F.binary_cross_entropy(torch.sigmoid(x), y)',
      "def step(x, y):\n    with torch.autocast('cpu'):\n        return F.binary_cross_entropy(torch.sigmoid(x), y)",
      "def step(model, x, y):\n    with torch.autocast('cuda'):\n        out = model(x)\n    return F.binary_cross_entropy(out.float(), y)",
      "def step(x, y):\n    with torch.autocast('cuda', enabled=False):\n        return F.binary_cross_entropy(torch.sigmoid(x), y)",
      'def step(x, y, autocast):\n    with autocast():\n        return F.binary_cross_entropy(x, y)',
      'def step(x, y, device):\n    with torch.autocast(device):\n        return F.binary_cross_entropy(x, y)',
    ],
  },
  *check(site, context) {
    const cast = autocastAround(site.call, context);
    if (!cast?.isForCuda) return;
    const found = originsOfKind(site, 'input', ['sigmoid'], context);
    const other = { module: 'BCEWithLogitsLoss', functional: 'binary_cross_entropy_with_logits' };
    const renamed = isCalledOnce(site, context) ? otherLoss(site, other, context) : undefined;
    const bare = found && unwrappingEdits(found.argument, found.origins, context);
    yield findingAt(
      site.call.callee,
      t`BCELoss raises a RuntimeError under autocast on CUDA: BCEWithLogitsLoss takes the raw scores`,
      {
        related: [{ ...rangeOf(cast.call), message: t`autocast begins here` }],
        fixes:
          renamed && bare
            ? [{ title: t`Use BCEWithLogitsLoss without the sigmoid`, edits: [...renamed, ...bare] }]
            : [],
      },
    );
  },
});
