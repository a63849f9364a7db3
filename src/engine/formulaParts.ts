import type { Configuration, Formula, ParameterValue } from './lossDefinition';

/** The reductions that a formula can show. */
export type ShownReduction = 'none' | 'mean' | 'sum';

/** The values of `reduction` that reach every formula. */
export const reductionRepresentatives: readonly ParameterValue[] = ['mean', 'sum', 'none'];

/** For a tensor that is given or not: the values that reach every formula. */
export const presenceRepresentatives = [null, { expression: 'w' }] as const;

/** Those of a loss whose formula depends on both and on nothing else. */
export const weightedRepresentatives = {
  reduction: reductionRepresentatives,
  weight: presenceRepresentatives,
} as const;

/**
 * The reduction of a loss as configured, legacy arguments considered. What is not known or not valid shows the
 * loss before it is reduced.
 */
export function shownReduction(configuration: Configuration): ShownReduction {
  const { size_average: average = null, reduce = null, reduction = 'mean' } = configuration;
  if (average !== null || reduce !== null) {
    if (isFalse(reduce)) return 'none';
    return isFalse(average) ? 'sum' : 'mean';
  }
  if (reduction === 'mean' || reduction === 'elementwise_mean') return 'mean';
  return reduction === 'sum' ? 'sum' : 'none';
}

function isFalse(value: Configuration[string]): boolean {
  return value === false || value === 0 || value === '';
}

/** Whether a parameter is given and not None. */
export function isGiven(configuration: Configuration, name: string): boolean {
  return (configuration[name] ?? null) !== null;
}

/** Whether the losses are averaged for certain. */
export function isMean(configuration: Configuration): boolean {
  const { size_average: average = null, reduce = null } = configuration;
  const isKnown = [average, reduce].every((value) => value === null || typeof value !== 'object');
  return isKnown && shownReduction(configuration) === 'mean';
}

/** The loss of one element and its derivative, in TeX and in words. */
export interface ElementFormula {
  /** TeX of the loss of element `i`. */
  readonly element: string;
  /** In words, fit to follow "the mean of". */
  readonly words: string;
  /** What the derivative has over the fraction bar of `1/N`; `1` if there is nothing. */
  readonly factor: string;
  /** TeX of the rest of the derivative. */
  readonly derivative: string;
  /** The whole derivative in words. */
  readonly derivativeWords: string;
  /** By what it is, in TeX and in words: `x_i`, input i, unless another is named. */
  readonly by?: { readonly tex: string; readonly words: string };
  /** What there are N of: elements, unless something else is named. */
  readonly unit?: string;
}

const inputElement = { tex: 'x_i', words: 'input i' };

/** The brackets around all of a derivative, which it needs only behind a factor. */
const brackets = /^\\left\(((?:(?!\\left|\\right).)*)\\right\)$/;

/** The formula of an elementwise loss of `N` elements, reduced. */
export function elementwiseFormula(shown: ShownReduction, part: ElementFormula): Formula {
  const { element, words, factor, derivative, derivativeWords, by = inputElement, unit = 'elements' } = part;
  const plain = factor === '1' ? derivative.replace(brackets, '$1') : `${factor}\\,${derivative}`;
  switch (shown) {
    case 'none':
      return {
        tex: `\\ell_i = ${element}`,
        words: `loss i is ${words}`,
        gradientTex: `\\frac{\\partial \\ell_i}{\\partial ${by.tex}} = ${plain}`,
        gradientWords: `its derivative by ${by.words} is ${derivativeWords}`,
      };
    case 'sum':
      return {
        tex: `\\ell = \\sum_{i=1}^{N} ${element}`,
        words: `the loss is the sum over all N ${unit} of ${words}`,
        gradientTex: `\\frac{\\partial \\ell}{\\partial ${by.tex}} = ${plain}`,
        gradientWords: `its derivative by ${by.words} is ${derivativeWords}`,
      };
    case 'mean':
      return {
        tex: `\\ell = \\frac{1}{N} \\sum_{i=1}^{N} ${element}`,
        words: `the loss is the mean over all N ${unit} of ${words}`,
        gradientTex: `\\frac{\\partial \\ell}{\\partial ${by.tex}} = \\frac{${factor}}{N}\\,${derivative}`,
        gradientWords: `its derivative by ${by.words} is ${derivativeWords}, divided by N`,
      };
  }
}

/** The same for a functional with a weight for each element, whose mean divides by the sum of the weights. */
export function weightedElementwiseFormula(shown: ShownReduction, part: ElementFormula): Formula {
  const weighted = elementwiseFormula(shown, {
    ...part,
    element: `w_i\\,${part.element}`,
    words: `weight i times ${part.words}`,
    derivative: `w_i\\,${part.derivative}`,
    derivativeWords: `weight i times ${part.derivativeWords}`,
  });
  if (shown !== 'mean') return weighted;
  return {
    tex: `\\ell = \\frac{\\sum_{i=1}^{N} w_i\\,${part.element}}{\\sum_{i=1}^{N} w_i}`,
    words: `the loss is the sum over all N elements of weight i times ${part.words}, divided by the sum of the weights`,
    gradientTex: `\\frac{\\partial \\ell}{\\partial x_i} = \\frac{${part.factor === '1' ? '' : part.factor}w_i}{\\sum_{j=1}^{N} w_j}\\,${part.derivative}`,
    gradientWords: `its derivative by input i is weight i times ${part.derivativeWords}, divided by the sum of the weights`,
  };
}

/** The absolute error of an element. */
export const absoluteError = {
  element: '\\left|x_i - y_i\\right|',
  words: 'the absolute difference of input i and target i',
  factor: '1',
  derivative: '\\operatorname{sgn}\\left(x_i - y_i\\right)',
  derivativeWords: 'the sign of the difference of input i and target i',
} as const;
