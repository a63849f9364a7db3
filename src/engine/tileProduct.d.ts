/** What is assembled from `numeric/tileProduct.wat` when the bundle is built (see esbuild.mjs). */
declare module '#tileProduct' {
  /** WebAssembly, in base64. */
  export const binary: string;
}
