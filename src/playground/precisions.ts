import { unravel } from '../engine/derivation/place';
import type { LossCall, LossResult } from '../engine/evaluate';
import type { ParameterValue } from '../engine/lossDefinition';
import { isTensorValue } from '../engine/nativeTypes';
import { isFloat } from '../engine/tensor/dtype';
import { cast } from '../engine/tensor/rounding';
import type { FloatDType, Tensor } from '../engine/tensor/tensor';
import { t } from '../l10n/localize';
import type {
  PrecisionFinding,
  PrecisionRow,
  PrecisionsAnswer,
  PrecisionsQuestion,
} from '../protocol/precisions';
import { shortNumber } from '../text/shortNumber';
import { evaluateAsFarAsPossible } from './attempt';
import { total } from './callTensors';
import type { QuestionContext } from './questionContext';

const floats = ['float64', 'float32', 'bfloat16', 'float16'] as const;

/** The same tensors in each floating-point dtype: what the loss and its gradients are there, and what got lost. */
export function answerPrecisions(_: PrecisionsQuestion, context: QuestionContext): PrecisionsAnswer {
  const { call, loss } = context;
  const own = floatOf(call);
  let exact: LossResult | undefined;
  const rows = floats.map((dtype) => {
    context.step(t`Computing ${call.loss} in ${dtype}`);
    const other = inDType(call, dtype);
    const { result, error } = evaluateAsFarAsPossible(other, loss);
    if (dtype === 'float64') exact = result;
    const row = { dtype, isOwn: dtype === own };
    if (!result) return { ...row, ...noNumbers, error: context.explain(error) };
    return {
      ...row,
      ...numbersOf(result, exact, [call, other]),
      ...(error && { error: context.explain(error) }),
    };
  });
  return { kind: 'precisions', rows, isSum: exact !== undefined && exact.loss.shape.length > 0 };
}

/** Enough to see float64 and float32 differ. */
const lossDigits = 8;

const noNumbers = { loss: '', lossError: '', gradientError: '', gradientNorm: '', findings: [] };

/** The dtype of the first floating-point tensor: that of the loss, as a rule. */
function floatOf({ inputs }: LossCall): string | undefined {
  const tensors = Object.values(inputs).filter(isTensor);
  return tensors.find(({ dtype }) => isFloat(dtype))?.dtype;
}

/** The call with all its floating-point tensors in another dtype. */
function inDType(call: LossCall, dtype: FloatDType): LossCall {
  const change = <T extends ParameterValue>(value: T): T | Tensor =>
    isTensorValue(value) && isFloat(value.dtype) ? cast(value, dtype) : value;
  const each = <T extends ParameterValue>(values: Readonly<Record<string, T>>): Record<string, T | Tensor> =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value)]));
  return { ...call, inputs: each(call.inputs), parameters: each(call.parameters ?? {}), elements: true };
}

function numbersOf(
  result: LossResult,
  exact: LossResult | undefined,
  [given, converted]: readonly [LossCall, LossCall],
): Omit<PrecisionRow, 'dtype' | 'isOwn' | 'error'> {
  const loss = total(result.loss);
  const norm = normOf(result);
  const names = Object.keys(given.inputs);
  const findings: PrecisionFinding[] = [];
  const note = (of: PrecisionFinding['of'], before: unknown, after: unknown, name?: string): void => {
    if (!isTensor(before) || !isTensor(after)) return;
    findings.push(...compare(before, after).map((found) => ({ ...found, of, ...(name && { name }) })));
  };
  for (const name of names) note('input', given.inputs[name], converted.inputs[name], name);
  if (exact) {
    note('elements', exact.elements, result.elements);
    if (result.loss.shape.length === 0) note('loss', exact.loss, result.loss);
    for (const name of names) note('gradient', exact.gradients[name], result.gradients[name], name);
  }
  return {
    loss: shortNumber(loss, lossDigits),
    lossError: exact ? shortError(Math.abs(loss - total(exact.loss))) : '',
    gradientError: exact && norm !== undefined ? shortError(largestDifference(result, exact)) : '',
    gradientNorm: norm === undefined ? '' : shortNumber(norm),
    findings,
  };
}

function isTensor(value: unknown): value is Tensor {
  return typeof value === 'object' && value !== null && 'data' in value;
}

/** What of the numbers of one tensor another dtype could not hold, by kind. */
function compare(before: Tensor, after: Tensor): readonly Omit<PrecisionFinding, 'of' | 'name'>[] {
  const found = new Map<PrecisionFinding['what'], { count: number; first: number }>();
  for (let i = 0; i < after.data.length; i++) {
    const what = lossOf(before.data[i] ?? NaN, after.data[i] ?? NaN);
    if (what === undefined) continue;
    const sofar = found.get(what);
    if (sofar) sofar.count++;
    else found.set(what, { count: 1, first: i });
  }
  return [...found].map(([what, { count, first }]) => ({
    what,
    count,
    total: after.data.length,
    indices: unravel(first, after.shape),
    exact: shortNumber(before.data[first] ?? NaN),
  }));
}

function lossOf(before: number, after: number): PrecisionFinding['what'] | undefined {
  if (!Number.isFinite(before)) return undefined;
  if (Number.isNaN(after)) return 'nan';
  if (!Number.isFinite(after)) return 'overflow';
  return after === 0 && before !== 0 ? 'underflow' : undefined;
}

function normOf({ gradients }: LossResult): number | undefined {
  let squares: number | undefined;
  for (const gradient of Object.values(gradients)) {
    if (!gradient) continue;
    squares ??= 0;
    for (const value of gradient.data) squares += value * value;
  }
  return squares === undefined ? undefined : Math.sqrt(squares);
}

function largestDifference(result: LossResult, exact: LossResult): number {
  let largest = 0;
  for (const [name, gradient] of Object.entries(result.gradients)) {
    const other = exact.gradients[name];
    if (!gradient || !other) continue;
    for (let i = 0; i < gradient.data.length; i++) {
      const [own, there] = [gradient.data[i] ?? NaN, other.data[i] ?? NaN];
      // NaN and infinities that float64 has as well are no difference.
      if (Object.is(own, there)) continue;
      const difference = Math.abs(own - there);
      if (!(difference <= largest)) largest = difference;
    }
  }
  return largest;
}

/** An error to two digits: more say nothing. */
function shortError(error: number): string {
  return shortNumber(Number(error.toPrecision(2)));
}
