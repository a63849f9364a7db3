import { roundTo } from '../../engine/tensor/rounding';
import { t } from '../../l10n/localize';
import { autocastAround } from '../autocast';
import { defineRule } from '../defineRule';
import { findingAt } from '../ruleContext';
import { callingMethod, madeAt, originsOf } from '../tensorFixes';
import type { TensorOrigin } from '../tensors/tensorOrigin';

/** A loss computed in 16 bits. */
export const lowPrecisionLoss = defineRule({
  id: 'low-precision-loss',
  title: 'Loss computed in float16 or bfloat16',
  pitfall: 'low-precision-loss',
  severity: 'information',
  at: ['evaluation'],
  effect: {
    loss: 'MSELoss',
    inputs: {
      input: 'tensor([300.0, 1.0], dtype=torch.float16)',
      target: 'tensor([0.0, 0.0], dtype=torch.float16)',
    },
  },
  examples: {
    bad: [
      'def step(x, y):\n    return F.cross_entropy(x.half(), y)',
      'def step(x, y):\n    logits = x.to(torch.bfloat16)\n    return nn.CrossEntropyLoss()(logits, y)',
      'def step(x, y):\n    return F.mse_loss(x.half(), y.half())',
      'def step(x, y):\n    return F.nll_loss(F.log_softmax(x.bfloat16(), dim=1), y)',
    ],
    good: [
      'def step(x, y):\n    return F.cross_entropy(x.float(), y)',
      'def step(x, y):\n    return F.cross_entropy(x.half().float(), y)',
      'def step(x, y):\n    return F.cross_entropy(x, y)',
      'def step(x, y):\n    return F.mse_loss(x.half(), y)',
      "def step(x, y):\n    with torch.autocast('cuda'):\n        return F.cross_entropy(x.half(), y)",
      'def step(model, x, y):\n    return F.cross_entropy(model(x.half()), y)',
      'def step(x, y, kind):\n    return F.cross_entropy(x.to(kind), y)',
      'def step(x, y):\n    return F.cross_entropy(x.half(), F.softmax(y, dim=1).float())',
    ],
  },
  *check(site, context) {
    if (autocastAround(site.call, context)) return;
    // Class numbers leave the precision to the input; any other target of more precision makes the loss so.
    const hasIndices = site.loss.name === 'CrossEntropyLoss' && !originsOf(site, 'target', context, isFloat);
    const deciding = site.loss.inputs.filter(
      ({ name, differentiable }, index) =>
        index === 0 || (differentiable && !(hasIndices && name === 'target')),
    );
    const halves = deciding.map(({ name, functionalName }) =>
      originsOf(site, (site.via === 'functional' ? functionalName : undefined) ?? name, context, isHalf),
    );
    const all = halves.filter((one) => one !== undefined);
    const [found] = all;
    const dtype = found?.first.dtype;
    if (all.length < deciding.length || !found || (dtype !== 'float16' && dtype !== 'bfloat16')) return;
    const { argument, origins } = found;
    yield findingAt(
      argument,
      t`${site.loss.name} is computed in ${dtype}: a loss between 1 and 2 can only be a multiple of ${stepOf(dtype)}`,
      {
        related: madeAt(
          argument,
          origins.map((one) => ({ ...one, maker: one.converter })),
          t`It is converted here`,
        ),
        fixes: [
          {
            title: t`Write .float()`,
            edits: all.map(({ argument: { value } }) => callingMethod(value, 'float()', context)),
          },
        ],
      },
    );
  },
});

function isFloat({ dtype }: TensorOrigin): boolean {
  return dtype?.includes('float') === true;
}

function isHalf({ dtype }: TensorOrigin): boolean {
  return dtype === 'float16' || dtype === 'bfloat16';
}

/** How far the numbers of a dtype are apart between 1 and 2. */
function stepOf(dtype: 'float16' | 'bfloat16'): number {
  let step = 1;
  while (roundTo(dtype, 1 + step / 2) > 1) step /= 2;
  return step;
}
