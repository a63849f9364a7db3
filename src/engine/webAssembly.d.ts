/** What is assembled from `numeric/tileProduct.wat` when the bundle is built (see esbuild.mjs). */
declare module '#tileProduct' {
  /** WebAssembly, in base64. */
  export const binary: string;
}

/** The same of `numeric/vectorLoops.wat`. */
declare module '#vectorLoops' {
  export const binary: string;
}
