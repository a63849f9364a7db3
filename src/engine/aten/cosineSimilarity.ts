import { isFloat, resultType, scalarTypeName } from '../tensor/dtype';
import { map } from '../tensor/pointwise';
import { cast, roundTo } from '../tensor/rounding';
import { refuse } from '../torchError';
import { broadcastTensors } from './broadcastTensors';
import { requireDimension } from './checks';
import { div, mul } from './pointwise';
import { sumDimension } from './reduction';
import { constant, record, type Variable } from './variable';
import { vectorNorm } from './vectorNorm';

const dimension = 1;
const eps = 1e-8;

/**
 * `cosine_similarity` with its defaults, along dimension 1; broadcast. A norm is at least 1e-8, which its
 * gradient does not notice.
 * @throws TorchError for integers only, and for fewer than two dimensions.
 */
export function cosineSimilarity(a: Variable, b: Variable): Variable {
  const common = resultType(a.tensor, b.tensor);
  if (!isFloat(common)) {
    refuse(`expected common dtype to be floating point, yet common dtype is ${scalarTypeName(common)}`);
  }
  const [left, right] = broadcastTensors(asFloat(a, common), asFloat(b, common));
  requireDimension(left.shape, dimension);
  const leftNorm = normOf(left);
  const rightNorm = normOf(right);
  return sumDimension(mul(div(left, leftNorm), div(right, rightNorm)), dimension);
}

function asFloat(x: Variable, dtype: 'float64' | 'float32' | 'float16' | 'bfloat16'): Variable {
  return isFloat(x.tensor.dtype) ? x : constant(cast(x.tensor, dtype));
}

function normOf(x: Variable): Variable {
  const norm = vectorNorm(x, 2, dimension, true);
  const floor = roundTo(norm.tensor.dtype, eps);
  return record(
    map(norm.tensor, (value) => (value < floor ? floor : value)),
    [norm],
    (gradient) => [gradient],
  );
}
