import { elementCount, storage, type Tensor } from '../tensor/tensor';
import { TorchError } from '../torchError';
import { requireDimension } from './checks';
import { record, type Variable } from './variable';

/**
 * `torch.max` along a dimension: the values. NaN is the largest; the first of several gets the whole gradient.
 * @throws TorchError for a dimension that is empty or not there.
 */
export function maxDimension(x: Variable, dimension: number): Variable {
  const { dtype, shape, data } = x.tensor;
  requireDimension(shape, dimension);
  const size = shape[dimension] ?? 1;
  const kept = shape.filter((_, index) => index !== dimension);
  if (size === 0) {
    throw new TorchError('IndexError', `max(): Expected reduction dim ${dimension} to have non-zero size.`);
  }
  const inner = elementCount(shape.slice(dimension + 1));
  const best = storage(dtype, elementCount(kept));
  const places = new Float64Array(best.length);
  for (let row = 0; row < best.length; row++) {
    let place = Math.floor(row / inner) * size * inner + (row % inner);
    const end = place + size * inner;
    for (let k = place + inner; k < end && !Number.isNaN(data[place]); k += inner) {
      if (!(data[k]! <= data[place]!)) place = k;
    }
    places[row] = place;
    best[row] = data[place]!;
  }
  return record({ dtype, shape: kept, data: best }, [x], (gradient) => [scatter(x.tensor, places, gradient)]);
}

function scatter({ dtype, shape, data }: Tensor, places: Float64Array, gradient: Tensor): Tensor {
  const scattered = storage(dtype, data.length);
  for (let row = 0; row < places.length; row++) scattered[places[row]!] = gradient.data[row]!;
  return { dtype, shape, data: scattered };
}
