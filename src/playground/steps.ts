import { derive } from '../engine/derivation/derive';
import type { Derivation, DerivationStep, QuantityStep } from '../engine/derivation/derivation';
import { withNumbers, withSymbols } from '../engine/derivation/expression';
import type { LossCall, LossResult } from '../engine/evaluate';
import { t } from '../l10n/localize';
import type { QuantityView, StepsAnswer, StepsQuestion, StepView } from '../protocol/steps';
import { formatScalar } from '../engine/tensor/formatNumber';
import { shortNumber } from '../text/shortNumber';
import type { QuestionContext } from './questionContext';

/** How many losses are written out where they are added up. */
const mostTerms = 6;

/** How the loss of an element, and from all of them the loss, came about, in words and numbers. */
export function answerSteps({ at }: StepsQuestion, { call, step }: QuestionContext): StepsAnswer {
  step(t`Working out ${call.loss}`);
  return stepsOf(call, at);
}

/**
 * The same outside of the playground.
 * @param known The result of the call with `elements`, if it is known.
 * @throws TorchError where PyTorch raises.
 */
export function stepsOf(call: LossCall, at: number, known?: LossResult): StepsAnswer {
  const derivation = derive(call, at, known);
  const { index, shape, element, dtype, steps } = derivation;
  return {
    kind: 'steps',
    at: index,
    shape,
    ...(element !== undefined && { element: formatScalar(element, dtype) }),
    steps: steps.map(stepView),
    reduction: reductionViews(derivation),
  };
}

/** A number of the working on one line: `ℓ = d² = (−0.5)² = 0.25`. */
export function equationText({ symbol, formula, working, value }: QuantityView): string {
  return [symbol, formula, working, value].filter(Boolean).join(' = ');
}

function stepView(step: DerivationStep): StepView {
  switch (step.kind) {
    case 'quantity':
      return quantityView(step);
    case 'table':
      return {
        ...step,
        rows: step.rows.map(({ values, ...row }) => ({
          ...row,
          cells: values.map((value) => shortNumber(value)),
        })),
      };
    case 'lattice': {
      const { name, states, blank, alpha, path, frames, stateCount } = step;
      return {
        kind: 'lattice',
        name,
        states: states.map((label) => (label === blank ? '∅' : String(label))),
        cells: alpha.map((row) =>
          row.map((value) => (value === -Infinity ? '' : value.toFixed(2).replace('-', '−'))),
        ),
        path,
        frames,
        stateCount,
      };
    }
  }
}

function quantityView({ name, symbol, from, value, note }: QuantityStep): QuantityView {
  const formula = withSymbols(from);
  const working = withNumbers(from, shortNumber);
  const shown = shortNumber(value);
  return {
    kind: 'quantity',
    name,
    symbol,
    formula: formula === shown || formula === symbol ? '' : formula,
    working: working === shown ? '' : working,
    value: shown,
    ...(note !== undefined && { note }),
  };
}

/** The sum of all losses, and what the mean divides it by. */
function reductionViews({ reduction, loss }: Derivation): readonly QuantityView[] {
  const { terms, total, denominator, divisors } = reduction;
  if (total === undefined || loss === undefined) return [];
  const written = Array.from(terms.subarray(0, mostTerms), (term, i) => {
    if (!divisors) return inSum(term, i);
    // The term is the loss over its divisor, rounded.
    return `${inSum(term * (divisors.values[i] ?? 1), i)} / ${shortNumber(divisors.values[i] ?? 1)}`;
  });
  if (terms.length > mostTerms) written.push('…');
  const count = terms.length.toLocaleString('en');
  const isOne = terms.length === 1 && !divisors;
  const sum: QuantityView = {
    kind: 'quantity',
    name: terms.length === 1 ? t`sum of the only loss` : t`sum of the ${count} losses`,
    symbol: 'S',
    formula: divisors ? 'Σ ℓ / n' : 'Σ ℓ',
    working: isOne ? '' : written.join(' + '),
    value: shortNumber(total),
    ...(divisors && { note: t`Each loss is divided by n, ${divisors.name}.` }),
  };
  if (!denominator) return [{ ...sum, name: t`the loss: ${sum.name}` }];
  return [
    sum,
    {
      kind: 'quantity',
      name: t`the loss: their mean`,
      symbol: 'L',
      formula: 'S / N',
      working: `${shortNumber(total)} / ${shortNumber(denominator.value)}`,
      value: shortNumber(loss),
      note: t`N is ${denominator.name}.`,
    },
  ];
}

function inSum(value: number, place: number): string {
  const text = shortNumber(value);
  return place > 0 && text.startsWith('−') ? `(${text})` : text;
}
