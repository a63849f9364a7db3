/** The Python exception types that PyTorch's losses raise. */
export type TorchErrorType =
  | 'RuntimeError'
  | 'ValueError'
  | 'TypeError'
  | 'AttributeError'
  | 'IndexError'
  | 'NotImplementedError'
  | 'AssertionError'
  | 'ZeroDivisionError'
  | 'OverflowError'
  /** From a message that PyTorch builds with a byte that is no text. */
  | 'UnicodeDecodeError';

/** Where PyTorch raises: in the module's constructor, in the call, or in `backward()`. */
export type TorchErrorStage = 'construct' | 'forward' | 'backward';

/** A call that PyTorch refuses. `type` and `message` are PyTorch's own, to the letter. */
export class TorchError extends Error {
  /** What PyTorch warned about before it raised, in its words and order; `evaluate` fills it in. */
  warnings: readonly string[] = [];

  constructor(
    readonly type: TorchErrorType,
    message: string,
    readonly stage: TorchErrorStage = 'forward',
  ) {
    super(message);
    this.name = 'TorchError';
  }
}

/**
 * Raises a RuntimeError, PyTorch's usual one.
 * @throws TorchError always.
 */
export function refuse(message: string, stage?: TorchErrorStage): never {
  throw new TorchError('RuntimeError', message, stage);
}

/**
 * Raises a ValueError, Python's for a value that an argument cannot have.
 * @throws TorchError always.
 */
export function refuseValue(message: string, stage?: TorchErrorStage): never {
  throw new TorchError('ValueError', message, stage);
}

/**
 * Raises a TypeError, Python's for an argument of a type that is not taken.
 * @throws TorchError always.
 */
export function refuseType(message: string, stage?: TorchErrorStage): never {
  throw new TorchError('TypeError', message, stage);
}
