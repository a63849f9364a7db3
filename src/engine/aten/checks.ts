import { isFloat, scalarTypeName } from '../tensor/dtype';
import type { DType, Tensor } from '../tensor/tensor';
import { refuse, TorchError, type TorchErrorStage } from '../torchError';
import type { ParameterValue } from '../lossDefinition';
import { pythonTypeName } from '../nativeTypes';
import { Variable } from './variable';

/**
 * Refuses dtypes that a CPU kernel has no code for: all but the floats.
 * @throws TorchError as PyTorch's dispatch macros do; `kernel` is the name that they were given.
 */
export function requireFloat(dtype: DType, kernel: string): void {
  if (!isFloat(dtype)) refuseDtype(dtype, kernel);
}

/**
 * Refuses dtypes that a CPU kernel has no code for where that goes for the 16-bit floats too.
 * @throws TorchError as {@link requireFloat}.
 */
export function requireWideFloat(dtype: DType, kernel: string): void {
  if (dtype !== 'float32' && dtype !== 'float64') refuseDtype(dtype, kernel);
}

function refuseDtype(dtype: DType, kernel: string): never {
  throw new TorchError('NotImplementedError', `"${kernel}" not implemented for '${scalarTypeName(dtype)}'`);
}

/**
 * Refuses a tensor of another dtype than the one that a kernel reads it as.
 * @throws TorchError as PyTorch's access to a tensor's data does.
 */
export function requireScalarType(expected: DType, found: DType, stage: TorchErrorStage = 'forward'): void {
  if (expected === found) return;
  refuse(`expected scalar type ${scalarTypeName(expected)} but found ${scalarTypeName(found)}`, stage);
}

/**
 * Refuses tensors of different dtypes where a kernel does not convert.
 * @throws TorchError as PyTorch's iterator over several tensors does, which expects the first one's dtype.
 */
export function refuseMixture(stage: TorchErrorStage, first: Tensor, ...others: readonly Tensor[]): void {
  const other = others.find(({ dtype }) => dtype !== first.dtype);
  if (other === undefined) return;
  refuse(`Found dtype ${scalarTypeName(other.dtype)} but expected ${scalarTypeName(first.dtype)}`, stage);
}

/**
 * Refuses the negation of a mask.
 * @throws TorchError for bool.
 */
export function refuseNegation(dtype: DType, stage: TorchErrorStage = 'forward'): void {
  if (dtype !== 'bool') return;
  refuse(
    'Negation, the `-` operator, on a bool tensor is not supported. ' +
      'If you are trying to invert a mask, use the `~` or `logical_not()` operator instead.',
    stage,
  );
}

/**
 * Refuses a dimension that a tensor does not have.
 * @throws TorchError as PyTorch's wrapping of negative dimensions does.
 */
export function requireDimension({ length }: readonly number[], dimension: number): void {
  const rank = Math.max(length, 1);
  if (dimension >= -rank && dimension < rank) return;
  throw new TorchError(
    'IndexError',
    `Dimension out of range (expected to be in range of [${-rank}, ${rank - 1}], ` + `but got ${dimension})`,
  );
}

/**
 * Refuses a target of more dimensions than one for each sample.
 * @throws TorchError as PyTorch's losses of classes and of pairs do.
 */
export function refuseMultipleTargets(dimensions: number): void {
  if (dimensions > 1) refuse('0D or 1D target tensor expected, multi-target not supported');
}

/**
 * Refuses a tensor without dimensions where one of them is asked for.
 * @throws TorchError as PyTorch's wrapping of dimensions does.
 */
export function refuseDimensionless(dimension: number): never {
  throw new TorchError('IndexError', `Dimension specified as ${dimension} but tensor has no dimensions`);
}

/**
 * Refuses what is no tensor where Python asks it for an attribute.
 * @throws TorchError as Python does for other objects.
 */
export function requireTensor(
  value: Variable | ParameterValue,
  attribute: string,
): asserts value is Variable {
  if (value instanceof Variable) return;
  const type = pythonTypeName(value);
  throw new TorchError('AttributeError', `'${type}' object has no attribute '${attribute}'`);
}

/**
 * Refuses a gradient that an operation cannot give.
 * @throws TorchError if the argument, which may be absent, requires one.
 */
export function refuseGradient(operand: Variable | null, operation: string, argument: string): void {
  if (operand?.requiresGrad !== true) return;
  refuse(
    `The function '${operation}' is not differentiable with respect to argument '${argument}'. ` +
      'This input cannot have requires_grad True.',
  );
}
