import { isObjectWith, isOptional, isString } from './guards';

/** A formula, typeset: SVG that takes `currentColor`, and the same in words. */
export interface FormulaView {
  readonly svg: string;
  /** The same in more lines, for where it would have to scroll. Left out where that makes it no narrower. */
  readonly narrow?: string;
  readonly words: string;
}

/** Whether the value is a typeset formula. */
export const isFormulaView = isObjectWith<FormulaView>({
  svg: isString,
  narrow: isOptional(isString),
  words: isString,
});
