import type { LossCall } from '../engine/evaluate';
import { isTensorValue } from '../engine/nativeTypes';
import type { Tensor } from '../engine/tensor/tensor';

/** The tensor that a call takes for an input; undefined for a number, and for what is no input of it. */
export function tensorOf({ inputs }: Pick<LossCall, 'inputs'>, name: string): Tensor | undefined {
  const input = inputs[name];
  return input !== undefined && isTensorValue(input) ? input : undefined;
}

/** The sum of all elements, in double precision. */
export function total({ data }: Tensor): number {
  let sum = 0;
  for (const value of data) sum += value;
  return sum;
}
