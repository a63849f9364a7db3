import { elementwiseFormula, type ShownReduction } from '../formulaParts';
import type { Formula } from '../lossDefinition';

/** A distance of two vectors `u` and `v`, in TeX and in words. */
export interface DistanceFormula {
  /** TeX of what follows `d(u, v) =`; undefined if it is not known. */
  readonly tex: string | undefined;
  /** In words, fit to follow "where the distance is". */
  readonly words: string;
  /** TeX of what follows `\nabla_u d(u, v) =`; undefined if it is not known. */
  readonly slopeTex: string | undefined;
  /** In words, fit to follow "the slope of the distance is". */
  readonly slopeWords: string;
}

/** The Euclidean distance of `u` and `v`, a small constant added to each difference. */
export const euclideanDistance: DistanceFormula = {
  tex: '\\lVert u - v + \\varepsilon \\rVert_2',
  words: 'the Euclidean length of the difference plus epsilon',
  slopeTex: '\\frac{u - v + \\varepsilon}{d(u, v)}',
  slopeWords: 'the difference plus epsilon over the distance',
};

/** The formula of the triplet losses. */
export function tripletFormula(
  shown: ShownReduction,
  distance: DistanceFormula,
  isSwapped: boolean,
): Formula {
  const far = isSwapped ? '\\min\\left(d(a_i, a_i^{-}),\\, d(a_i^{+}, a_i^{-})\\right)' : 'd(a_i, a_i^{-})';
  const farWords = isSwapped
    ? 'the smaller one of the distances of negative i from anchor i and from positive i'
    : 'the distance from anchor i to negative i';
  const farSlope = isSwapped
    ? '\\left[d(a_i, a_i^{-}) < d(a_i^{+}, a_i^{-})\\right] \\nabla_{a_i} d(a_i, a_i^{-})'
    : '\\nabla_{a_i} d(a_i, a_i^{-})';
  const farSlopeWords = isSwapped
    ? 'of that to negative i, where that is the smaller one of the two'
    : 'of that to negative i';
  const gap = `d(a_i, a_i^{+}) - ${far} + \\Delta`;
  return elementwiseFormula(shown, {
    element: `\\max\\left(0,\\, ${gap}\\right)` + defined('d(u, v)', distance.tex),
    words:
      `the distance from anchor i to positive i minus ${farWords} plus the margin, but at least zero, where ` +
      `the distance is ${distance.words}`,
    factor: '1',
    derivative:
      `\\left[${gap} \\ge 0\\right] \\left(\\nabla_{a_i} d(a_i, a_i^{+}) - ${farSlope}\\right)` +
      defined('\\nabla_u d(u, v)', distance.slopeTex),
    derivativeWords:
      `where the loss is not cut off, the slope of the distance to positive i minus the slope ${farSlopeWords}, ` +
      `else zero; the slope of the distance is ${distance.slopeWords}`,
    by: { tex: 'a_i', words: 'anchor i' },
    unit: 'triplets',
  });
}

function defined(symbol: string, tex: string | undefined): string {
  return tex === undefined ? '' : `, \\quad ${symbol} = ${tex}`;
}
