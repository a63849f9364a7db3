import type { FloatArray } from '../kernel';
import type { CtcProblem } from '../kernels/ctcProblem';
import { isFloat } from '../tensor/dtype';
import { cast } from '../tensor/rounding';
import type { Tensor } from '../tensor/tensor';
import { refuse } from '../torchError';
import { requireDimension, requireWideFloat } from './checks';
import type { Lengths } from './ctcSignature';

/** The tensors and numbers of a call of `ctc_loss`, their types checked. */
export interface CtcArguments {
  readonly logProbs: Tensor;
  readonly targets: Tensor;
  readonly inputLengths: Lengths;
  readonly targetLengths: Lengths;
  readonly blank: number;
  readonly zeroInfinity: boolean;
}

const whileChecking = '(while checking arguments for ctc_loss_allocate_outputs)';

/**
 * The batch that a call of `ctc_loss` describes.
 * @throws TorchError for shapes, dtypes and lengths that do not fit, in ATen's order.
 */
export function ctcProblem(call: CtcArguments): CtcProblem {
  const inputLengths = integers(call.inputLengths, 'input_lengths');
  const targetLengths = integers(call.targetLengths, 'target_lengths');
  const { logProbs, targets, blank, zeroInfinity } = call;
  const { dtype, shape: given } = logProbs;
  if (given.length !== 3) requireDimension([...given, 1], 1);
  const shape = given.length === 3 ? given : [given[0]!, 1, ...given.slice(1)];
  requireWideFloat(dtype, 'ctc_loss_cpu');
  if (logProbs.data.length === 0) refuse('log_probs tensor must not be empty');
  if (shape.length !== 3) {
    refuse(
      `Expected 3-dimensional tensor, but got ${shape.length}-dimensional tensor for argument #1 ` +
        `'log_probs' ${whileChecking}`,
    );
  }
  const [frames, samples, classes] = shape as [number, number, number];
  const rank = targets.shape.length;
  if (rank < 1 || rank > 2) {
    refuse(
      `Expected 1 to 2 dimensions, but got ${rank}-dimensional tensor for argument #2 'targets' ` +
        whileChecking,
    );
  }
  if (blank < 0 || blank >= classes) refuse('blank must be in label range');
  if (inputLengths.length !== samples) refuse('input_lengths must be of size batch_size');
  if (targetLengths.length !== samples) refuse('target_lengths must be of size batch_size');
  const offsets = offsetsOf(targets, targetLengths);
  for (let i = 0; i < samples; i++) {
    const length = inputLengths[i]!;
    refuseBelow('input_lengths', length);
    if (length > frames) {
      refuse(
        `Expected input_lengths to have value at most ${frames}, but got value ${length} ` + whileChecking,
      );
    }
  }
  return {
    logProbs: logProbs.data as FloatArray,
    frames,
    samples,
    classes,
    labels: cast(targets, 'int64').data,
    offsets,
    inputLengths,
    targetLengths,
    blank,
    zeroInfinity,
  };
}

/** The lengths as C++ gets them, of whatever shape the tensor is. */
function integers(lengths: Lengths, name: string): ArrayLike<number> {
  if (!('data' in lengths)) return lengths;
  if (isFloat(lengths.dtype) || lengths.dtype === 'bool') {
    refuse(`${name} must be integral`);
  }
  return lengths.data;
}

function refuseBelow(name: string, length: number): void {
  if (length >= 0) return;
  refuse(`Expected ${name} to have value at least 0, but got value ${length} ${whileChecking}`);
}

/** Where the labels of each sample start: in rows, or one target after the other. */
function offsetsOf({ shape }: Tensor, lengths: ArrayLike<number>): readonly number[] {
  const [size = 0, width] = shape;
  const offsets: number[] = [];
  let longest = 0;
  let end = 0;
  for (let i = 0; i < lengths.length; i++) {
    const length = lengths[i]!;
    refuseBelow('target_lengths', length);
    offsets.push(end);
    end += width ?? length;
    longest = Math.max(longest, length);
  }
  const expected = width === undefined ? end : lengths.length;
  if (size !== expected) {
    refuse(
      `Expected tensor to have size ${expected} at dimension 0, but got size ${size} ` +
        `for argument #2 'targets' ${whileChecking}`,
    );
  }
  if (width !== undefined && width < longest) {
    refuse(
      `Expected tensor to have size at least ${longest} at dimension 1, but got size ${width} ` +
        `for argument #2 'targets' ${whileChecking}`,
    );
  }
  return offsets;
}
