import type { LossDefinition } from '../engine/defineLoss';
import { evaluate } from '../engine/evaluate';
import type { ParameterValue } from '../engine/lossDefinition';
import type { Tensor } from '../engine/tensor/tensor';
import { TorchError } from '../engine/torchError';
import { parseTensor } from '../text/parseTensor';

/**
 * What PyTorch raises when a loss with these parameters is called as its first example calls it; undefined where it takes
 * them. Losses whose weights a module learns are not tried.
 */
export function refusal(
  loss: LossDefinition,
  via: 'module' | 'functional',
  parameters: Readonly<Record<string, ParameterValue>>,
): TorchError | undefined {
  const [example] = loss.examples;
  if (!example || loss.learned) return undefined;
  const inputs: Record<string, Tensor> = {};
  for (const { name, dtype } of loss.inputs) {
    const parsed = parseTensor(example.inputs[name] ?? '', { expected: dtype });
    if (!parsed.ok) return undefined;
    inputs[name] = parsed.tensor;
  }
  try {
    evaluate({ loss: loss.name, parameters, inputs, via });
    return undefined;
  } catch (error) {
    if (error instanceof TorchError) return error;
    throw error;
  }
}
