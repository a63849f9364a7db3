import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { storage, type DType, type Tensor } from '../../src/engine/tensor/tensor';
import type { PrintOptions } from '../../src/engine/tensor/printTensor';
import { projectRoot } from '../projectRoot';

/** A tensor and what PyTorch, NumPy and Python print for it; made by prints.py. */
export interface Print {
  readonly tensor: Tensor;
  readonly options: PrintOptions;
  readonly print: string;
  /** `repr` and `str` of the NumPy array, with all digits. */
  readonly numpy: readonly [string, string];
  /** The `repr` of `.tolist()`. */
  readonly list: string;
  /** The `repr` of `.item()`, for one element. */
  readonly item?: string;
}

interface PrintLine extends Omit<Print, 'tensor'> {
  readonly tensor: { dtype: DType; shape: readonly number[]; data: readonly (number | string)[] };
}

/** Every tensor that prints.py recorded. */
export function readPrints(): readonly Print[] {
  const file = path.join(projectRoot, 'test/text/prints.jsonl.gz');
  const [versions, ...lines] = gunzipSync(readFileSync(file)).toString().trimEnd().split('\n');
  assert.match(versions ?? '', /"torch": "2\.13/);
  return lines.map((line) => {
    const { tensor, ...rest } = JSON.parse(line) as PrintLine;
    const data = storage(tensor.dtype, tensor.data.length);
    data.set(
      tensor.data.map((value) => Number(value === 'inf' ? Infinity : value === '-inf' ? -Infinity : value)),
    );
    return { tensor: { dtype: tensor.dtype, shape: tensor.shape, data }, ...rest };
  });
}
