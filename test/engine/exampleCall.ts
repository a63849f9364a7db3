import type { LossDefinition } from '../../src/engine/defineLoss';
import type { LossCall } from '../../src/engine/evaluate';
import { initialWeights } from '../../src/engine/initialWeights';
import type { LossExample, ParameterValue } from '../../src/engine/lossDefinition';
import { isFloat } from '../../src/engine/tensor/dtype';
import type { DType, Tensor } from '../../src/engine/tensor/tensor';
import { tensorOf, type Nested } from './tensorOf';

/** An example of a loss as a call. Numbers with a point make a tensor of floats, others one of the usual dtype. */
export function exampleCall(loss: LossDefinition, example: LossExample): LossCall {
  const inputs: Record<string, Tensor> = {};
  const gradients: string[] = [];
  for (const { name, dtype } of loss.inputs) {
    const tensor = tensorFrom(example.inputs[name] ?? '', dtype);
    inputs[name] = tensor;
    if (isFloat(tensor.dtype) && gradients.length === 0) gradients.push(name);
  }
  const parameters: Record<string, ParameterValue> = {};
  for (const [name, text] of Object.entries(example.parameters)) {
    const kind = loss.parameters.find((parameter) => parameter.name === name)?.kind;
    if (kind === undefined) throw new Error(`${loss.name} has no parameter ${name}`);
    parameters[name] = valueFrom(text, kind);
  }
  const learned = loss.learned && initialWeights(loss, parameters, 0);
  return { loss: loss.name, inputs, parameters: { ...parameters, ...learned }, gradients };
}

function tensorFrom(text: string, dtype: DType): Tensor {
  return tensorOf(text.includes('.') && !isFloat(dtype) ? 'float32' : dtype, JSON.parse(text) as Nested);
}

function valueFrom(text: string, kind: string): ParameterValue {
  switch (kind) {
    case 'choice':
    case 'function':
      return text;
    case 'tensor':
      return tensorFrom(text, 'float32');
    case 'bool':
      return text === 'True';
    default:
      return /^-?\d+$/.test(text) ? BigInt(text) : (JSON.parse(text) as ParameterValue);
  }
}
