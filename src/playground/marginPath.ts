import type { LossDefinition } from '../engine/defineLoss';
import { lossByName, type LossCall } from '../engine/evaluate';
import { isFloat } from '../engine/tensor/dtype';
import { sameShape } from '../engine/tensor/shape';
import type { Tensor } from '../engine/tensor/tensor';
import { numberAt, type MovedNumber } from '../protocol/movedNumber';
import { tensorOf } from './callTensors';
import { elementPath, type CurvePath } from './curvePath';

/**
 * The way along the margin of one element of the unreduced loss: what the loss judges its prediction by. Undefined for
 * a loss without, and where the tensors have none (a target that is ignored, vectors without a direction).
 */
export function marginPath(call: LossCall, at: number): CurvePath | undefined {
  const loss = lossByName(call.loss);
  if (!loss?.margin) return undefined;
  const tensors = loss.inputs.map(({ name }) => tensorOf(call, name));
  const names = loss.inputs.map(({ name }) => name);
  const anchors = [0, ...wantedMargin(loss, call)];
  const [first, second, third] = tensors;
  switch (loss.margin) {
    case 'score':
      return first && second && scorePath([names[0] ?? '', first], second, at, anchors);
    case 'sign':
      return first && second && signPath([names[0] ?? '', first], second, at, anchors);
    case 'difference': {
      if (!first || !second || !third || !sameShape(first.shape, second.shape)) return undefined;
      const sign = third.data[at] ?? 0;
      if (Math.abs(sign) !== 1) return undefined;
      return elementPath(names[0] ?? '', first, at, { origin: second.data[at] ?? NaN, sign, anchors });
    }
    case 'distance':
      if (!first || !second || !third) return undefined;
      if ((call.parameters?.['distance_function'] ?? null) !== null) return undefined;
      return distancePath(
        [first, second],
        [names[2] ?? '', third],
        at,
        anchors,
        Number(call.parameters?.['p'] ?? 2),
      );
    case 'similarity':
      return first && second && similarityPath(first, [names[1] ?? '', second], at, anchors);
  }
}

type Named = readonly [name: string, tensor: Tensor];

/** The score of the target's class above the highest other one; the target's score moves. */
function scorePath(
  [name, input]: Named,
  target: Tensor,
  at: number,
  anchors: readonly number[],
): CurvePath | undefined {
  const { shape, data } = input;
  const classDimension = shape.length === 1 ? 0 : 1;
  const classes = shape[classDimension] ?? 0;
  const right = target.data[at] ?? -1;
  if (isFloat(target.dtype) || !(right >= 0 && right < classes) || classes < 2) return undefined;
  // Elements of one class and sample, which stand side by side.
  const stride = shape.slice(classDimension + 1).reduce((product, size) => product * size, 1);
  const start = Math.floor(at / stride) * classes * stride + (at % stride);
  let highest = -Infinity;
  for (let each = 0; each < classes; each++)
    if (each !== right) highest = Math.max(highest, data[start + each * stride] ?? NaN);
  if (!Number.isFinite(highest)) return undefined;
  return elementPath(name, input, start + right * stride, { origin: highest, anchors });
}

/** The input times its target of 1 or -1. */
function signPath(
  [name, input]: Named,
  target: Tensor,
  at: number,
  anchors: readonly number[],
): CurvePath | undefined {
  const sign = target.data[at] ?? 0;
  if (Math.abs(sign) !== 1 || !sameShape(input.shape, target.shape)) return undefined;
  return elementPath(name, input, at, { sign, anchors });
}

/** How much farther the negative is from the anchor than the positive; it moves straight away from the anchor. */
function distancePath(
  [anchor, positive]: readonly [Tensor, Tensor],
  [input, negative]: Named,
  at: number,
  anchors: readonly number[],
  p: number,
): CurvePath | undefined {
  if (!sameShape(anchor.shape, negative.shape) || !sameShape(anchor.shape, positive.shape)) return undefined;
  const [a, b, c] = [rowOf(anchor, at), rowOf(positive, at), rowOf(negative, at)];
  const away = c.map((value, each) => value - (a[each] ?? NaN));
  const distance = norm(away, p);
  const wanted = norm(
    b.map((value, each) => value - (a[each] ?? NaN)),
    p,
  );
  if (!(distance > 0) || !Number.isFinite(wanted)) return undefined;
  const numbers = away.map((value, each) => {
    const slope = value / distance;
    return { origin: (a[each] ?? NaN) + slope * wanted, slope, turn: 0 };
  });
  return rowPath([input, negative], at, numbers, {
    actual: distance - wanted,
    low: -wanted,
    high: Infinity,
    reach: { low: (wanted || 1) * nearest - wanted, high: Infinity },
    anchors,
  });
}

/** The cosine of the angle between two vectors; the second turns in the plane of both. */
function similarityPath(
  fixed: Tensor,
  [input, turned]: Named,
  at: number,
  anchors: readonly number[],
): CurvePath | undefined {
  if (!sameShape(fixed.shape, turned.shape)) return undefined;
  const [a, b] = [rowOf(fixed, at), rowOf(turned, at)];
  const [lengthA, lengthB] = [norm(a, 2), norm(b, 2)];
  const along = a.map((value) => value / lengthA);
  const cosine = b.reduce((sum, value, each) => sum + value * (along[each] ?? NaN), 0) / lengthB;
  const rest = b.map((value, each) => value / lengthB - cosine * (along[each] ?? NaN));
  const sine = norm(rest, 2);
  // Parallel vectors lie in no one plane.
  if (!(sine > 1e-6)) return undefined;
  const numbers = rest.map((value, each) => ({
    origin: 0,
    slope: lengthB * (along[each] ?? NaN),
    turn: (lengthB * value) / sine,
  }));
  const reach = { low: nearest - 1, high: 1 - nearest };
  return rowPath([input, turned], at, numbers, { actual: cosine, low: -1, high: 1, reach, anchors });
}

/** How near to its end a vector may be brought: at the end itself it has no direction, or none across. */
const nearest = 1e-3;

/** The way of a whole vector. */
function rowPath(
  [input, { data }]: Named,
  row: number,
  way: readonly MovedNumber[],
  rest: Pick<CurvePath, 'actual' | 'low' | 'high' | 'reach' | 'anchors'>,
): CurvePath {
  const numbers = way.map((number, each) => ({ ...number, at: row * way.length + each }));
  return {
    ...rest,
    input,
    numbers,
    round: (x) => x,
    move: (moved, x) => {
      for (const number of numbers)
        moved[number.at] = x === rest.actual ? (data[number.at] ?? NaN) : numberAt(number, x);
    },
    slope: (gradient, x) =>
      numbers.reduce((sum, { at, slope, turn }) => {
        const rise = slope - (turn === 0 ? 0 : (turn * x) / Math.sqrt(1 - x * x));
        return sum + rise * (gradient[at] ?? NaN);
      }, 0),
  };
}

function rowOf({ shape, data }: Tensor, at: number): number[] {
  const length = shape.at(-1) ?? 1;
  return Array.from({ length }, (_, each) => data[at * length + each] ?? NaN);
}

function norm(values: readonly number[], p: number): number {
  if (p === Infinity) return Math.max(...values.map(Math.abs));
  return values.reduce((sum, value) => sum + Math.abs(value) ** p, 0) ** (1 / p);
}

/** The margin that the loss asks for, if it has such a parameter. */
function wantedMargin({ parameters }: LossDefinition, call: LossCall): number[] {
  const row = parameters.find(({ name }) => name === 'margin');
  return row ? [Number(call.parameters?.['margin'] ?? row.default)] : [];
}
