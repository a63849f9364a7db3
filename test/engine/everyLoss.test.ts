import assert from 'node:assert/strict';
import type { LossDefinition } from '../../src/engine/defineLoss';
import { evaluate, losses, type LossCall, type LossResult } from '../../src/engine/evaluate';
import { isTensorValue } from '../../src/engine/nativeTypes';
import type { Tensor } from '../../src/engine/tensor/tensor';
import { withDtype } from './caseCalls';
import { batchSize, ofSamples } from './random/batches';
import { randomCalls, type RandomCall } from './random/calls';
import { Draw } from './random/draw';

/** How many random calls of each loss are looked at. */
const count = 200;

interface Numbered {
  readonly seed: number;
  readonly random: RandomCall;
}

function callsOf({ name }: LossDefinition): readonly Numbered[] {
  const make = randomCalls[name] ?? assert.fail(`no random calls of ${name}`);
  return Array.from({ length: count }, (_, seed) => ({ seed, random: make(new Draw(seed)) }));
}

function hasReduction(loss: LossDefinition): boolean {
  return loss.parameters.some(({ name }) => name === 'reduction');
}

/** A random call of a loss, as evaluate takes it. */
function run(loss: LossDefinition, random: RandomCall, changed: Partial<LossCall> = {}): LossResult {
  const { inputs, parameters, gradients, via } = random;
  return evaluate({
    loss: loss.name,
    inputs,
    gradients,
    ...(via && { via }),
    elements: true,
    ...changed,
    parameters: { ...(changed.inputs ? {} : parameters), ...changed.parameters },
  });
}

function total(values: ArrayLike<number>): number {
  return Array.from(values).reduce((sum, value) => sum + value, 0);
}

function assertClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  what: string,
  within = 1e-9,
): void {
  assert.equal(actual.length, expected.length, what);
  for (let i = 0; i < actual.length; i++) {
    const [value = NaN, other = NaN] = [actual[i], expected[i]];
    const isClose = Math.abs(value - other) <= within * (1 + Math.abs(other));
    assert.ok(isClose, `${what}[${String(i)}]: ${String(value)} is not ${String(other)}`);
  }
}

function assertSameGradients(actual: LossResult, expected: LossResult, what: string, factor = 1): void {
  for (const [name, gradient] of Object.entries(expected.gradients)) {
    const scaled = Array.from(gradient?.data ?? [], (value) => value * factor);
    assertClose(actual.gradients[name]?.data ?? [], scaled, `${what}: gradient of ${name}`);
  }
}

function elementsOf({ elements }: LossResult): Tensor {
  return elements ?? assert.fail('no elements');
}

