import type { DType, Tensor } from '../engine/tensor/tensor';
import type { FileTensor } from '../protocol/messages';
import { tensorToPython } from '../text/exportTensor';
import { printSize } from '../engine/tensor/printTensor';

/** An expression that makes a tensor, and the imports that it needs besides `torch`. */
export interface TensorCode {
  readonly expression: string;
  readonly imports: readonly string[];
}

/** From so many elements on a tensor is not written out: the code would be of no use. */
const longestTensor = 10_000;

/** Of tensors that are written out: what was typed into another field leaves this one's tensor as it is. */
const written = new WeakMap<Tensor, string>();

/**
 * The code that makes a tensor: written out, or read from the file that it came from.
 * @param name what the variable is called
 */
export function tensorCode(tensor: Tensor, name: string, file?: FileTensor): TensorCode {
  if (tensor.data.length <= longestTensor) {
    const expression = written.get(tensor) ?? tensorToPython(tensor);
    written.set(tensor, expression);
    return { expression, imports: [] };
  }
  const extension = file && /\.(npy|npz|safetensors)$/i.exec(file.path)?.[1]?.toLowerCase();
  if (!file || !extension) {
    const what = `${tensor.dtype} ${printSize(tensor.shape)}, too long to write out`;
    return { expression: `torch.load('${name}.pt')  # ${what}`, imports: [] };
  }
  const member = `[${pythonString(file.array)}]`;
  if (extension === 'safetensors') {
    const loaded = `load_file(${pythonString(file.path)})${member}.to(torch.${tensor.dtype})`;
    return { expression: loaded, imports: ['from safetensors.torch import load_file'] };
  }
  const array = `np.load(${pythonString(file.path)})${extension === 'npz' ? member : ''}`;
  const made = `torch.from_numpy(np.ascontiguousarray(${array}, dtype=np.${numpyName(tensor.dtype)}))`;
  const converted = tensor.dtype === 'bfloat16' ? `${made}.bfloat16()` : made;
  return { expression: converted, imports: ['import numpy as np'] };
}

/** NumPy has no bfloat16. */
function numpyName(dtype: DType): string {
  if (dtype === 'bool') return 'bool_';
  return dtype === 'bfloat16' ? 'float32' : dtype;
}

/** A string as Python writes it. */
export function pythonString(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`;
}
