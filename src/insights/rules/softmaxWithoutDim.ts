import { t } from '../../l10n/localize';
import { defineRule } from '../defineRule';
import { findingAt } from '../ruleContext';

/** Layers and functions that guess their dimension. */
const guessing = /^torch\.nn\.(?:(Softmax|LogSoftmax|Softmin)|functional\.(softmax|log_softmax|softmin))$/;

/** A softmax that has to guess its dimension. */
export const softmaxWithoutDim = defineRule({
  id: 'softmax-without-dim',
  title: 'Softmax without dim',
  pitfall: 'softmax-implicit-dim',
  severity: 'warning',
  at: ['other'],
  calls: /[sS]oft(?:max|min)$/,
  effect: { loss: 'NLLLoss', inputs: { input: '[[-0.2, -1.7], [-2.3, -0.1]]', target: '[0, 1]' } },
  examples: {
    bad: [
      'nn.Softmax()',
      'nn.Sequential(nn.Linear(4, 2), nn.LogSoftmax())',
      'def step(x):\n    return F.softmax(x)',
      'def step(x):\n    return F.log_softmax(x, dtype=torch.float64)',
      'nn.Softmax(dim=None)',
    ],
    good: [
      'nn.Softmax(dim=1)',
      'nn.Softmax(-1)',
      'def step(x):\n    return F.softmax(x, 1)',
      'def step(x):\n    return F.log_softmax(x, dim=-1)',
      'nn.Softmax2d()',
      'def step(x, options):\n    return F.softmax(x, **options)',
      'def step(x):\n    return x.softmax(1)',
      'def softmax(x):\n    return x\nsoftmax(1)',
    ],
  },
  *check({ call }, context) {
    const match = guessing.exec(context.path(call.callee) ?? '');
    if (!match) return;
    const [, layer, functional] = match;
    const place = layer === undefined ? 1 : 0;
    const given = call.arguments;
    if (given.some((one) => one.kind === 'star' || one.kind === 'doubleStar')) return;
    const named = given.find((one) => one.name === 'dim');
    if (named ? context.value(named.value).kind !== 'none' : given[place]?.kind === 'positional') return;
    if (layer === undefined && given.length === 0) return;
    const name = layer ?? functional ?? '';
    const last = given.at(-1);
    const at = last?.span.end ?? call.span.end - 1;
    // What 1-D and 2-D inputs get now is their last dimension; images have their classes in dim 1.
    const fixes = ['dim=-1', 'dim=1'].map((text) => ({
      title: t`Write ${text}`,
      edits: [
        named
          ? { start: named.span.start, end: named.span.end, text }
          : { start: at, end: at, text: last ? `, ${text}` : text },
      ],
    }));
    const message = t`${name} without dim guesses it, with a warning: 0 for inputs of 0, 1 or 3 dimensions, else 1`;
    yield findingAt(call.callee, message, { fixes });
  },
});
