import { t } from '../l10n/localize';
import { Character } from './characters';
import { TextError } from './textProblem';

/** The `...` that PyTorch and NumPy print in place of most of a long tensor. */
export const summarisedPrint = {
  /** Whether an ellipsis (three dots or the one character) stands at the offset. */
  startsAt(text: string, offset: number): boolean {
    const code = text.charCodeAt(offset);
    return code === Character.ellipsis || (code === Character.dot && text.startsWith('...', offset));
  },

  /** What to say of it: the numbers are gone, and how to print them. */
  error(offset: number): TextError {
    return new TextError(
      t`this print is summarised: '...' stands for numbers that are not in the text. Print it whole with torch.set_printoptions(threshold=torch.inf) or numpy.set_printoptions(threshold=sys.maxsize)`,
      offset,
      3,
    );
  },
} as const;
