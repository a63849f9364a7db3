import type { LossDefinition } from '../engine/defineLoss';
import { evaluate } from '../engine/evaluate';
import { examplesOf } from '../engine/examples';
import type { ParameterValue } from '../engine/lossDefinition';
import { elementCount, storage, type Tensor } from '../engine/tensor/tensor';
import { TorchError } from '../engine/torchError';
import { parseTensor } from '../text/parseTensor';

/**
 * What PyTorch raises when a loss with these parameters is called with these inputs, or as its first example calls it;
 * undefined where it takes them. Losses whose weights a module learns are not tried.
 */
export function refusal(
  loss: LossDefinition,
  via: 'module' | 'functional',
  parameters: Readonly<Record<string, ParameterValue>>,
  inputs = exampleOf(loss),
): TorchError | undefined {
  if (!inputs || loss.learned) return undefined;
  try {
    evaluate({ loss: loss.name, parameters, inputs, via });
    return undefined;
  } catch (error) {
    if (error instanceof TorchError) return error;
    throw error;
  }
}

function exampleOf(loss: LossDefinition): Readonly<Record<string, Tensor>> | undefined {
  const [example] = examplesOf(loss);
  if (!example) return undefined;
  const inputs: Record<string, Tensor> = {};
  for (const { name, dtype } of loss.inputs) {
    const parsed = parseTensor(example.inputs[name] ?? '', { expected: dtype });
    if (!parsed.ok) return undefined;
    inputs[name] = parsed.tensor;
  }
  return inputs;
}

/** A tensor of zeros (or another number), to try shapes with. */
export function filled(shape: readonly number[], dtype: 'float32' | 'int64' = 'float32', value = 0): Tensor {
  return { dtype, shape, data: storage(dtype, elementCount(shape)).fill(value) };
}
