import type { LossDefinition } from '../defineLoss';
import { cppTypes, scalarTypeName } from '../tensor/dtype';
import { dtypes, type Tensor } from '../tensor/tensor';
import { t } from '../words';

/** C++'s name of a dtype, or of its type (`c10::Half`, `long int`, `uint8_t`), in Python's words. */
export function dtypeWords(name: string): string {
  const known = dtypes.find((dtype) => scalarTypeName(dtype) === name || cppTypes[dtype] === name);
  return known ?? name.replace(/_t$/, '');
}

/** A shape as Python writes a tuple; nothing without a tensor. */
export function shapeOf(tensor: Tensor | undefined): string {
  if (!tensor) return '';
  const { shape } = tensor;
  return `(${shape.join(', ')}${shape.length === 1 ? ',' : ''})`;
}

/** The shape of each input: `(2,) of input and (3,) of target`. */
export function shapesOf(inputs: Readonly<Record<string, Tensor>>): string {
  return listed(Object.entries(inputs).map(([name, tensor]) => t`${shapeOf(tensor)} of ${name}`));
}

/** What a parameter may be. */
export function choices(loss: LossDefinition, name: string): string {
  const row = loss.parameters.find((parameter) => parameter.name === name);
  return listed((row?.choices ?? []).map((choice) => `'${choice}'`));
}

/** Words in a row: `a, b and c`. */
export function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : t`${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;
}
