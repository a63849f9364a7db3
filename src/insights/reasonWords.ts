import { t } from '../l10n/localize';
import type { ToldReason } from './constants/reason';

/** Why a value isn't known, as a part of a sentence; `code` marks what is code in it. */
export function reasonWords(reason: ToldReason, code: (text: string) => string): string {
  switch (reason.kind) {
    case 'passes':
      return t`it changes from pass to pass of the loop`;
    case 'depth':
      return t`it depends on too much else`;
    case 'budget':
      return t`there is too much to evaluate: what it prints can be pasted into the playground`;
    case 'large':
      return t`the loss has too many elements to compute here: the playground computes it`;
    case 'noSeed':
      return t`no random seed is set before: ${code('torch.manual_seed(0)')} makes its numbers known`;
    case 'drawn':
      return t`${code(reason.callee)} may have drawn random numbers before: a seed set behind it makes them known`;
    case 'complex':
      return t`complex numbers are not followed`;
    case 'defaults':
      return t`the file sets another default dtype or device`;
    case 'randomDevice':
      return t`random numbers are known for the CPU only`;
    case 'randomOrder':
      return t`its elements do not lie in the order in which they take random numbers`;
    case 'randomRange':
      return t`its random integers have no range, or one beyond 2**53`;
    case 'randomDType':
      return t`random numbers of ${code(reason.dtype)} are not known`;
    case 'randomOverflow':
      return t`${code(reason.dtype)} does not hold its random integers exactly`;
  }
}
