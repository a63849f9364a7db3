/** Every rule, found by walking `rules/` when the bundle is built (see esbuild.mjs). */
declare module '#rules' {
  export const rules: readonly import('./defineRule').Rule[];
}
