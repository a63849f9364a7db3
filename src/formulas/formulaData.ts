/** One line's worth of a formula that is a filled rectangle (fraction bars, stretched braces): x, y, width, height. */
export type Rule = readonly [x: number, y: number, width: number, height: number];

/** An outline of {@link FormulaData.glyphs}: its index, the place of its origin, and its scale in thousandths. */
export type Mark = readonly [glyph: number, x: number, y: number, scale: number];

/**
 * A typeset formula. Lengths are thousandths of an em, y upwards from the baseline; `depth` is positive
 * below the baseline.
 */
export interface TypesetFormula {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  readonly marks: readonly Mark[];
  readonly rules: readonly Rule[];
}

/** What `dist/formulas.json` holds: every formula that any configuration of any loss has, by its TeX. */
export interface FormulaData {
  /** SVG path data in thousandths of an em, y upwards, shared by all formulas. */
  readonly glyphs: readonly string[];
  readonly formulas: Readonly<Record<string, TypesetFormula>>;
  /** The same in more lines for a side bar, where that makes them narrower. */
  readonly narrow: Readonly<Record<string, TypesetFormula>>;
}
