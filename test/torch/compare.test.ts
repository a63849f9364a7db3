import assert from 'node:assert/strict';
import type { Answer } from './answer';
import { compare } from './compare';
import { parseCase, type ReferenceCase } from './referenceCase';

const float = (data: readonly (number | string)[], dtype = 'float32', shape = [data.length]) => ({
  dtype,
  shape,
  data,
});

function valueCase(overrides: Readonly<Record<string, unknown>> = {}): ReferenceCase {
  return parseCase(
    JSON.stringify({
      id: 'example',
      loss: 'MSELoss',
      expect: { loss: float([0.25, 1000]) },
      grads: { input: float([1, -2]), target: null },
      warnings: ['Watch out'],
      ...overrides,
    }),
  );
}

/** The answer that agrees with a case. */
function agreeing(reference: ReferenceCase): Answer {
  const { expect, gradients, warnings, output } = reference;
  if ('error' in expect) {
    const { type, message, stage = 'forward' } = expect.error;
    return { error: { type, message, stage }, warnings };
  }
  return { loss: expect.loss, gradients, warnings, output };
}

/** What differs when the case's answer is that of another case. */
function differences(reference: ReferenceCase, other: Readonly<Record<string, unknown>>): readonly string[] {
  return compare(reference, agreeing(valueCase(other))).differences;
}

function assertFound(found: readonly string[], expected: RegExp): void {
  assert.equal(found.length, 1, found.join('\n'));
  assert.match(found[0] ?? '', expected);
}

describe('comparing an answer with a reference case', () => {
  const reference = valueCase();

  it('finds nothing where all is equal', () => {
    assert.deepEqual(compare(reference, agreeing(reference)), { differences: [], worst: 0 });
  });

  it('allows what torch.testing.assert_close allows, and no more', () => {
    assert.deepEqual(differences(reference, { expect: { loss: float([0.25, 1000.00122]) } }), []);
    assertFound(differences(reference, { expect: { loss: float([0.25, 1000.002]) } }), /^loss\[1\]/);
    assert.deepEqual(differences(reference, { expect: { loss: float([0.250009, 1000]) } }), []);
    assertFound(differences(reference, { expect: { loss: float([0.25002, 1000]) } }), /^loss\[0\]/);
  });

  for (const [dtype, within, beyond] of [
    ['float64', 1 + 1.9e-7, 1 + 2.1e-7],
    ['float32', 1.00001, 1.00002],
    ['float16', 1.0009, 1.0011],
    ['bfloat16', 1.015, 1.017],
    ['int64', 1, 2],
  ] as const) {
    it(`knows the tolerance of ${dtype}`, () => {
      const one = valueCase({ expect: { loss: float([1], dtype) } });
      assert.deepEqual(differences(one, { expect: { loss: float([within], dtype) } }), []);
      assertFound(differences(one, { expect: { loss: float([beyond], dtype) } }), /^loss\[0\]/);
    });
  }

  it('says how far the worst element is from what is allowed', () => {
    const answer = agreeing(valueCase({ expect: { loss: float([0.25, 1000.0006]) } }));
    const { worst } = compare(reference, answer);
    assert.ok(worst > 0.4 && worst < 0.6, String(worst));
  });

  it('finds another dtype and another shape', () => {
    assertFound(differences(reference, { expect: { loss: float([0.25, 1000], 'float64') } }), /^loss: /);
    assertFound(
      differences(reference, { expect: { loss: float([0.25, 1000], 'float32', [1, 2]) } }),
      /^loss: /,
    );
    assertFound(
      differences(valueCase({ expect: { loss: float([1]) } }), {
        expect: { loss: float([1], 'float32', []) },
      }),
      /^loss: /,
    );
  });

  it('takes NaN for NaN, but nothing else for a number that is not finite', () => {
    const special = valueCase({ expect: { loss: float(['nan', 'inf', '-inf', 0]) } });
    assert.deepEqual(differences(special, { expect: { loss: float(['nan', 'inf', '-inf', '-0']) } }), []);
    for (const other of [
      [0, 'inf', '-inf', 0],
      ['nan', '-inf', '-inf', 0],
      ['nan', 'inf', -3e38, 0],
      ['nan', 'inf', '-inf', 'nan'],
    ]) {
      assertFound(differences(special, { expect: { loss: float(other) } }), /^loss\[\d\]/);
    }
  });

  it('is loose with the finite numbers of sensitive cases only', () => {
    const sensitive = valueCase({ sensitive: true, expect: { loss: float([0.25, 1000, 'inf']) } });
    assert.deepEqual(differences(sensitive, { expect: { loss: float([0.9, 1000.5, 'inf']) } }), []);
    assertFound(differences(sensitive, { expect: { loss: float([0.25, 1010, 'inf']) } }), /^loss\[1\]/);
    assertFound(differences(sensitive, { expect: { loss: float([0.25, 1000, 1e30]) } }), /^loss\[2\]/);
  });

  it('finds a wrong gradient, one that should be None, one that should not, and a missing one', () => {
    const gradients = (grads: unknown) => differences(reference, { grads });
    assertFound(gradients({ input: float([1, -2.1]), target: null }), /^gradient of input\[1\]/);
    assertFound(
      gradients({ input: float([1, -2]), target: float([0, 0]) }),
      /^gradient of target: PyTorch None/,
    );
    assertFound(gradients({ input: null, target: null }), /^gradient of input: .*engine None/);
    assertFound(gradients({ input: float([1, -2]) }), /^gradient of target: PyTorch None, engine nothing/);
    assertFound(
      gradients({ input: float([1, -2]), target: null, weight: null }),
      /^gradient of weight: PyTorch nothing/,
    );
  });

  it('finds missing, additional and reordered warnings', () => {
    for (const warnings of [[], ['Watch out', 'Watch out'], ['Watch in']]) {
      assertFound(differences(reference, { warnings }), /^warnings: /);
    }
    const two = valueCase({ warnings: ['one', 'two'] });
    assertFound(differences(two, { warnings: ['two', 'one'] }), /^warnings: /);
  });

  it('compares the first result of a loss that returns two', () => {
    const two = valueCase({ output: float([-1]) });
    assert.deepEqual(differences(two, { output: float([-1]) }), []);
    assertFound(differences(two, { output: float([-2]) }), /^output\[0\]/);
    assertFound(differences(two, {}), /^output: .*engine None/);
  });

  it('compares type, message and stage of errors', () => {
    const error = { type: 'ValueError', message: 'no', stage: 'construct' };
    const raising = valueCase({ expect: { error } });
    assert.deepEqual(differences(raising, { expect: { error } }), []);
    for (const change of [{ type: 'TypeError' }, { message: 'No' }, { stage: 'forward' }]) {
      assertFound(differences(raising, { expect: { error: { ...error, ...change } } }), /^error: /);
    }
    assertFound(differences(raising, {}), /^error: .*engine none$/);
    assertFound(differences(reference, { expect: { error } }), /^error: PyTorch none/);
  });

  it('does not mind the stage where a case leaves it out', () => {
    const raising = valueCase({ expect: { error: { type: 'ValueError', message: 'no' } } });
    const error = { type: 'ValueError', message: 'no', stage: 'backward' };
    assert.deepEqual(differences(raising, { expect: { error } }), []);
  });

  it('finds the warnings before an error, too', () => {
    const error = { type: 'ValueError', message: 'no' };
    assertFound(
      differences(valueCase({ expect: { error } }), { expect: { error }, warnings: [] }),
      /^warnings: /,
    );
  });
});