for (const loss of losses) {
  describe(`${loss.name} over random calls`, () => {
    const calls = callsOf(loss);

    it('sums and averages its elements, in value and gradient', () => {
      for (const { seed, random } of calls) {
        const mean = run(loss, random);
        const { data } = elementsOf(mean);
        const divisors = random.denominator ?? data.length;
        const parts = Array.from(
          data,
          (value, i) => value / (typeof divisors === 'number' ? divisors : (divisors[i] ?? NaN)),
        );
        assertClose(mean.loss.data, [total(parts)], `mean, seed ${String(seed)}`);
        if (!hasReduction(loss)) continue;
        const none = run(loss, random, { parameters: { reduction: 'none' } });
        assert.deepEqual(
          [none.loss.shape, none.loss.data],
          [elementsOf(mean).shape, data],
          `none, seed ${String(seed)}`,
        );
        const sum = run(loss, random, { parameters: { reduction: 'sum' } });
        assertClose(sum.loss.data, [total(data)], `sum, seed ${String(seed)}`);
        assertSameGradients(sum, none, `sum, seed ${String(seed)}`);
        // Of a denominator that depends on the weights, the weights' gradient has a part of its own.
        if (typeof divisors !== 'number' || random.gradients.includes('weight')) continue;
        assertSameGradients(mean, sum, `mean, seed ${String(seed)}`, 1 / divisors);
      }
    });

    if (loss.parameters.some(({ legacy }) => legacy === true)) {
      it('takes the deprecated arguments for reductions', () => {
        for (const { seed, random } of calls.slice(0, 60)) {
          for (const [legacy, reduction] of [
            [{ size_average: true }, 'mean'],
            [{ reduce: true }, 'mean'],
            [{ size_average: false }, 'sum'],
            [{ size_average: false, reduce: true }, 'sum'],
            [{ reduce: false }, 'none'],
            [{ size_average: true, reduce: false }, 'none'],
          ] as const) {
            const other = reduction === 'sum' ? 'none' : 'sum';
            const old = run(loss, random, { parameters: { ...legacy, reduction: other } });
            const named = run(loss, random, { parameters: { reduction } });
            assert.deepEqual(
              [old.loss, old.gradients],
              [named.loss, named.gradients],
              `seed ${String(seed)}`,
            );
            assert.ok(
              old.warnings.some((text) => text.endsWith(`please use reduction='${reduction}' instead.`)),
            );
          }
        }
      });
    }

    if (loss.functional !== null && loss.learned === undefined) {
      it('is its functional', () => {
        for (const { seed, random } of calls) {
          if (random.via !== undefined) continue;
          const [module, functional] = [run(loss, random), run(loss, random, { via: 'functional' })];
          assert.deepEqual(
            [functional.loss, functional.gradients],
            [module.loss, module.gradients],
            `seed ${String(seed)}`,
          );
        }
      });
    }

    it('does not mind the order of a batch, nor its other samples', () => {
      let compared = 0;
      for (const { seed, random } of calls) {
        const samples = batchSize(random);
        if (samples === undefined) continue;
        compared++;
        const { shape, data } = elementsOf(run(loss, random));
        const width = data.length / samples;
        const order = Array.from({ length: samples }, (_, n) => samples - 1 - n);
        const turned = run(loss, random, { ...ofSamples(random, order), gradients: [] });
        assert.deepEqual(turned.elements?.shape, shape);
        order.forEach((n, i) => {
          const own = data.subarray(n * width, (n + 1) * width);
          const what = `sample ${String(n)}, seed ${String(seed)}`;
          assertClose(
            elementsOf(turned).data.subarray(i * width, (i + 1) * width),
            own,
            `turned round: ${what}`,
          );
          for (const isSqueezed of random.takesSamples === true ? [false, true] : [false]) {
            const alone = run(loss, random, { ...ofSamples(random, [n], isSqueezed), gradients: [] });
            assertClose(elementsOf(alone).data, own, `alone: ${what}`);
            assert.deepEqual(
              elementsOf(alone).shape,
              isSqueezed ? shape.slice(1) : [1, ...shape.slice(1)],
              what,
            );
          }
        });
      }
      assert.ok(compared > count / 3, `only ${String(compared)} batches`);
    });

    it('has the dtype of its input, and is the same in float32 but for rounding', () => {
      for (const { seed, random } of calls) {
        const exact = run(loss, random);
        const { inputs, parameters = {} } = withDtype({ loss: loss.name, ...random }, 'float32');
        const single = run(loss, random, { inputs, parameters });
        assert.deepEqual(
          [exact.loss.dtype, single.loss.dtype, single.loss.shape],
          ['float64', 'float32', exact.loss.shape],
        );
        assertClose(single.loss.data, exact.loss.data, `seed ${String(seed)}`, 1e-4);
        for (const name of random.gradients) {
          const [own, wide] = [single.gradients[name], exact.gradients[name]];
          assert.deepEqual([own?.dtype, own?.shape], ['float32', wide?.shape], name);
          assertClose(own?.data ?? [], wide?.data ?? [], `gradient of ${name}, seed ${String(seed)}`, 1e-3);
        }
      }
    });

    it('has a gradient of the shape of each tensor, and none of what requires none', () => {
      for (const { random } of calls) {
        const { gradients } = run(loss, random);
        assert.deepEqual(Object.keys(gradients).sort(), [...random.gradients].sort());
        for (const [name, gradient] of Object.entries(gradients)) {
          const value = random.inputs[name] ?? random.parameters?.[name];
          assert.ok(isTensorValue(value) && gradient);
          assert.deepEqual(gradient.shape, value.shape);
        }
      }
    });
  });
}
