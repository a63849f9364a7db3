import type { ShownReduction } from '../formulaParts';
import type { Formula } from '../lossDefinition';

/** What of a configuration shows in the formula of cross entropy. */
export interface CrossEntropyShown {
  readonly reduction: ShownReduction;
  readonly isWeighted: boolean;
  readonly isSmoothed: boolean;
  readonly ofProbabilities: boolean;
}

const softmax = 'p_{n,c} = \\frac{\\exp(x_{n,c})}{\\sum_{j=1}^{C} \\exp(x_{n,j})}';

/** The formula of cross entropy, by the softmax `p` of the logits. */
export function crossEntropyFormula(shown: CrossEntropyShown): Formula {
  const { reduction, isWeighted, ofProbabilities } = shown;
  const sample = ofProbabilities ? probabilitySample(shown) : indexSample(shown);
  const slope = ofProbabilities ? probabilitySlope(shown) : indexSlope(shown);
  const dividesByWeights = isWeighted && !ofProbabilities;
  const samples = ofProbabilities ? 'all N samples' : 'the N targets that are not ignored';
  const p = 'with p the softmax of the scores';
  switch (reduction) {
    case 'none':
      return {
        tex: `\\ell_n = ${sample.tex}, \\quad ${softmax}`,
        words: `loss n is ${sample.words}, ${p}`,
        gradientTex: `\\frac{\\partial \\ell_n}{\\partial x_{n,c}} = ${slope.tex}`,
        gradientWords: `its derivative by score c of sample n is ${slope.words}`,
      };
    case 'sum':
      return {
        tex: `\\ell = \\sum_{n=1}^{N} \\left[${sample.tex}\\right], \\quad ${softmax}`,
        words: `the loss is the sum over ${samples} of ${sample.words}, ${p}`,
        gradientTex: `\\frac{\\partial \\ell}{\\partial x_{n,c}} = ${slope.tex}`,
        gradientWords: `its derivative by score c of sample n is ${slope.words}`,
      };
    case 'mean': {
      const divisor = dividesByWeights ? '\\sum_{n=1}^{N} w_{y_n}' : 'N';
      const slopeDivisor = dividesByWeights ? '\\sum_{m=1}^{N} w_{y_m}' : 'N';
      const divided = dividesByWeights ? 'the sum of the weights of the targets' : 'N';
      return {
        tex: `\\ell = \\frac{1}{${divisor}} \\sum_{n=1}^{N} \\left[${sample.tex}\\right], \\quad ${softmax}`,
        words: `the loss is the sum over ${samples} of ${sample.words}, divided by ${divided}, ${p}`,
        gradientTex: `\\frac{\\partial \\ell}{\\partial x_{n,c}} = \\frac{1}{${slopeDivisor}}\\left[${slope.tex}\\right]`,
        gradientWords: `its derivative by score c of sample n is, divided by ${divided}, ${slope.words}`,
      };
    }
  }
}

interface Part {
  readonly tex: string;
  readonly words: string;
}

function indexSample({ isWeighted, isSmoothed }: CrossEntropyShown): Part {
  const weight = isWeighted ? 'w_{y_n}\\,' : '';
  const times = isWeighted ? 'the weight of the right class times ' : '';
  const picked = `${weight}\\log p_{n,y_n}`;
  if (!isSmoothed) return { tex: `-${picked}`, words: `minus ${times}the log of p at the right class` };
  return {
    tex: `-(1 - \\varepsilon)\\,${picked} - \\frac{\\varepsilon}{C} \\sum_{c=1}^{C} ${isWeighted ? 'w_c\\,' : ''}\\log p_{n,c}`,
    words:
      `minus one minus epsilon, times ${times}the log of p at the right class, minus epsilon over C times the ` +
      `sum over all classes of ${isWeighted ? 'weight c times ' : ''}the log of p`,
  };
}

function indexSlope({ isWeighted, isSmoothed }: CrossEntropyShown): Part {
  const indicator = '\\mathbf{1}_{c = y_n}';
  if (!isSmoothed) {
    const difference = `p_{n,c} - ${indicator}`;
    return isWeighted
      ? {
          tex: `w_{y_n} \\left(${difference}\\right)`,
          words: 'the weight of the right class times p, minus that weight at the right class',
        }
      : { tex: difference, words: 'p, minus one at the right class' };
  }
  return isWeighted
    ? {
        tex: `\\left((1 - \\varepsilon)\\,w_{y_n} + \\frac{\\varepsilon}{C} \\sum_{j=1}^{C} w_j\\right) p_{n,c} - (1 - \\varepsilon)\\,w_{y_n}\\,${indicator} - \\frac{\\varepsilon}{C}\\,w_c`,
        words:
          'p times the smoothed weights, minus one minus epsilon times the weight at the right class, minus ' +
          'epsilon over C times weight c',
      }
    : {
        tex: `p_{n,c} - (1 - \\varepsilon)\\,${indicator} - \\frac{\\varepsilon}{C}`,
        words: 'p, minus one minus epsilon at the right class, minus epsilon over C',
      };
}

/** The label of class c of sample n, smoothed. */
function label(isSmoothed: boolean, c: string): string {
  return isSmoothed
    ? `\\left((1 - \\varepsilon)\\,y_{n,${c}} + \\frac{\\varepsilon}{C}\\right)`
    : `y_{n,${c}}`;
}

function probabilitySample({ isWeighted, isSmoothed }: CrossEntropyShown): Part {
  const weight = isWeighted ? 'w_c\\,' : '';
  return {
    tex: `-\\sum_{c=1}^{C} ${weight}${label(isSmoothed, 'c')} \\log p_{n,c}`,
    words:
      `minus the sum over all classes of ${isWeighted ? 'weight c times ' : ''}the ` +
      `${isSmoothed ? 'smoothed ' : ''}label times the log of p`,
  };
}

function probabilitySlope({ isWeighted, isSmoothed }: CrossEntropyShown): Part {
  const [c, j] = isWeighted ? ['w_c\\,', 'w_j\\,'] : ['', ''];
  const labels = `${isSmoothed ? 'smoothed ' : ''}${isWeighted ? 'weighted ' : ''}`;
  return {
    tex: `p_{n,c} \\sum_{j=1}^{C} ${j}${label(isSmoothed, 'j')} - ${c}${label(isSmoothed, 'c')}`,
    words: `p times the sum of the ${labels}labels, minus the ${labels}label of class c`,
  };
}
