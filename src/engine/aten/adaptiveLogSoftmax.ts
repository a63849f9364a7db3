import { refuseDimensionless, refuseMultipleTargets } from './checks';
import { pythonFloat } from '../tensor/formatNumber';
import { isFloat } from '../tensor/dtype';
import { subtract } from '../tensor/pointwise';
import { sizeText } from '../tensor/shape';
import { storage, type Tensor } from '../tensor/tensor';
import { refuse } from '../torchError';
import { copyInto, gatherColumn, selectRows } from './indexing';
import { linear } from './linear';
import { logSoftmax } from './logSoftmax';
import { addInPlace } from './pointwise';
import { view } from './reduction';
import { constant, type Variable } from './variable';

/** What the head and the clusters of an adaptive softmax compute with. */
export interface AdaptiveSoftmax {
  /** Where each cluster begins, and at last the number of classes. */
  readonly cutoffs: readonly number[];
  /** The weight of that name in the module's `state_dict`. */
  readonly learned: (name: string) => Variable;
  readonly hasHeadBias: boolean;
}

function checkShapes(input: readonly number[], target: readonly number[]): void {
  refuseMultipleTargets(target.length);
  if (target.length === 1 && input.length === 0) {
    refuseDimensionless(0);
  }
  if (target.length === 1 && input[0] !== target[0]) {
    refuse('Input and target should have the same size in the batch dimension.');
  }
  const rank = target.length;
  if (input.length === rank + 1) return;
  refuse(
    `${rank}D target tensor expects ${rank + 1}D input tensors, ` +
      `but found inputs with size ${sizeText(input)}`,
  );
}

/**
 * The log-probability of each target, of shape `(N)`, for a batch or (with a 0-d target) for one sample: that of
 * its cluster in the head, plus that of the class within the cluster.
 * @throws TorchError for shapes and dtypes that do not fit and for classes that do not exist.
 */
export function targetLogProbabilities(
  input: Variable,
  target: Tensor,
  { cutoffs, learned, hasHeadBias }: AdaptiveSoftmax,
): Variable {
  checkShapes(input.shape, target.shape);
  const batch = target.shape.length === 1 ? input : view(input, [1, input.shape[0]!]);
  const { length } = target.data;
  const { dtype } = batch.tensor;
  let output = constant({ dtype, shape: [length], data: storage(dtype, length) });
  const headColumns = storage(target.dtype, length);
  let found = 0;
  for (let i = 0; i < cutoffs.length; i++) {
    const low = i === 0 ? 0 : cutoffs[i - 1]!;
    const rows: number[] = [];
    target.data.forEach((index, row) => {
      if (index >= low && index < cutoffs[i]!) rows.push(row);
    });
    if (rows.length === 0) continue;
    found += rows.length;
    for (const row of rows) headColumns[row] = i === 0 ? target.data[row]! : cutoffs[0]! + i - 1;
    if (i === 0) continue;
    const chosen: Tensor = {
      dtype: target.dtype,
      shape: [rows.length],
      data: storage(target.dtype, rows.length).map((_, k) => target.data[rows[k]!]!),
    };
    const relative = subtract(chosen, { int: low });
    const name = `tail.${i - 1}`;
    const projected = linear(selectRows(batch, rows), learned(`${name}.0.weight`), null);
    const log = logSoftmax(linear(projected, learned(`${name}.1.weight`), null), 1);
    output = copyInto(output, rows, gatherColumn(log, relative));
  }
  if (found !== length) refuseClasses(target, cutoffs.at(-1)!);
  const head = linear(batch, learned('head.weight'), hasHeadBias ? learned('head.bias') : null);
  const picked = gatherColumn(logSoftmax(head, 1), { ...target, shape: [length], data: headColumns });
  return addInPlace(output, picked);
}

function refuseClasses({ dtype, data }: Tensor, classes: number): never {
  let [smallest, largest] = [Infinity, -Infinity];
  for (const value of data) {
    smallest = Math.min(smallest, value);
    largest = Math.max(largest, value);
  }
  const text = (value: number): string => {
    if (dtype === 'bool') return value === 0 ? 'False' : 'True';
    return isFloat(dtype) ? pythonFloat(value) : String(value);
  };
  refuse(
    `Target values should be in [0, ${classes - 1}], ` +
      `but values in range [${text(smallest)}, ${text(largest)}] were found. `,
  );
}
