import { largestOf, softmaxLanes, sumOfExponentials } from '../numeric/softmax';
import { isHalf } from '../tensor/dtype';
import { roundTo } from '../tensor/rounding';
import { elementCount, storage, type Tensor } from '../tensor/tensor';
import { requireDimension, requireFloat } from './checks';
import { record, type Variable } from './variable';

/** How the elements that one softmax runs over lie in memory: `outer` times `inner` of them, `size` long. */
interface Layout {
  readonly size: number;
  readonly inner: number;
  readonly isLast: boolean;
}

function layoutOf({ shape }: Tensor, dimension: number): Layout {
  return {
    size: shape[dimension]!,
    inner: elementCount(shape.slice(dimension + 1)),
    isLast: dimension === shape.length - 1,
  };
}

/**
 * ATen's `log_softmax` along one dimension.
 * @throws TorchError for a dimension that the tensor does not have, and for integers.
 */
export function logSoftmax(x: Variable, dimension: number): Variable {
  requireDimension(x.shape, dimension);
  const layout = layoutOf(x.tensor, dimension);
  if (x.tensor.data.length > 0) {
    const kernel = layout.isLast ? 'log_softmax_lastdim_kernel_impl' : 'log_softmax_kernel_impl';
    requireFloat(x.tensor.dtype, kernel);
  }
  const result = forward(x.tensor, layout);
  return record(result, [x], (gradient) => [differentiate(gradient, result, layout)]);
}

function forward({ dtype, shape, data: x }: Tensor, { size, inner, isLast }: Layout): Tensor {
  const data = storage(dtype, x.length);
  const isSingle = dtype !== 'float64';
  const step = isSingle ? Math.fround : (value: number): number => value;
  // 16-bit floats keep the sum and its logarithm in their own precision where the dimension is the last.
  const keep = isHalf(dtype) && isLast ? (value: number): number => roundTo(dtype, value) : step;
  const lanes = isLast ? softmaxLanes(isSingle) : undefined;
  for (let outer = 0; outer < x.length; outer += size * inner) {
    for (let start = outer; start < outer + inner; start++) {
      const row = { start, count: size, stride: inner };
      const largest = largestOf(x, row);
      const log = keep(Math.log(keep(sumOfExponentials(x, row, largest, isSingle, lanes))));
      for (let i = start; i < start + size * inner; i += inner) {
        data[i] = roundTo(dtype, step(x[i]! - largest) - log);
      }
    }
  }
  return { dtype, shape, data };
}

function differentiate(gradient: Tensor, result: Tensor, { size, inner }: Layout): Tensor {
  const { dtype, shape, data: log } = result;
  const incoming = gradient.data;
  const data = storage(dtype, log.length);
  const step = dtype === 'float64' ? (value: number): number => value : Math.fround;
  for (let outer = 0; outer < log.length; outer += size * inner) {
    for (let start = outer; start < outer + inner; start++) {
      const end = start + size * inner;
      let sum = 0;
      for (let i = start; i < end; i += inner) sum = step(sum + incoming[i]!);
      // Multiplied and subtracted in one rounding, as the processor does.
      for (let i = start; i < end; i += inner) {
        data[i] = roundTo(dtype, incoming[i]! - step(Math.exp(log[i]!)) * sum);
      }
    }
  }
  return { dtype, shape, data };
}
