import assert from 'node:assert/strict';
import { derive } from '../../../src/engine/derivation/derive';
import type { Derivation } from '../../../src/engine/derivation/derivation';
import { namedIn } from '../../../src/engine/derivation/expression';
import { evaluate, losses, lossByName, type LossCall } from '../../../src/engine/evaluate';
import { examplesOf } from '../../../src/engine/examples';
import { isTensorValue } from '../../../src/engine/nativeTypes';
import { isFloat } from '../../../src/engine/tensor/dtype';
import type { Tensor } from '../../../src/engine/tensor/tensor';
import { answeredCalls, finiteCalls } from '../caseCalls';
import { exampleCall } from '../exampleCall';

/** What sums and quotients of rounded numbers may differ by, relative to the largest of them; coarsest first. */
const tolerance = { bfloat16: 2 ** -5, float16: 2 ** -8, float32: 2e-5, float64: 1e-9 } as const;
type Rounded = keyof typeof tolerance;

function tensorsOf(call: LossCall): readonly Tensor[] {
  return [...Object.values(call.inputs), ...Object.values(call.parameters ?? {})].filter(
    (value): value is Tensor => typeof value !== 'number' && isTensorValue(value),
  );
}

/** The dtype that a call of several dtypes rounds to on its way. */
function coarsest(call: LossCall, own: string): Rounded {
  const given: readonly string[] = [own, ...tensorsOf(call).map(({ dtype }) => dtype)];
  return (Object.keys(tolerance) as Rounded[]).find((dtype) => given.includes(dtype)) ?? 'float64';
}

function assertClose(actual: number, expected: number, allowed: number, what: string): void {
  const isSame = Object.is(actual, expected) || Math.abs(actual - expected) <= allowed;
  assert.ok(isSame, `${what}: ${String(actual)} is not ${String(expected)}`);
}

function magnitude(values: Iterable<number>): number {
  let sum = 0;
  for (const value of values) sum += Math.abs(value);
  return sum;
}

/** The working leads to the element's loss. */
function assertWorking({ steps, element }: Derivation, relative: number, what: string): void {
  const last = steps.at(-1);
  assert.ok(last?.kind === 'quantity' && element !== undefined, `${what}: the working ends in no number`);
  assert.equal(last.value, element, `${what}: the working ends in PyTorch's number`);
  const scale = magnitude([element, ...namedIn(last.from).map(({ value }) => value)]);
  assertClose(last.from.value, element, relative * scale, `${what}: the last step`);
}

/** The terms add up to the total, and the total over the denominator is the loss. */
function assertReduction({ reduction, loss }: Derivation, relative: number, what: string): void {
  const { terms, total, denominator } = reduction;
  if (reduction.reduction === 'none') {
    assert.equal(loss, undefined, `${what}: a loss that is not reduced is no number`);
    return;
  }
  assert.ok(total !== undefined && loss !== undefined, `${what}: a reduced loss has a total`);
  const divisor = denominator?.value ?? 1;
  const allowed = relative * magnitude(terms);
  assertClose(
    total,
    Array.from(terms).reduce((sum, term) => sum + term, 0),
    allowed,
    `${what}: the total`,
  );
  assertClose(total / divisor, loss, allowed / Math.abs(divisor), `${what}: total over denominator`);
}

/** Integers where a loss means floats: their operations have dtypes of their own, which steps in the loss's follow roughly. */
function isOdd(call: LossCall): boolean {
  const inputs = lossByName(call.loss)?.inputs ?? [];
  return inputs.some(({ name, dtype }) => {
    const value = call.inputs[name];
    return isFloat(dtype) && typeof value === 'object' && 'dtype' in value && !isFloat(value.dtype);
  });
}

describe('the working of a loss', () => {
  for (const definition of losses) {
    it(`of ${definition.name} leads to PyTorch's number in every reference case`, async () => {
      let worked = 0;
      for (const { id, call } of await finiteCalls(definition.name)) {
        const result = evaluate({ ...call, gradients: [], elements: true });
        const relative = tolerance[coarsest(call, result.loss.dtype)];
        const count = result.elements?.data.length ?? 0;
        for (let index = 0; index < Math.min(count, 4); index++) {
          const derivation = derive(call, index, result);
          const what = `${id}[${String(index)}]`;
          assertReduction(derivation, relative, what);
          if (isOdd(call)) continue;
          assertWorking(derivation, relative, what);
          worked++;
        }
      }
      assert.ok(worked >= 100, `only ${String(worked)} elements have a working`);
    }).timeout(60_000);

    it(`of ${definition.name} is there wherever there is an element, NaN and integers included`, async () => {
      let elements = 0;
      for (const { id, call } of await answeredCalls(definition.name)) {
        const result = evaluate({ ...call, gradients: [], elements: true });
        const count = result.elements?.data.length ?? 0;
        for (let index = 0; index < Math.min(count, 20); index++) {
          const { steps, element } = derive(call, index, result);
          const last = steps.at(-1);
          assert.ok(last?.kind === 'quantity' && Object.is(last.value, element), `${id}[${String(index)}]`);
          elements++;
        }
      }
      assert.ok(elements >= 300, `only ${String(elements)} elements`);
    }).timeout(60_000);

    it(`of each example of ${definition.name} has more than its last step`, () => {
      for (const example of examplesOf(definition)) {
        const derivation = derive(exampleCall(definition, example));
        assertWorking(derivation, tolerance.float32, example.title);
        assert.ok(derivation.steps.length > 1, `${example.title}: nothing leads to the loss`);
      }
    });
  }

  it('is empty for a loss without elements, whose mean still has its denominator', () => {
    const empty: Tensor = { dtype: 'float32', shape: [0], data: new Float32Array() };
    const { steps, element, reduction } = derive({
      loss: 'MSELoss',
      inputs: { input: empty, target: empty },
    });
    assert.deepEqual([steps, element], [[], undefined]);
    assert.deepEqual(reduction.denominator, { value: 0, name: 'the number of losses' });
  });
});
