import type { LossDefinition } from '../engine/defineLoss';
import type { ParameterDefinition, ParameterValue } from '../engine/lossDefinition';
import { isTensorValue, pythonText } from '../engine/nativeTypes';
import type { Tensor } from '../engine/tensor/tensor';
import { tensorToPython } from '../text/exportTensor';
import { printSize } from '../text/printTensor';

/** A call to write down. */
export interface WrittenCall {
  readonly loss: LossDefinition;
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  readonly inputs: readonly {
    readonly name: string;
    readonly tensor: Tensor;
    readonly nameInCode?: string;
  }[];
  /** The inputs that require a gradient. */
  readonly gradients: readonly string[];
  readonly via: 'module' | 'functional';
  /** Whether the loss is one number, on which `backward()` can be called. */
  readonly isScalar: boolean;
}

/** From so many elements on a tensor is not written out: the code would be of no use. */
const longestTensor = 10_000;

const identifier = /^[A-Za-z_]\w*$/;

/** The call as PyTorch code that runs and prints the same numbers. */
export function callCode(call: WrittenCall): string {
  const { loss, inputs, gradients } = call;
  const names = new Map(inputs.map((input) => [input.name, nameInCode(input)]));
  const lines = [
    'import torch',
    ...(call.via === 'module' ? ['import torch.nn as nn'] : ['import torch.nn.functional as F']),
    '',
  ];
  for (const { name, tensor } of inputs) {
    const variable = names.get(name) ?? name;
    lines.push(`${variable} = ${tensorCode(tensor, variable)}`);
    if (gradients.includes(name)) lines.push(`${variable}.requires_grad_()`);
  }
  const positional = inputs.map(({ name }) => names.get(name) ?? name);
  const keywords = loss.parameters
    .filter(({ name }) => name in call.parameters)
    .map((row) => `${row.name}=${valueCode(row, call.parameters[row.name] ?? null)}`);
  lines.push('');
  if (call.via === 'module') {
    lines.push(
      `criterion = nn.${loss.name}(${keywords.join(', ')})`,
      `loss = criterion(${positional.join(', ')})`,
    );
  } else lines.push(`loss = F.${loss.functional ?? loss.name}(${[...positional, ...keywords].join(', ')})`);
  lines.push('print(loss)');
  if (gradients.length > 0) {
    lines.push('', call.isScalar ? 'loss.backward()' : 'loss.sum().backward()');
    for (const name of gradients) lines.push(`print(${names.get(name) ?? name}.grad)`);
  }
  return `${lines.join('\n')}\n`;
}

function nameInCode({ name, nameInCode: own }: WrittenCall['inputs'][number]): string {
  return own !== undefined && identifier.test(own) ? own : name;
}

function tensorCode(tensor: Tensor, name: string): string {
  if (tensor.data.length <= longestTensor) return tensorToPython(tensor);
  return `torch.load('${name}.pt')  # ${tensor.dtype} ${printSize(tensor.shape)}, too long to write out`;
}

function valueCode({ kind }: ParameterDefinition, value: ParameterValue): string {
  if (isTensorValue(value)) return tensorToPython(value);
  if (typeof value === 'object' && value !== null) return `[${value.join(', ')}]`;
  if (typeof value === 'string') return kind === 'function' ? value : `'${value}'`;
  const text = pythonText(value);
  return /^-?(?:inf|nan)$/.test(text) ? `float('${text}')` : text;
}
