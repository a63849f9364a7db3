import assert from 'node:assert/strict';
import { evaluate } from '../../src/engine/evaluate';
import type { ParameterValue } from '../../src/engine/lossDefinition';
import { TorchError } from '../../src/engine/torchError';
import { tensorOf } from './tensorOf';

function refusalOf(parameters: Readonly<Record<string, ParameterValue>>): TorchError {
  const inputs = { input: tensorOf('float32', [1, 2]), target: tensorOf('float32', [0, 2]) };
  try {
    evaluate({ loss: 'SmoothL1Loss', parameters, inputs, via: 'functional' });
  } catch (error) {
    assert.ok(error instanceof TorchError);
    return error;
  }
  return assert.fail('nothing was raised');
}

describe('an argument of a type that C++ does not take', () => {
  const message = "smooth_l1_loss(): argument 'beta' (position 4) must be float, not str";

  it('is refused after the warnings that Python gives first', () => {
    const refusal = refusalOf({ beta: 'auto', reduce: false });
    assert.deepEqual([refusal.type, refusal.message], ['TypeError', message]);
    assert.deepEqual(refusal.warnings, [
      "size_average and reduce args will be deprecated, please use reduction='none' instead.",
    ]);
    assert.deepEqual(refusalOf({ beta: 'auto', reduction: 'elementwise_mean' }).warnings, [
      "reduction='elementwise_mean' is deprecated. Please use reduction='mean' instead.",
    ]);
  });

  it('is refused after a reduction that there is not', () => {
    const refusal = refusalOf({ beta: 'auto', reduction: 'avg' });
    assert.deepEqual(
      [refusal.type, refusal.message],
      ['ValueError', 'avg is not a valid value for reduction'],
    );
  });
});
