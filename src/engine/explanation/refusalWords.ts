import type { LossDefinition } from '../defineLoss';
import type { Tensor } from '../tensor/tensor';

const dtypeNames: Readonly<Record<string, string>> = {
  Long: 'int64',
  Int: 'int32',
  Short: 'int16',
  Char: 'int8',
  Byte: 'uint8',
  Bool: 'bool',
  Half: 'float16',
  BFloat16: 'bfloat16',
  Float: 'float32',
  Double: 'float64',
};

/** C++'s name of a dtype in Python's words. */
export function dtypeWords(name: string): string {
  return dtypeNames[name] ?? name;
}

/** A shape as Python writes a tuple; nothing without a tensor. */
export function shapeOf(tensor: Tensor | undefined): string {
  if (!tensor) return '';
  const { shape } = tensor;
  return `(${shape.join(', ')}${shape.length === 1 ? ',' : ''})`;
}

/** The shape of each input: `(2,) of input and (3,) of target`. */
export function shapesOf(inputs: Readonly<Record<string, Tensor>>): string {
  return listed(Object.entries(inputs).map(([name, tensor]) => `${shapeOf(tensor)} of ${name}`));
}

/** What a parameter may be. */
export function choices(loss: LossDefinition, name: string): string {
  const row = loss.parameters.find((parameter) => parameter.name === name);
  return listed((row?.choices ?? []).map((choice) => `'${choice}'`));
}

/** Words in a row: `a, b and c`. */
export function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;
}
