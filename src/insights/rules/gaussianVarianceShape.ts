import { t } from '../../l10n/localize';
import { defineRule } from '../defineRule';
import { refusalInWords } from '../parameterFacts';
import { findingAt, type RuleContext } from '../ruleContext';
import type { EvaluationSite } from '../sites';
import { callingMethod } from '../tensorFixes';
import { filled } from '../trial';

/** More numbers than this are not tried. */
const mostNumbers = 1_000_000;

/** A variance whose shape does not fit that of the input. */
export const gaussianVarianceShape = defineRule({
  id: 'gaussian-variance-shape',
  title: 'Variance of GaussianNLLLoss of another shape',
  pitfall: 'gaussian-variance-shape',
  severity: 'error',
  at: ['evaluation'],
  losses: ['GaussianNLLLoss'],
  effect: {
    loss: 'GaussianNLLLoss',
    inputs: { input: '[[1.0, 2.0], [0.0, 1.0]]', target: '[[1.0, 2.0], [0.0, 1.0]]', var: '[1.0, 2.0, 3.0]' },
  },
  examples: {
    bad: [
      'mean = torch.zeros(4, 3)\nvar = torch.ones(3)\ndef step(y):\n    return F.gaussian_nll_loss(mean, y, var)',
      'mean = torch.zeros(4, 3)\nvar = torch.ones(3, 1)\ndef step(y):\n    return nn.GaussianNLLLoss()(mean, y, var)',
      'mean = torch.zeros(4)\ndef step(y):\n    return F.gaussian_nll_loss(mean, y, torch.ones(4, 1))',
      'def step(y):\n    return F.gaussian_nll_loss(torch.randn(8, 2), y, torch.rand(2, 8))',
    ],
    good: [
      'mean = torch.zeros(4, 3)\nvar = torch.ones(4)\ndef step(y):\n    return F.gaussian_nll_loss(mean, y, var)',
      'mean = torch.zeros(4, 3)\nvar = torch.ones(4, 1)\ndef step(y):\n    return nn.GaussianNLLLoss()(mean, y, var)',
      'mean = torch.zeros(4, 3)\nvar = torch.ones(4, 3)\ndef step(y):\n    return nn.GaussianNLLLoss()(mean, y, var)',
      'mean = torch.zeros(4, 3)\ndef step(y, var):\n    return F.gaussian_nll_loss(mean, y, var)',
      'def step(mean, y):\n    return F.gaussian_nll_loss(mean, y, torch.ones(3))',
      'mean = torch.zeros(4, 3)\ndef step(y, n):\n    return F.gaussian_nll_loss(mean, y, torch.ones(n))',
      'mean = torch.zeros(4, 3)\ndef step(y):\n    return F.gaussian_nll_loss(mean, y, 1.0)',
    ],
  },
  *check(site, context) {
    const [shape, variance] = ['input', 'var'].map((name) => shapeOf(site, name, context));
    const argument = site.inputs.byName.get('var');
    if (!shape || !variance || !argument) return;
    const refused = (sizes: readonly number[]): string | undefined =>
      refusalInWords(
        site,
        {},
        { input: filled(shape), target: filled(shape), var: filled(sizes, 'float32', 1) },
      );
    const words = refused(variance);
    if (words === undefined) return;
    const last = variance.at(-1) === 1 ? variance.slice(0, -1) : undefined;
    const fixes =
      last && refused(last) === undefined
        ? [{ title: t`Write .squeeze(-1)`, edits: [callingMethod(argument.value, 'squeeze(-1)', context)] }]
        : [];
    const [a, b] = [variance, shape].map((sizes) => `(${sizes.join(', ')}${sizes.length === 1 ? ',' : ''})`);
    yield findingAt(
      argument,
      t`A variance of shape ${a ?? ''} does not fit an input of ${b ?? ''}: ${words}`,
      {
        fixes,
      },
    );
  },
});

/** The shape of an input, where every size of it is known. */
function shapeOf(site: EvaluationSite, name: string, context: RuleContext): readonly number[] | undefined {
  const argument = site.inputs.byName.get(name);
  const [only, another] = argument ? context.origins(argument.value) : [];
  if (!only || another || only.rank !== only.sizes.length) return undefined;
  const sizes = only.sizes.filter((size) => size !== undefined);
  const count = sizes.reduce((product, size) => product * size, 1);
  return sizes.length === only.rank && count <= mostNumbers ? sizes : undefined;
}
