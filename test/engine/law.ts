import assert from 'node:assert/strict';
import fc from 'fast-check';
import { evaluate, type LossCall, type LossResult } from '../../src/engine/evaluate';
import type { ParameterValue } from '../../src/engine/lossDefinition';
import { isTensorValue } from '../../src/engine/nativeTypes';
import { isFloat } from '../../src/engine/tensor/dtype';
import { elementCount, type Tensor } from '../../src/engine/tensor/tensor';
import { Draw } from './random/draw';

/** A law that holds for whatever is drawn. */
export function forAny(law: (draw: Draw) => void): void {
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      law(new Draw(seed));
    }),
  );
}

/** What a call gives, unreduced unless its parameters say otherwise, with the gradients of all its tensors of floats. */
export function lossOf(
  loss: string,
  inputs: LossCall['inputs'],
  parameters: Readonly<Record<string, ParameterValue>> = {},
  more: Pick<LossCall, 'via' | 'gradients'> = {},
): LossResult {
  const tensors = Object.entries(inputs).filter(([, value]) => isTensorValue(value) && isFloat(value.dtype));
  return evaluate({
    loss,
    inputs,
    gradients: tensors.map(([name]) => name),
    ...more,
    parameters: { ...(loss !== 'AdaptiveLogSoftmaxWithLoss' && { reduction: 'none' }), ...parameters },
  });
}

/** Numbers are equal but for rounding in float64. */
export function assertClose(actual: ArrayLike<number>, expected: ArrayLike<number>, what = ''): void {
  assert.equal(actual.length, expected.length, what);
  for (let i = 0; i < actual.length; i++) {
    const [value = NaN, other = NaN] = [actual[i], expected[i]];
    const isClose = Math.abs(value - other) <= 1e-9 * (1 + Math.abs(other));
    assert.ok(isClose, `${what}[${String(i)}]: ${String(value)} is not ${String(other)}`);
  }
}

/** A gradient that there must be. */
export function gradientOf({ gradients }: LossResult, name: string): Tensor {
  return gradients[name] ?? assert.fail(`${name} has no gradient`);
}

/** A tensor with each element changed, and those of tensors of the same shape at hand. */
export function mapped(
  of: (value: number, ...others: readonly number[]) => number,
  tensor: Tensor,
  ...others: readonly Tensor[]
): Tensor {
  const data = Float64Array.from(tensor.data, (value, i) =>
    of(value, ...others.map((each) => each.data[i] ?? NaN)),
  );
  return { dtype: 'float64', shape: tensor.shape, data };
}

/** A float64 tensor. */
export function tensorFrom(shape: readonly number[], values: Iterable<number>): Tensor {
  const data = Float64Array.from(values);
  assert.equal(data.length, elementCount(shape));
  return { dtype: 'float64', shape, data };
}

/** The rows of a tensor, along its last dimension. */
export function rowsOf({ shape, data }: Tensor): readonly (readonly number[])[] {
  const width = shape.at(-1) ?? 1;
  return Array.from({ length: elementCount(shape.slice(0, -1)) }, (_, n) => [
    ...data.slice(n * width, (n + 1) * width),
  ]);
}

/** The sum of numbers. */
export function total(values: ArrayLike<number>): number {
  return Array.from(values).reduce((sum, value) => sum + value, 0);
}
