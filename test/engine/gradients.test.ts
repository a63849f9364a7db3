import assert from 'node:assert/strict';
import type { LossDefinition } from '../../src/engine/defineLoss';
import { evaluate, losses, type LossCall } from '../../src/engine/evaluate';
import { isTensorValue } from '../../src/engine/nativeTypes';
import type { Tensor } from '../../src/engine/tensor/tensor';
import { TorchError } from '../../src/engine/torchError';
import { changeValues, finiteCalls, withDtype } from './caseCalls';
import { randomCalls } from './random/calls';
import { Draw } from './random/draw';
import { seededRandom } from './seededRandom';

const step = 1e-6;
/** How many random calls of each loss are differentiated numerically, and how many of its reference cases. */
const wanted = { random: 150, cases: 40 };

type Direction = ReadonlyMap<string, Float64Array>;

/** A step of random length in each element of each differentiated tensor. */
function randomDirection(call: LossCall, random: () => number): Direction {
  const direction = new Map<string, Float64Array>();
  for (const name of call.gradients ?? []) {
    const value = call.inputs[name] ?? call.parameters?.[name];
    if (!isTensorValue(value)) continue;
    const steps = Float64Array.from(value.data, () => 2 * random() - 1);
    if (name === 'log_probs') keepTotals(value, steps);
    direction.set(name, steps);
  }
  return direction;
}

/** The gradient that PyTorch gives for log-probabilities holds where those of each row keep their total. */
function keepTotals({ shape, data }: Tensor, steps: Float64Array): void {
  const classes = shape.at(-1) ?? 1;
  for (let start = 0; start < steps.length; start += classes) {
    const row = [...data.subarray(start, start + classes)].map(Math.exp);
    const total = row.reduce((sum, value) => sum + value, 0);
    const change = row.reduce((sum, value, c) => sum + value * (steps[start + c] ?? 0), 0);
    for (let c = 0; c < classes; c++) steps[start + c] = (steps[start + c] ?? 0) - change / total;
  }
}

/** The sum of the loss at a distance along a direction. */
function lossAt(call: LossCall, direction: Direction, distance: number): number {
  const moved = changeValues(call, (value, name): typeof value | Tensor => {
    const steps = direction.get(name);
    if (steps === undefined || !isTensorValue(value)) return value;
    return {
      dtype: 'float64',
      shape: value.shape,
      data: Float64Array.from(value.data, (x, i) => x + distance * (steps[i] ?? 0)),
    };
  });
  let sum = 0;
  for (const value of evaluate({ ...moved, gradients: [] }).loss.data) sum += value;
  return sum;
}

/** The slope along a direction that the gradients claim. */
function slopeOf(call: LossCall, direction: Direction): number {
  const { gradients } = evaluate(call);
  let slope = 0;
  for (const [name, steps] of direction) {
    gradients[name]?.data.forEach((value, i) => {
      slope += value * (steps[i] ?? 0);
    });
  }
  return slope;
}

/**
 * Compares the gradients of a call with the difference of the loss at two points nearby. Undefined where there
 * is no telling: at a kink, where the slopes on both sides are more than `jump` apart, at the edge of what the loss takes, or with nothing to differentiate.
 */
function differs(call: LossCall, random: () => number, jump: number): string | undefined | false {
  const direction = randomDirection(call, random);
  if (direction.size === 0) return undefined;
  try {
    const [below, here, above] = [-step, 0, step].map((distance) => lossAt(call, direction, distance));
    if (below === undefined || here === undefined || above === undefined) return undefined;
    const [left, right] = [(here - below) / step, (above - here) / step];
    const scale = 1 + Math.abs(left) + Math.abs(here);
    if (!(Math.abs(left - right) <= jump * scale)) return undefined;
    const [measured, claimed] = [(left + right) / 2, slopeOf(call, direction)];
    if (!Number.isFinite(claimed)) return undefined;
    if (Math.abs(measured - claimed) <= 2e-5 * scale) return false;
    return `the gradient claims a slope of ${String(claimed)}, measured is ${String(measured)}`;
  } catch (error) {
    if (error instanceof TorchError) return undefined;
    throw error;
  }
}

/** A random call of a loss, reduced at random. */
function randomCall(loss: LossDefinition, seed: number): LossCall {
  const draw = new Draw(seed);
  const { inputs, parameters, gradients, via } = randomCalls[loss.name]?.(draw) ?? assert.fail(loss.name);
  const reduction = loss.parameters.find(({ name }) => name === 'reduction')?.choices;
  return {
    loss: loss.name,
    inputs,
    parameters: { ...parameters, ...(reduction && { reduction: draw.pick(...reduction) }) },
    gradients,
    ...(via && { via }),
  };
}

describe('gradients agree with finite differences', () => {
  for (const loss of losses) {
    it(`${loss.name} over random calls`, () => {
      const random = seededRandom(1);
      let checked = 0;
      for (let seed = 0; seed < wanted.random; seed++) {
        const difference = differs(randomCall(loss, seed), random, 1e-3);
        if (typeof difference === 'string') assert.fail(`seed ${String(seed)}: ${difference}`);
        if (difference === false) checked++;
      }
      // Hardly any number meets a kink.
      assert.ok(checked >= 0.97 * wanted.random, `only ${String(checked)} calls`);
    });

    it(`${loss.name} over reference cases`, async () => {
      const random = seededRandom(1);
      let checked = 0;
      for (const { id, call } of await finiteCalls(loss.name)) {
        const difference = differs(withDtype(call, 'float64'), random, 1e-5);
        if (difference === undefined) continue;
        if (difference !== false) assert.fail(`${id}: ${difference}`);
        checked++;
        if (checked === wanted.cases) break;
      }
      assert.equal(checked, wanted.cases);
    });
  }
});
