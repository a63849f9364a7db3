import type { ShapeCase } from './lossDefinition';

/** A loss for each element, of tensors of any one shape. */
export const anyShape: readonly ShapeCase[] = [
  { label: 'any shape', inputs: { input: ['*'], target: ['*'] }, output: ['*'] },
];

/** Scores of classes against the index of the right one. */
export const sampleShapes: readonly ShapeCase[] = [
  { label: 'a batch', inputs: { input: ['N', 'C'], target: ['N'] }, output: ['N'] },
  { label: 'one sample', inputs: { input: ['C'], target: [] }, output: [] },
];

/** The same with a loss at each place. */
export const pixelShape: ShapeCase = {
  label: 'pixels, or steps of a sequence',
  inputs: { input: ['N', 'C', '*'], target: ['N', '*'] },
  output: ['N', '*'],
};
