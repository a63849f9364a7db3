import type { ShownReduction } from '../formulaParts';
import type { Formula } from '../lossDefinition';

const likelihood =
  '\\ell_n = -\\log p_n, \\quad p_n = \\sum_{\\pi \\in \\mathcal{B}^{-1}(y_n)} \\prod_{t=1}^{T_n} ' +
  '\\exp\\left(x_{t,n,\\pi_t}\\right)';

const words =
  'loss n is minus the log of p n, where p n is the sum, over all paths that become target n when repeated ' +
  'labels are merged and blanks dropped, of the product over its T n frames of the exponential of the input at ' +
  'the label of the path';

/** Minus the probability that the path has class `c` at frame `t`, given the target, plus what log_softmax takes. */
const slope =
  '\\exp\\left(x_{t,n,c}\\right) - \\frac{1}{p_n} \\sum_{\\pi \\in \\mathcal{B}^{-1}(y_n),\\; \\pi_t = c} ' +
  '\\prod_{\\tau=1}^{T_n} \\exp\\left(x_{\\tau,n,\\pi_\\tau}\\right)';

const slopeWords =
  'the exponential of the input at frame t and class c, minus the probability that the path has class c at ' +
  'frame t, given the target';

/** The formula of the CTC loss. The gradient is PyTorch's, which holds for log-probabilities out of log_softmax. */
export function ctcFormula(shown: ShownReduction): Formula {
  switch (shown) {
    case 'none':
      return {
        tex: likelihood,
        words,
        gradientTex: `\\frac{\\partial \\ell_n}{\\partial x_{t,n,c}} = ${slope}`,
        gradientWords: `its derivative by input t, n, c is ${slopeWords}`,
      };
    case 'sum':
      return {
        tex: `\\ell = \\sum_{n=1}^{N} \\ell_n, \\quad ${likelihood}`,
        words: `the loss is the sum over all N samples of loss n; ${words}`,
        gradientTex: `\\frac{\\partial \\ell}{\\partial x_{t,n,c}} = ${slope}`,
        gradientWords: `its derivative by input t, n, c is ${slopeWords}`,
      };
    case 'mean':
      return {
        tex: `\\ell = \\frac{1}{N} \\sum_{n=1}^{N} \\frac{\\ell_n}{\\max\\left(S_n,\\, 1\\right)}, \\quad ${likelihood}`,
        words: `the loss is the mean over all N samples of loss n divided by its number of labels, at least one; ${words}`,
        gradientTex:
          '\\frac{\\partial \\ell}{\\partial x_{t,n,c}} = \\frac{1}{N \\max\\left(S_n,\\, 1\\right)} ' +
          `\\left(${slope}\\right)`,
        gradientWords: `its derivative by input t, n, c is ${slopeWords}, divided by N and by the number of labels, at least one`,
      };
  }
}
