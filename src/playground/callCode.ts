import type { LossDefinition } from '../engine/defineLoss';
import { isWeightName } from '../engine/learnedWeights';
import type { ParameterDefinition, ParameterValue } from '../engine/lossDefinition';
import { isTensorValue, pythonText } from '../engine/nativeTypes';
import type { Tensor } from '../engine/tensor/tensor';
import type { FileTensor } from '../protocol/messages';
import { tensorToPython } from '../text/exportTensor';
import { weightCode } from './moduleWeights';
import { pythonString, tensorCode } from './tensorCode';

/** A call to write down. */
export interface WrittenCall {
  readonly loss: LossDefinition;
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  readonly inputs: readonly {
    readonly name: string;
    readonly tensor: Tensor;
    /** What is passed in place of the tensor, where that is a Python number. */
    readonly number?: number;
    readonly nameInCode?: string;
    /** Where the tensor is, if it stays in a file. */
    readonly file?: FileTensor;
  }[];
  /** The weights that were entered, for a module that learns. */
  readonly weights: WrittenCall['inputs'];
  /** The inputs that require a gradient, and the weights of the module. */
  readonly gradients: readonly string[];
  readonly via: 'module' | 'functional';
  /** Whether the loss is one number, on which `backward()` can be called. */
  readonly isScalar: boolean;
}

const identifier = /^[A-Za-z_]\w*$/;

/** Names that the code itself uses, or that Python keeps for itself. */
const taken =
  /^(?:torch|nn|F|criterion|loss|print|None|True|False|and|as|assert|async|await|break|class|continue|def|del|elif|else|except|finally|for|from|global|if|import|in|is|lambda|nonlocal|not|or|pass|raise|return|try|while|with|yield)$/;

/** The engine's distance functions, by the name that stands for them in a state. */
const functions: Readonly<Record<string, string>> = {
  pairwise_distance: 'torch.nn.functional.pairwise_distance',
  '1 - cosine_similarity': 'lambda a, b: 1 - torch.nn.functional.cosine_similarity(a, b)',
  l_inf: 'lambda a, b: (a - b).abs().max(dim=1).values',
};

/** The call as PyTorch code that runs and prints the same numbers. */
export function callCode(call: WrittenCall): string {
  const { loss, inputs, gradients } = call;
  const names = namesInCode(inputs);
  const nameOf = (name: string): string =>
    isWeightName(name) ? weightCode(name) : (names.get(name) ?? name);
  const codes = new Map(
    [...inputs, ...call.weights].map(({ name, tensor, number, file }) => [
      name,
      number === undefined
        ? tensorCode(tensor, isWeightName(name) ? name : nameOf(name), file)
        : { expression: numberCode(number), imports: [] },
    ]),
  );
  const lines = [
    ...new Set([...codes.values()].flatMap(({ imports }) => imports)),
    'import torch',
    ...(call.via === 'module' ? ['import torch.nn as nn'] : ['import torch.nn.functional as F']),
    '',
  ];
  for (const { name } of inputs) {
    const variable = nameOf(name);
    lines.push(`${variable} = ${codes.get(name)?.expression ?? ''}`);
    if (gradients.includes(name)) lines.push(`${variable}.requires_grad_()`);
  }
  const given = argumentsCode(call, nameOf);
  const keywords = loss.parameters
    .filter(({ name }) => name in call.parameters)
    .map((row) => {
      const name = call.via === 'module' ? row.name : (row.functionalName ?? row.name);
      return `${name}=${valueCode(row, call.parameters[row.name] ?? null)}`;
    });
  lines.push('');
  if (call.via === 'module') {
    // The weights that the playground computes with.
    if (loss.learned !== undefined) lines.push('torch.manual_seed(0)');
    lines.push(`criterion = nn.${loss.name}(${keywords.join(', ')})`);
    for (const { name } of call.weights)
      lines.push(`${nameOf(name)}.data = ${codes.get(name)?.expression ?? ''}`);
    const field = loss.resultField === undefined ? '' : `.${loss.resultField}`;
    lines.push(`loss = criterion(${given.join(', ')})${field}`);
  } else lines.push(`loss = F.${loss.functional ?? loss.name}(${[...given, ...keywords].join(', ')})`);
  lines.push('print(loss)');
  if (gradients.length > 0) {
    lines.push('', call.isScalar ? 'loss.backward()' : 'loss.sum().backward()');
    for (const name of gradients) lines.push(`print(${nameOf(name)}.grad)`);
  }
  return `${lines.join('\n')}\n`;
}

/**
 * The inputs as arguments: by their places, but by their names behind a parameter that has its place between them, as
 * `linear_weight` of `F.linear_cross_entropy` has.
 */
function argumentsCode(
  { loss, inputs, via }: WrittenCall,
  nameOf: (name: string) => string,
): readonly string[] {
  const isBetween = via === 'functional' && loss.parameters.some((row) => row.required && row.functionalOnly);
  return inputs.map(({ name }, index) => (isBetween && index > 0 ? `${name}=${nameOf(name)}` : nameOf(name)));
}

/** The inputs' names in the code that they came from, where these can stand side by side; else PyTorch's. */
function namesInCode(inputs: WrittenCall['inputs']): ReadonlyMap<string, string> {
  const own = inputs.map(({ name, nameInCode }) => {
    const usable = nameInCode !== undefined && identifier.test(nameInCode) && !taken.test(nameInCode);
    return usable ? nameInCode : name;
  });
  const distinct = new Set(own).size === own.length;
  return new Map(inputs.map(({ name }, index) => [name, (distinct ? own[index] : undefined) ?? name]));
}

/** PyTorch's classes among the options, by whatever name the text has them. */
const optionsClass = /^\s*(?:\w+\s*\.\s*)*(?=LinearCrossEntropyOptions\b)/;

function valueCode({ kind }: ParameterDefinition, value: ParameterValue): string {
  if (isTensorValue(value)) return tensorToPython(value);
  if (typeof value === 'object' && value !== null) return `[${value.join(', ')}]`;
  if (typeof value === 'string') return kind === 'function' ? functionCode(value) : pythonString(value);
  return numberCode(value);
}

function functionCode(text: string): string {
  return functions[text] ?? text.replace(optionsClass, 'torch.nn.');
}

function numberCode(value: ParameterValue): string {
  const text = pythonText(value);
  return /^-?(?:inf|nan)$/.test(text) ? `float('${text}')` : text;
}
