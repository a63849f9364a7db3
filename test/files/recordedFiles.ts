import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { projectRoot } from '../projectRoot';

/** What a recorded file holds, in the file's words. */
export interface RecordedTensor {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

/** A file that NumPy, Python, PyTorch or safetensors wrote; made by makeFiles.py. */
export interface RecordedFile {
  readonly file: string;
  readonly bytes: Uint8Array;
  readonly tensors: readonly RecordedTensor[];
}

interface Line {
  readonly file: string;
  readonly bytes: string;
  readonly tensors: readonly (Omit<RecordedTensor, 'data'> & {
    readonly data: readonly (number | boolean | 'nan' | 'inf' | '-inf')[];
  })[];
}

const special = { nan: NaN, inf: Infinity, '-inf': -Infinity };

/** Every file that makeFiles.py recorded. */
export function readFiles(): readonly RecordedFile[] {
  const recorded = readFileSync(path.join(projectRoot, 'test/files/files.jsonl.gz'));
  const [, ...lines] = gunzipSync(recorded).toString().split('\n');
  return lines.map((text) => {
    const { file, bytes, tensors } = JSON.parse(text) as Line;
    const held = tensors.map((tensor) => ({
      ...tensor,
      data: tensor.data.map((value) => (typeof value === 'string' ? special[value] : Number(value))),
    }));
    return { file, bytes: new Uint8Array(Buffer.from(bytes, 'base64')), tensors: held };
  });
}
