import { evaluate } from '../../engine/evaluate';
import type { Tensor } from '../../engine/tensor/tensor';
import { t } from '../../l10n/localize';
import { defineRule } from '../defineRule';
import { parameterValue } from '../parameterFacts';
import { findingAt, replacing, type RuleContext } from '../ruleContext';
import type { EvaluationSite } from '../sites';
import { madeAt, originsOf } from '../tensorFixes';

/** Labels of 0 and 1 given to a loss of labels 1 and -1. */
export const signedTarget = defineRule({
  id: 'signed-target',
  title: 'Labels of 0 and 1 where 1 and -1 are meant',
  pitfall: 'signed-target',
  severity: 'warning',
  at: ['evaluation'],
  losses: ['CosineEmbeddingLoss', 'HingeEmbeddingLoss', 'MarginRankingLoss', 'SoftMarginLoss'],
  effect: { loss: 'SoftMarginLoss', inputs: { input: '[2.0, -3.0]', target: '[1.0, 0.0]' } },
  examples: {
    bad: [
      'def step(a, b, y):\n    return F.cosine_embedding_loss(a, b, (y == 1).float())',
      'criterion = nn.HingeEmbeddingLoss(margin=0.5)\ny = torch.tensor([1, 0, 1])\ndef step(x):\n    return criterion(x, y)',
      'def step(x):\n    y = torch.randint(0, 2, (64,)).float()\n    return nn.SoftMarginLoss()(x, y)',
      'def step(a, b, y):\n    return F.margin_ranking_loss(a, b, y.bool().float(), margin=0.1)',
      'def step(a, b, n):\n    return nn.CosineEmbeddingLoss()(a, b, torch.zeros(8))',
    ],
    good: [
      'def step(a, b, y):\n    return F.cosine_embedding_loss(a, b, 2 * (y == 1).float() - 1)',
      'def step(a, b, y):\n    return F.cosine_embedding_loss(a, b, y)',
      'y = torch.tensor([1, -1, 1])\ndef step(x):\n    return nn.HingeEmbeddingLoss()(x, y)',
      'def step(a, b):\n    return nn.CosineEmbeddingLoss()(a, b, torch.ones(8))',
      'def step(x):\n    y = torch.randint(0, 2, (64,)) * 2 - 1\n    return nn.SoftMarginLoss()(x, y)',
      'def step(x, y):\n    return F.binary_cross_entropy_with_logits(x, (y == 1).float())',
      'def step(a, b, y):\n    return F.cosine_embedding_loss(a, b, torch.where(y == 1, 1.0, -1.0))',
      'def step(a, b, fill):\n    y = torch.zeros(8)\n    fill(y)\n    return nn.CosineEmbeddingLoss()(a, b, y)',
      'def step(x, y):\n    y = (y == 1).float()\n    y[y == 0] = -1\n    return nn.SoftMarginLoss()(x, y)',
    ],
  },
  *check(site, context) {
    const found = originsOf(
      site,
      'target',
      context,
      ({ range, dtype }) => dtype !== 'bool' && range?.low === 0 && range.high <= 2,
    );
    if (!found) return;
    const { argument, origins } = found;
    const { value } = argument;
    const text = context.text(value);
    const isPrimary = ['name', 'attribute', 'call', 'subscript'].includes(value.kind);
    yield findingAt(
      argument,
      t`${site.loss.name} takes labels of 1 and -1: a label of 0 ${costOfZero(site, context)}`,
      {
        related: madeAt(
          argument,
          origins.map((one) => ({ ...one, maker: one.converter ?? one.maker })),
          t`The labels come from here`,
        ),
        fixes: [replacing(t`Write 2 * target - 1`, value, `2 * ${isPrimary ? text : `(${text})`} - 1`)],
      },
    );
  },
});

/** What a label of 0 does to the loss. */
function costOfZero(site: EvaluationSite, context: RuleContext): string {
  const margin = site.loss.parameters.some(({ name }) => name === 'margin')
    ? parameterValue(site, 'margin', context)
    : undefined;
  if (margin && margin.kind !== 'int' && margin.kind !== 'float')
    return t`gives a wrong loss without an error`;
  const inputs: Record<string, Tensor> = {};
  for (const { name } of site.loss.inputs) {
    const shape = site.loss.name === 'CosineEmbeddingLoss' && name !== 'target' ? [1, 2] : [1];
    inputs[name] = { dtype: 'float32', shape, data: new Float32Array(shape.at(-1) ?? 1) };
  }
  const parameters = margin ? { margin: margin.value } : {};
  const { loss } = evaluate({ loss: site.loss.name, parameters, inputs });
  const cost = String(Number(loss.data[0]?.toFixed(4)));
  return site.loss.name === 'HingeEmbeddingLoss'
    ? t`costs at least ${cost}, without an error`
    : t`costs ${cost} whatever the input, without an error`;
}
