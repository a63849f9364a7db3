import { defineRule } from '../defineRule';
import { logarithmOf } from '../logSoftmaxFix';
import { parameterValue } from '../parameterFacts';
import { findingAt } from '../ruleContext';
import { madeAt, originsOfKind } from '../tensorFixes';

const names = { softmax: 'probabilities', sigmoid: 'probabilities', any: 'raw scores' } as const;

/** Probabilities or raw scores given to KLDivLoss as its input. */
export const klInputNotLog = defineRule({
  id: 'kl-input-not-log',
  title: 'Input of KLDivLoss is no log-probabilities',
  pitfall: 'kl-input-not-log',
  severity: 'error',
  effect: {
    loss: 'KLDivLoss',
    parameters: { reduction: 'batchmean' },
    inputs: { input: '[[0.5, 0.2, 0.3]]', target: '[[0.6, 0.1, 0.3]]' },
  },
  examples: {
    bad: [
      "def step(x, y):\n    return F.kl_div(F.softmax(x, dim=1), F.softmax(y, dim=1), reduction='batchmean')",
      "model = nn.Linear(5, 3)\ncriterion = nn.KLDivLoss(reduction='batchmean')\ndef step(x, y):\n    return criterion(model(x), y)",
      "def step(p, q):\n    return F.kl_div(F.softmax(p, dim=1), F.log_softmax(q, dim=1), reduction='batchmean')",
      "softmax = nn.Softmax(dim=-1)\ndef step(x, y):\n    p = softmax(x)\n    return nn.KLDivLoss(reduction='sum')(p, y)",
    ],
    good: [
      "def step(x, y):\n    return F.kl_div(F.log_softmax(x, dim=1), F.softmax(y, dim=1), reduction='batchmean')",
      "def step(x, y):\n    return F.kl_div(F.softmax(x, dim=1).log(), y, reduction='batchmean')",
      "def step(p, q):\n    return F.kl_div(p, q, reduction='batchmean')",
      "def step(x, y):\n    return F.kl_div(torch.log(F.softmax(x, dim=1) + 1e-8), y, reduction='sum')",
      "model = nn.Linear(5, 3)\ndef step(x, y):\n    return F.kl_div(F.log_softmax(model(x) / 2.0, dim=1), y, reduction='batchmean')",
      'def step(x, y):\n    return F.mse_loss(F.softmax(x, dim=1), F.softmax(y, dim=1))',
    ],
  },
  *check(site, context) {
    if (site.kind !== 'evaluation' || site.loss.name !== 'KLDivLoss') return;
    const found = originsOfKind(site, 'input', ['softmax', 'sigmoid', 'any'], context);
    if (!found) return;
    const { argument, origins, first } = found;
    if (origins.some(({ values }) => values !== first.values)) return;
    const what = names[first.values === 'any' ? 'any' : 'softmax'];
    const target = originsOfKind(site, 'target', ['logSoftmax'], context);
    const logTarget = parameterValue(site, 'log_target', context);
    if (target && logTarget?.kind === 'bool' && !logTarget.value && first.values === 'softmax') {
      const [a, b] = [argument.value, target.argument.value];
      const isPlain = argument.kind === 'positional' && target.argument.kind === 'positional';
      const edits = [
        { start: a.span.start, end: a.span.end, text: context.text(b) },
        { start: b.span.start, end: b.span.end, text: context.text(a) },
      ];
      yield findingAt(argument, 'input and target of KLDivLoss are swapped: log-probabilities come first', {
        related: madeAt(argument, origins, 'The probabilities come from here'),
        fixes: isPlain ? [{ title: 'Swap input and target', edits }] : [],
      });
      return;
    }
    const logarithm =
      origins.length === 1 && first.values === 'softmax' ? logarithmOf(first, context) : undefined;
    const function_ = context.spelled('torch.nn.functional.log_softmax', argument.value);
    const { start, end } = argument.value.span;
    const wrapped = { start, end, text: `${function_.text}(${context.text(argument.value)}, dim=-1)` };
    const fixes = logarithm
      ? [{ title: 'Use log_softmax', edits: logarithm }]
      : first.values === 'any'
        ? [{ title: 'Take the log_softmax', edits: [...function_.edits, wrapped] }]
        : [];
    yield findingAt(
      argument,
      `KLDivLoss takes log-probabilities, not ${what}: the loss means nothing and can be negative`,
      {
        related: madeAt(argument, origins, `The ${what} come from here`),
        fixes,
      },
    );
  },
});
