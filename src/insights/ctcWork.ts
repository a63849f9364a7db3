import { elementCount, type Tensor } from '../engine/tensor/tensor';
import type { LossCall } from '../engine/lossCall';

type Inputs = LossCall['inputs'];

/** Beyond so many labels the probabilities on the way to the last vanish, and are computed by their logarithms. */
const longTarget = 150;

/** The work of CTCLoss beside its elements, as that of `lossWork`: in proportion to frames times labels. */
export function ctcWork(inputs: Inputs): number {
  const { log_probs: logProbs, targets } = inputs;
  if (!isTensor(logProbs) || !isTensor(targets)) return 0;
  const [frames = 1] = logProbs.shape;
  // Twice as many states as labels; sums of logarithms take thirty times as long as those of probabilities.
  return frames * elementCount(targets.shape) * (hasLogarithms(targets, inputs) ? 4 : 1 / 8);
}

/** Whether some sample is computed by logarithms: one that is long, and one for which there are not enough frames. */
function hasLogarithms(
  { shape, data }: Tensor,
  { input_lengths: frames, target_lengths: lengths }: Inputs,
): boolean {
  const [labels, room] = [numbersIn(lengths), numbersIn(frames)];
  const width = shape.length > 1 ? shape[1] : undefined;
  let start = 0;
  return labels.some((length, sample) => {
    const from = width === undefined ? start : sample * width;
    start += length;
    if (length > longTarget) return true;
    let needed = length;
    for (let i = from + 1; i < from + length; i++) if (data[i] === data[i - 1]) needed++;
    return needed > (room[sample] ?? Infinity);
  });
}

function numbersIn(value: Inputs[string] | undefined): ArrayLike<number> & readonly number[] {
  if (value === undefined) return [];
  if (typeof value === 'number' || typeof value === 'bigint') return [Number(value)];
  return isTensor(value) ? Array.from(value.data) : value;
}

function isTensor(value: Inputs[string] | undefined): value is Tensor {
  return typeof value === 'object' && 'data' in value;
}
