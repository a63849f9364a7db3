import { binary } from '#tileProduct';
import { tileRows, tileSide, tileStride, type Floats, type TileProduct } from './tileProduct';
import { instantiate, type ModuleWithMemory } from './webAssembly';

/** What tileProduct.wat exports; it says more. */
interface TileModule extends ModuleWithMemory {
  readonly single: ProductFunction;
  readonly double: ProductFunction;
}

/** Pointers and steps are in bytes. */
type ProductFunction = (
  left: number,
  rowStep: number,
  depthStep: number,
  right: number,
  sums: number,
  rows: number,
  columns: number,
  depth: number,
) => void;

interface SimdProducts {
  readonly single: TileProduct;
  readonly double: TileProduct;
}

/** null where they were tried in vain */
let products: SimdProducts | null | undefined;

/**
 * Tiles of float32 or of float64, multiplied with vector instructions; both share one memory. The sums of
 * float32 are rounded at each step, as PyTorch's are.
 * @returns undefined where the processor, or the program that runs the engine, has no such instructions.
 */
export function simdTileProduct(isSingle: boolean): TileProduct | undefined {
  if (products === undefined) products = compile();
  return products?.[isSingle ? 'single' : 'double'];
}

function compile(): SimdProducts | null {
  const module = instantiate(binary) as TileModule | null;
  return (
    module && {
      single: tiles(module.memory.buffer, Float32Array, module.single),
      double: tiles(module.memory.buffer, Float64Array, module.double),
    }
  );
}

function tiles(
  memory: ArrayBuffer,
  Elements: typeof Float32Array | typeof Float64Array,
  multiply: ProductFunction,
): TileProduct {
  const size = Elements.BYTES_PER_ELEMENT;
  const bytes = size * tileSide ** 2;
  const tile = (index: number): Floats => new Elements(memory, index * bytes, tileSide ** 2);
  return {
    left: tile(0),
    right: tile(1),
    sums: tile(2),
    multiply({ rows, columns, depth, rowStep, depthStep }) {
      const [right, sums] = [bytes, 2 * bytes];
      multiply(0, rowStep * size, depthStep * size, right, sums, tileRows(rows), tileStride(columns), depth);
    },
  };
}
