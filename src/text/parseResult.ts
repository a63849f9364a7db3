import type { DType, Tensor } from '../engine/tensor/tensor';
import type { Written } from './callArguments';
import type { TextProblem } from './textProblem';

/** How a text becomes a tensor. */
export interface ParseOptions {
  /** The dtype that the user chose; it wins over everything. `auto`, the default, leaves it to the text. */
  readonly dtype?: DType | 'auto';
  /** The dtype that numbers take whose text settles none: what the argument that they are for usually has. */
  readonly expected?: DType;
}

/** A tensor, and what its text says besides. */
export interface ParsedTensor {
  readonly ok: true;
  readonly tensor: Tensor;
  readonly written: Written;
  /** Who settled the dtype: the user, the text (written, or by its constructor), or the numbers themselves. */
  readonly dtypeFrom: 'choice' | 'text' | 'numbers';
}

/** A tensor, or the place where its text can't be read and why. */
export type ParseResult = ParsedTensor | { readonly ok: false; readonly problem: TextProblem };
