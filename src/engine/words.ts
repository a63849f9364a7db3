/** Puts a text, given as the parts around its values, into the user's language. */
export type Words = (parts: TemplateStringsArray, ...values: readonly (string | number)[]) => string;

let words: Words = String.raw;

/** A text of ours that users read. The engine knows English only; whoever shows it may translate ({@link setWords}). */
export const t: Words = (parts, ...values) => words(parts, ...values);

/** Sets who translates the engine's texts. */
export function setWords(translate: Words): void {
  words = translate;
}
