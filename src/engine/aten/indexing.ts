import { storage, type Tensor } from '../tensor/tensor';
import { refuse } from '../torchError';
import { record, type Variable } from './variable';

/** ATen's `index_select` along the first dimension of a matrix: those rows, in that order. */
export function selectRows(x: Variable, rows: readonly number[]): Variable {
  const { dtype, shape, data } = x.tensor;
  const width = shape[1]!;
  const selected = storage(dtype, rows.length * width);
  rows.forEach((row, i) => {
    selected.set(data.subarray(row * width, (row + 1) * width), i * width);
  });
  return record({ dtype, shape: [rows.length, width], data: selected }, [x], (gradient) => {
    const spread = storage(dtype, data.length);
    rows.forEach((row, i) => {
      spread.set(gradient.data.subarray(i * width, (i + 1) * width), row * width);
    });
    return [{ dtype, shape, data: spread }];
  });
}

/**
 * ATen's `gather` of one element of each row of a matrix.
 * @param columns One column per row, each of which must exist.
 * @throws TorchError for columns, if there are any, that are not int32 or int64.
 */
export function gatherColumn(x: Variable, columns: Tensor): Variable {
  if (columns.data.length > 0 && columns.dtype !== 'int64' && columns.dtype !== 'int32') {
    refuse('gather(): Expected dtype int32/int64 for index');
  }
  const { dtype, shape, data } = x.tensor;
  const [count, width] = shape as [number, number];
  const picked = storage(dtype, count);
  for (let i = 0; i < count; i++) picked[i] = data[i * width + columns.data[i]!]!;
  return record({ dtype, shape: [count], data: picked }, [x], (gradient) => {
    const spread = storage(dtype, data.length);
    for (let i = 0; i < count; i++) spread[i * width + columns.data[i]!] = gradient.data[i]!;
    return [{ dtype, shape, data: spread }];
  });
}

/** ATen's `index_copy_` of a vector's elements into another vector, at those places. */
export function copyInto(target: Variable, places: readonly number[], values: Variable): Variable {
  const { dtype, shape } = target.tensor;
  const data = target.tensor.data.slice();
  places.forEach((place, i) => (data[place] = values.tensor.data[i]!));
  return record({ dtype, shape, data }, [target, values], (gradient) => {
    const kept = gradient.data.slice();
    const taken = storage(dtype, places.length);
    places.forEach((place, i) => {
      taken[i] = kept[place]!;
      kept[place] = 0;
    });
    return [
      { ...gradient, data: kept },
      { dtype, shape: [places.length], data: taken },
    ];
  });
}
