import path from 'node:path';
import type { LossCall } from '../../src/engine/evaluate';
import type { ParameterValue } from '../../src/engine/lossDefinition';
import { isTensorValue } from '../../src/engine/nativeTypes';
import { isFloat } from '../../src/engine/tensor/dtype';
import { cast } from '../../src/engine/tensor/rounding';
import type { DType, Tensor } from '../../src/engine/tensor/tensor';
import { projectRoot } from '../projectRoot';
import { readCases } from '../torch/referenceCase';

/** A call, and the id of the reference case that it comes from. */
export interface CaseCall {
  readonly id: string;
  readonly call: LossCall;
}

/**
 * Calls of a loss that PyTorch answers with finite numbers: those of its reference cases, which cover the
 * parameters and shapes of every loss at random.
 */
export async function finiteCalls(loss: string): Promise<readonly CaseCall[]> {
  const all = await answeredCalls(loss);
  return all.filter(({ isSensitive, isFinite }) => !isSensitive && isFinite);
}

/** Calls of a loss that PyTorch answers with any numbers: those of its reference cases. */
export async function answeredCalls(
  loss: string,
): Promise<readonly (CaseCall & { readonly isSensitive: boolean; readonly isFinite: boolean })[]> {
  const cases = await readCases(path.join(projectRoot, 'test/torch/cases', `${loss}.jsonl.gz`));
  return cases.flatMap(({ id, expect, isSensitive, parameters, inputs, requiresGrad: gradients, via }) => {
    if ('error' in expect) return [];
    const call = { loss, parameters, inputs, gradients, via };
    return [{ id, call, isSensitive, isFinite: expect.loss.data.every(Number.isFinite) }];
  });
}

/** The same call with every floating-point tensor of another dtype. */
export function withDtype(call: LossCall, dtype: DType): LossCall {
  const change = <T extends ParameterValue>(value: T): T | Tensor =>
    isTensorValue(value) && isFloat(value.dtype) ? cast(value, dtype) : value;
  return changeValues(call, change);
}

/** The same call with each value of inputs and parameters passed through `change`. */
export function changeValues(
  call: LossCall,
  change: <T extends ParameterValue>(value: T, name: string) => T | Tensor,
): LossCall {
  const each = <T extends ParameterValue>(values: Readonly<Record<string, T>>): Record<string, T | Tensor> =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value, name)]));
  return { ...call, inputs: each(call.inputs), parameters: each(call.parameters ?? {}) };
}
