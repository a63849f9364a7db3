/** A rectangle in thousandths of an em, y upwards from its lower edge. */
export type Box = readonly [x: number, y: number, width: number, height: number];

/** One line's worth of a formula that is a filled rectangle (fraction bars, stretched braces). */
export type Rule = Box;

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
  /** Where the symbols of parameters and inputs stand, by their TeX; those that don't occur are left out. */
  readonly places: Readonly<Record<string, readonly Box[]>>;
}

/** What `dist/formulas.json` holds: every formula that any configuration of any loss has, by its TeX. */
export interface FormulaData {
  /** SVG path data in thousandths of an em, y upwards, shared by all formulas. */
  readonly glyphs: readonly string[];
  readonly formulas: Readonly<Record<string, TypesetFormula>>;
  /** The same in more lines for a side bar, where that makes them narrower. */
  readonly narrow: Readonly<Record<string, TypesetFormula>>;
}
