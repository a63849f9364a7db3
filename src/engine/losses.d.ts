/** Every loss, found by walking `losses/` when the bundle is built (see esbuild.mjs). */
declare module '#losses' {
  export const losses: readonly import('./defineLoss').LossDefinition[];
  /** The working of each, by its name. */
  export const workings: Readonly<Record<string, import('./defineLoss').Working | undefined>>;
  /** The values that reach every formula of each, likewise. */
  export const representatives: Readonly<
    Record<string, import('./lossDefinition').FormulaRepresentatives | undefined>
  >;
  /** The kinks of each, likewise. */
  export const kinks: Readonly<Record<string, readonly import('./lossDefinition').Kink[] | undefined>>;
  /** The examples of each, likewise. */
  export const examples: Readonly<
    Record<string, readonly import('./lossDefinition').LossExample[] | undefined>
  >;
}
