import { binary } from '#tileProduct';
import { tileRows, tileSide, tileStride, type Floats, type TileProduct } from './tileProduct';

/** What tileProduct.wat exports; it says more. */
interface TileModule {
  readonly memory: { readonly buffer: ArrayBuffer };
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

/** What the engine asks of where it runs, if that has it. */
interface Host {
  readonly atob: (base64: string) => string;
  readonly WebAssembly: {
    readonly Module: new (bytes: Uint8Array) => object;
    readonly Instance: new (module: object) => { readonly exports: object };
  };
}

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
  try {
    const { atob, WebAssembly } = globalThis as unknown as Host;
    const module = new WebAssembly.Module(Uint8Array.from(atob(binary), (byte) => byte.charCodeAt(0)));
    const { memory, single, double } = new WebAssembly.Instance(module).exports as TileModule;
    return {
      single: tiles(memory.buffer, Float32Array, single),
      double: tiles(memory.buffer, Float64Array, double),
    };
  } catch {
    // No WebAssembly, one without vectors, or a policy against it.
    return null;
  }
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
