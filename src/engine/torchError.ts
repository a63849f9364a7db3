/** The Python exception types that PyTorch's losses raise. */
export type TorchErrorType =
  'RuntimeError' | 'ValueError' | 'TypeError' | 'IndexError' | 'NotImplementedError' | 'AssertionError';

/** Where PyTorch raises: in the module's constructor, in the call, or in `backward()`. */
export type TorchErrorStage = 'construct' | 'forward' | 'backward';

/** A call that PyTorch refuses. `type` and `message` are PyTorch's own, to the letter. */
export class TorchError extends Error {
  constructor(
    readonly type: TorchErrorType,
    message: string,
    readonly stage: TorchErrorStage = 'forward',
  ) {
    super(message);
    this.name = 'TorchError';
  }
}
