import { examples } from '#losses';
import type { LossDefinition } from './defineLoss';
import type { LossExample } from './lossDefinition';

/** Examples of a loss, from its file; the first is what the playground opens on. */
export function examplesOf({ name }: Pick<LossDefinition, 'name'>): readonly LossExample[] {
  return (examples[name] ?? []).map((example) => ({
    ...example,
    inputs: Object.fromEntries(Object.entries(example.inputs).map(([input, text]) => [input, inRows(text)])),
  }));
}

/** A row of a matrix to a line, below one another: `[[1, 2],\n [3, 4]]`. */
export function inRows(tensor: string): string {
  let depth = 0;
  return tensor.replace(/\], \[|[[\]]/g, (token) => {
    if (token === '], [') return `],\n${' '.repeat(depth - 1)}[`;
    depth += token === '[' ? 1 : -1;
    return token;
  });
}
