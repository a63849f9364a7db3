import type { Written } from './callArguments';
import type { Inference } from './dtypeNames';
import type { NumberScanner } from './numberScanner';

/** What a reader made of a text: numbers in row-major order, their shape, and what the text says of them. */
export interface Reading {
  readonly numbers: NumberScanner;
  readonly shape: readonly number[];
  readonly written: Written;
  /** Who infers the dtype, where the text is a call that settles that but not the dtype itself. */
  readonly inference: Inference | undefined;
}
