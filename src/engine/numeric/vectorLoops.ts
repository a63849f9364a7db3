import { binary } from '#vectorLoops';
import { instantiate, type ModuleWithMemory } from './webAssembly';

/** What vectorLoops.wat exports; it says more. `end` is the size of a block in bytes. */
interface VectorModule extends ModuleWithMemory {
  readonly mse: (end: number, slope: number) => number;
  readonly l1: (end: number, scale: number) => number;
  readonly huber: (end: number, corner: number, factor: number, scale: number) => number;
  readonly klDiv: (end: number, slope: number) => number;
  readonly poisson: (end: number, scale: number) => number;
  readonly gaussian: (end: number, floor: number, half: number) => number;
  readonly hinge: (end: number, margin: number, scale: number) => number;
  readonly ranking: (end: number, margin: number, scale: number) => number;
  readonly logistic: (end: number, scale: number) => number;
  readonly softMargin: (end: number, scale: number) => number;
  readonly bce: (end: number, divisor: number) => number;
  readonly crossEntropy: (rows: number, classes: number, ignored: number, scale: number) => number;
}

/** The loops of losses in vector instructions, and the places of the memory that they work on. */
export interface VectorLoops extends VectorModule {
  readonly inputs: readonly Float32Array[];
  readonly outputs: readonly Float32Array[];
  /** The second input, where it is of float64. */
  readonly indices: Float64Array;
  /** The losses of rows. */
  readonly losses: Float64Array;
  readonly products: Float64Array;
}

/** How many float32 elements a place has room for. */
export const placeLength = 8192;

/** A multiple of 4; the product of half as many numbers up to 2 is finite. */
const blockLength = 2000;

/** null where they were tried in vain */
let loops: VectorLoops | null | undefined;

/** The loops; null where the processor, or the program that runs the engine, has no vector instructions. */
export function vectorLoops(): VectorLoops | null {
  return loops === undefined ? (loops = compile()) : loops;
}

function compile(): VectorLoops | null {
  const module = instantiate(binary) as VectorModule | null;
  if (module === null) return null;
  const { buffer } = module.memory;
  const place = (index: number): Float32Array =>
    new Float32Array(buffer, 4 * placeLength * index, placeLength);
  return {
    ...module,
    inputs: [0, 1, 2].map(place),
    outputs: [3, 4].map(place),
    indices: new Float64Array(buffer, 4 * placeLength, placeLength / 2),
    losses: new Float64Array(buffer, 4 * placeLength * 7, placeLength),
    products: new Float64Array(buffer, 4 * placeLength * 9, 2),
  };
}

/**
 * Takes arrays of one length through a loop, block by block, but for what is left of their last four elements.
 * @param outputs where to write; undefined where nothing is wanted
 * @param run computes a block of so many bytes; answers the sum of its losses
 * @returns the sum; NaN as soon as that of a block is NaN, and where there are no such loops
 */
export function inBlocks(
  inputs: readonly Float32Array[],
  outputs: readonly (Float32Array | undefined)[],
  run: (loops: VectorLoops, end: number) => number,
): number {
  const room = vectorLoops();
  if (room === null) return NaN;
  const length = wholeVectors(inputs[0]!);
  let sum = 0;
  for (let start = 0; start < length; start += blockLength) {
    const end = Math.min(start + blockLength, length);
    for (let i = 0; i < inputs.length; i++) room.inputs[i]!.set(inputs[i]!.subarray(start, end));
    sum += run(room, 4 * (end - start));
    if (Number.isNaN(sum)) return NaN;
    for (let i = 0; i < outputs.length; i++)
      outputs[i]?.set(room.outputs[i]!.subarray(0, end - start), start);
  }
  return sum;
}

/** The number of elements that fill vectors of four. */
export function wholeVectors({ length }: Float32Array): number {
  return length - (length % 4);
}
