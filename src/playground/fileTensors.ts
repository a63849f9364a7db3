import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Tensor } from '../engine/tensor/tensor';
import { FileError } from '../files/fileError';
import { refuseTooLarge, storedTensors } from '../files/tensorFile';
import { t } from '../l10n/localize';
import type { FileTensor } from '../protocol/messages';
import type { ParseOptions } from '../text/parseResult';

/** Tensors that stay in their files. */
export interface TensorSource {
  /** Those that are remembered: nobody may take their arrays away. */
  readonly tensors: readonly Tensor[];
  /**
   * Reads one, as its file is now.
   * @throws FileError
   */
  read(file: FileTensor, options: ParseOptions): Tensor;
}

interface Read {
  readonly key: string;
  readonly tensor: Tensor;
}

/** As many tensors as losses have inputs, and one. */
const mostRemembered = 5;

/** Reads tensors from files of this machine, and remembers the latest as long as their files stay as they are. */
export class FileTensors implements TensorSource {
  #read: readonly Read[] = [];

  get tensors(): readonly Tensor[] {
    return this.#read.map(({ tensor }) => tensor);
  }

  read(file: FileTensor, options: ParseOptions): Tensor {
    const fileName = path.basename(file.path);
    try {
      const { mtimeMs, size } = statSync(file.path);
      refuseTooLarge(fileName, size);
      const key = JSON.stringify([file.path, file.array, mtimeMs, size, options.expected]);
      const known = this.#read.find((each) => each.key === key);
      const tensor = known?.tensor ?? readTensor(fileName, file, options);
      this.#read = [{ key, tensor }, ...this.#read.filter((each) => each.key !== key)].slice(
        0,
        mostRemembered,
      );
      return tensor;
    } catch (error) {
      if (error instanceof FileError) throw error;
      const isGone = error instanceof Error && 'code' in error && error.code === 'ENOENT';
      if (isGone) throw new FileError(t`${fileName} is gone: there is no file ${file.path} any more`);
      throw new FileError(`${fileName}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}

function readTensor(fileName: string, file: FileTensor, { expected }: ParseOptions): Tensor {
  const stored = storedTensors(fileName, readFileSync(file.path));
  const found = stored.find(({ name }) => name === file.array);
  if (!found) throw new FileError(t`${fileName}: there is no ${file.array} in this file any more`);
  return found.read(expected ? { expected } : {});
}
