import { workings } from '#losses';
import { bind } from '../bind';
import { evaluate, lossByName } from '../evaluate';
import type { AnyArguments, LossDefinition } from '../defineLoss';
import { legacyReduction } from '../legacyReduction';
import type { LossCall, LossResult } from '../lossCall';
import { isTensorValue } from '../nativeTypes';
import { orderedSum } from '../numeric/orderedSum';
import { isFloat, isHalf } from '../tensor/dtype';
import { roundTo } from '../tensor/rounding';
import { storage, type DType, type Tensor } from '../tensor/tensor';
import { t } from '../words';
import type { Derivation, DerivationStep, ReductionSteps } from './derivation';
import { namedIn } from './expression';
import { Place } from './place';
import { Work } from './work';

/**
 * How the loss of a call came about: the working of one element of the unreduced loss, and its reduction.
 * @param at The element, by its place in the data of the unreduced loss; the last one where there are not as many.
 * @param known The result of the call with `elements`, if it is known.
 * @throws TorchError where PyTorch raises.
 */
export function derive(call: LossCall, at = 0, known?: LossResult): Derivation {
  const definition = lossByName(call.loss);
  if (definition === undefined) throw new Error(`No loss is called ${call.loss}.`);
  const result = known?.elements ? known : evaluate({ ...call, gradients: [], elements: true });
  const elements = result.elements ?? result.loss;
  const { dtype, shape, data } = elements;
  const index = Math.max(0, Math.min(at, data.length - 1));
  const bound = bind(definition, call, () => undefined);
  const work = new Work(new Place(index, shape), dtype);
  const element = data[index];
  // Without an element there are still the names of what the mean divides by.
  if (data.length > 0) workings[call.loss]?.(bound, work);
  const reduction = reductionOf(bound);
  return {
    index,
    indices: work.place.indices,
    shape,
    dtype,
    steps: element === undefined ? [] : agreed(work.steps, element, narrowest(definition, bound, dtype)),
    element,
    remedies: work.remedies,
    reduction: reductionSteps(reduction, elements, work, result),
    loss: reduction === 'none' ? undefined : result.loss.data[0],
  };
}

/** The reduction in force. A loss that takes none is always a mean. */
function reductionOf(bound: AnyArguments<Tensor>): string {
  const { reduction = 'mean', size_average = null, reduce = null } = bound;
  const inForce = legacyReduction({ size_average, reduce, reduction }, () => undefined);
  // A deprecated name of the mean, which the functionals still take.
  if (inForce === 'elementwise_mean') return 'mean';
  return typeof inForce === 'string' ? inForce : 'mean';
}

function reductionSteps(
  reduction: string,
  { dtype, data }: Tensor,
  { denominator, divisors }: Work,
  result: LossResult,
): ReductionSteps {
  const isMean = reduction === 'mean';
  const terms = storage(dtype, data.length);
  const divided = isMean ? divisors : undefined;
  data.forEach((loss, i) => {
    terms[i] = roundTo(dtype, loss / (divided?.values[i] ?? 1));
  });
  if (reduction === 'none') return { reduction, terms, total: undefined, denominator: undefined };
  const isDivided = isMean || denominator?.alsoOfSum === true;
  return {
    reduction,
    terms,
    ...(divided && { divisors: divided }),
    // A mean of 16-bit floats is rounded after its division only.
    total: roundTo(
      isMean && isHalf(dtype) ? 'float32' : dtype,
      orderedSum(terms as Float32Array | Float64Array),
    ),
    denominator: isDivided
      ? {
          value: denominator?.value ?? result.denominator ?? data.length,
          name: denominator?.name ?? t`the number of losses`,
        }
      : undefined,
  };
}

/**
 * The dtype of the fewest digits in a call: operations on mixed dtypes round to it on the way. Functions of integers are
 * computed in float32.
 */
function narrowest({ inputs }: LossDefinition, bound: AnyArguments<Tensor>, own: DType): DType {
  const given = Object.entries(bound).flatMap(([name, value]): DType[] => {
    if (!isTensorValue(value)) return [];
    if (isFloat(value.dtype)) return [value.dtype];
    return inputs.some((input) => input.name === name && isFloat(input.dtype)) ? ['float32'] : [];
  });
  return coarsestFirst.find((dtype) => given.includes(dtype)) ?? own;
}

const coarsestFirst = ['bfloat16', 'float16', 'float32', 'float64'] as const;

/** By how much the working may differ from PyTorch's number, which some kernels round at fewer steps. */
const tolerance: Readonly<Partial<Record<DType, number>>> = {
  float64: 1e-9,
  float32: 1e-4,
  float16: 2e-2,
  bfloat16: 1e-1,
};

/** The steps, the last of which gives PyTorch's very number. None rather than some that lead elsewhere. */
function agreed(steps: readonly DerivationStep[], element: number, dtype: DType): readonly DerivationStep[] {
  const last = steps.at(-1);
  if (last?.kind !== 'quantity') return [];
  const scale = Math.max(...[element, ...namedIn(last.from).map(({ value }) => value)].map(magnitude));
  const isSame = Object.is(last.value, element) || last.value === element;
  const isClose = Math.abs(last.value - element) <= (tolerance[dtype] ?? 0) * scale;
  return isSame || isClose ? [...steps.slice(0, -1), { ...last, value: element }] : [];
}

function magnitude(value: number): number {
  return Number.isFinite(value) ? Math.abs(value) : 0;
}
