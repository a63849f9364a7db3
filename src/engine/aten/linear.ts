import { cppTypes, scalarTypeName } from '../tensor/dtype';
import { times, timesTransposed, transposedTimes } from '../tensor/matrixProducts';
import type { Tensor } from '../tensor/tensor';
import { refuse, TorchError } from '../torchError';
import { view } from './reduction';
import { isWanted, record, type Variable } from './variable';

/**
 * Refuses two matrices, or two and what is added, of different dtypes.
 * @throws TorchError in the words of `mm` or, with a bias, of `addmm`.
 */
export function checkDtypes(x: Tensor, weight: Tensor, bias: Tensor | undefined): void {
  const name = scalarTypeName;
  if (bias === undefined) {
    if (x.dtype === weight.dtype) return;
    refuse(
      `expected m1 and m2 to have the same dtype, but got: ${cppTypes[x.dtype]} != ${cppTypes[weight.dtype]}`,
    );
  }
  if (bias.dtype !== weight.dtype) {
    refuse(`self and mat2 must have the same dtype, but got ${name(bias.dtype)} and ${name(weight.dtype)}`);
  }
  if (x.dtype !== weight.dtype) {
    refuse(`mat1 and mat2 must have the same dtype, but got ${name(x.dtype)} and ${name(weight.dtype)}`);
  }
}

/**
 * ATen's `linear` for one sample (a vector) or a batch (a matrix): `x` times the transposed weight, plus the
 * bias if there is one.
 * @param weight of shape `(outputs, features)`
 * @throws TorchError for sizes and dtypes that do not fit.
 */
export function linear(x: Variable, weight: Variable, bias: Variable | null): Variable {
  const [outputs, features] = weight.shape as [number, number];
  const isVector = x.shape.length === 1;
  const rows = isVector ? view(x, [1, x.shape[0]!]) : x;
  // `addmm` looks at dtypes first, `mm` at sizes.
  if (bias !== null) checkDtypes(x.tensor, weight.tensor, bias.tensor);
  const [count, columns] = rows.shape as [number, number];
  if (columns !== features) {
    refuse(`mat1 and mat2 shapes cannot be multiplied (${count}x${columns} and ` + `${features}x${outputs})`);
  }
  if (bias === null) checkDtypes(x.tensor, weight.tensor, undefined);
  if (x.tensor.dtype === 'bool') {
    throw new TorchError('NotImplementedError', `"addmm_impl_cpu_" not implemented for 'Bool'`);
  }
  const result = affine(rows, weight, bias);
  return isVector ? view(result, [outputs]) : result;
}

function affine(x: Variable, weight: Variable, bias: Variable | null): Variable {
  const [a, b] = [x.tensor, weight.tensor];
  const result = timesTransposed(a, b, bias?.tensor);
  const operands = bias === null ? [x, weight] : [x, weight, bias];
  return record(result, operands, (gradient) => [
    isWanted(x) ? times(gradient, b) : undefined,
    isWanted(weight) ? transposedTimes(gradient, a) : undefined,
    gradient,
  ]);
}
