import { mostSteps, type DescentTensor } from '../../src/protocol/descend';
import type { DType } from '../../src/engine/tensor/tensor';
import { pythonFloat } from '../numbers';

/** What the descent is asked to do, read from its fields; a field that can't be read is undefined. */
export interface DescentNumbers {
  readonly learningRate: number | undefined;
  readonly momentum: number | undefined;
  readonly steps: number | undefined;
}

/** Reads the fields. */
export function readNumbers(typed: Readonly<Record<keyof DescentNumbers, string>>): DescentNumbers {
  const number = (text: string): number | undefined => {
    const value = Number(text);
    return text.trim() !== '' && Number.isFinite(value) ? value : undefined;
  };
  const steps = number(typed.steps);
  const isCount = steps !== undefined && Number.isInteger(steps) && steps >= 1 && steps <= mostSteps;
  return {
    learningRate: number(typed.learningRate),
    momentum: number(typed.momentum),
    steps: isCount ? steps : undefined,
  };
}

/** A tensor's values at one step. */
export function valuesAt({ kept, values }: DescentTensor, step: number): Float64Array {
  return values.subarray(step * kept, (step + 1) * kept);
}

/** Whether all of a tensor's values are told. */
export function isWhole({ kept, shape }: DescentTensor): boolean {
  return kept === shape.reduce((product, size) => product * size, 1);
}

/** A value with as many digits as tell it from its neighbours in the dtype. */
export function shortestText(value: number, dtype: DType): string {
  if (dtype === 'float64' || !Number.isFinite(value)) return pythonFloat(value);
  for (let digits = 1; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === Math.fround(value)) return pythonFloat(short);
  }
  return pythonFloat(Number(value.toPrecision(9)));
}

/** A tensor's values at one step as a Python list, a row of a matrix to a line. */
export function listText(tensor: DescentTensor, step: number): string {
  const values = valuesAt(tensor, step);
  let next = 0;
  const write = (dimension: number): string => {
    const size = tensor.shape[dimension];
    if (size === undefined) return shortestText(values[next++] ?? NaN, tensor.dtype);
    const isRow = dimension === tensor.shape.length - 1;
    return `[${Array.from({ length: size }, () => write(dimension + 1)).join(isRow ? ', ' : ',\n ')}]`;
  };
  return write(0);
}
