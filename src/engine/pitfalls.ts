import { isGiven, isMean } from './formulaParts';
import type { Pitfall } from './lossDefinition';

/** An input and a target of different shapes that PyTorch broadcasts. */
export const broadcastPitfall: Pitfall = {
  id: 'broadcast-shapes',
  title: 'Different shapes are broadcast, not refused.',
  detail:
    'An input of shape `(N, 1)` and a target of shape `(N,)` are compared all with all, `N × N` differences, ' +
    'with no more than a warning. Give both the same shape: `input.squeeze(-1)` or `target.unsqueeze(-1)`.',
};

/** `size_average` and `reduce`. */
export const legacyPitfall: Pitfall = {
  id: 'legacy-reduction',
  title: '`size_average` and `reduce` are deprecated and win over `reduction`.',
  detail:
    'As soon as one of them is not None, `reduction` is ignored. Write `reduction="mean"`, `"sum"` or ' +
    '`"none"` instead.',
  applies: (configuration) => isGiven(configuration, 'size_average') || isGiven(configuration, 'reduce'),
};

/** A first positional argument that lands in `size_average`. */
export const positionalPitfall: Pitfall = {
  id: 'positional-reduction',
  title: 'The first positional argument is not `reduction`.',
  detail:
    'It is the deprecated `size_average`, which takes all but 0 and an empty string for true: a string or a number ' +
    'there leaves the reduction at the mean. Write every parameter with its name.',
};

/** Python numbers and lists where a tensor is needed. */
export const weightTypePitfall: Pitfall = {
  id: 'weight-not-tensor',
  title: 'A weight must be a tensor.',
  detail: 'The class refuses a number or a list. Write `torch.tensor([...])`, of the dtype of the input.',
};

/** `reduction='none'` and then `backward()`. */
export const unreducedPitfall: Pitfall = {
  id: 'unreduced-backward',
  title: 'An unreduced loss cannot start `backward()`.',
  detail: 'With `reduction="none"` the loss is a tensor of losses: take `.mean()` or `.sum()` of it first.',
  applies: ({ reduction, size_average: average = null, reduce = null }) =>
    average === null && reduce === null ? reduction === 'none' : reduce === false,
};

/** Targets of `(N, 1)` where `(N,)` is meant. */
export const columnTargetPitfall: Pitfall = {
  id: 'target-extra-dimension',
  title: 'Class indices have one dimension less than the input.',
  detail:
    'An input of shape `(N, C)` takes a target of shape `(N,)`; `(N, 1)` is refused: `target.squeeze(1)`.',
};

/** Class indices of another dtype than int64. */
export const indexDtypePitfall: Pitfall = {
  id: 'target-dtype',
  title: 'Class indices must be int64.',
  detail: 'Floating-point and bool indices raise a RuntimeError, int32 ones in most losses: `target.long()`.',
};

/** Classes in the last dimension of sequences. */
export const classesLastPitfall: Pitfall = {
  id: 'classes-last',
  title: 'Classes come second, not last.',
  detail:
    'Sequence models give `(N, L, C)`, this loss takes `(N, C, L)`: `input.transpose(1, 2)`, or flatten both. ' +
    'Where `L` equals `C` the mistake raises no error.',
};

/** A mean over no target at all. */
export const allIgnoredPitfall: Pitfall = {
  id: 'all-ignored',
  title: 'The mean is NaN when every target is ignored.',
  detail:
    'Zero is divided by zero. Use `reduction="sum"` and divide by the number of targets, at least 1, yourself.',
  applies: isMean,
};

/** The mean with class weights. */
export const weightedMeanPitfall: Pitfall = {
  id: 'weighted-mean',
  title: 'With `weight` the mean divides by the weights, not by N.',
  detail:
    'Class indices: the sum of losses over the sum of `weight[target]`. That is not `.mean()` of the unreduced ' +
    'losses, and differs from batch to batch.',
  applies: (configuration) => isGiven(configuration, 'weight') && isMean(configuration),
};

/** An input and a target of different shapes that are refused. */
export const exactTargetSizePitfall: Pitfall = {
  id: 'exact-target-size',
  title: 'Input and target must have the very same shape.',
  detail:
    'Nothing is broadcast: `(N, 1)` against `(N,)` raises a ValueError. Use `input.squeeze(-1)` or ' +
    '`target.unsqueeze(-1)`.',
};

/** An input and a target of different shapes that are broadcast without even a warning. */
export const silentBroadcastPitfall: Pitfall = {
  id: 'silent-broadcast',
  title: 'Different shapes are broadcast without a warning.',
  detail:
    'An input of shape `(N, 1)` and a target of shape `(N,)` are combined all with all. Give both the same ' +
    'shape: `input.squeeze(-1)` or `target.unsqueeze(-1)`.',
};

/** Labels of 0 and 1 where 1 and -1 are meant. */
export const signedTargetPitfall: Pitfall = {
  id: 'signed-target',
  title: 'Targets must be 1 and -1, not 1 and 0.',
  detail: 'Labels of 0 and 1 raise no error and give a wrong loss: use `2 * target - 1`.',
};

/** A first positional argument that lands in `margin`. */
export const marginFirstPitfall: Pitfall = {
  id: 'positional-margin',
  title: 'The first positional argument is `margin`, not `reduction`.',
  detail: 'A string there raises a TypeError, often only in the call. Write every parameter with its name.',
};

/** Comparisons with NaN. */
export const swallowedNanPitfall: Pitfall = {
  id: 'margin-nan',
  title: 'NaN scores go unnoticed.',
  detail:
    'A comparison with NaN is false, so that such a score adds neither to the loss nor to the gradient.',
};

/** A kernel that knows float32 and float64 only. */
export const halfPitfall: Pitfall = {
  id: 'half-refused',
  title: '16-bit floats are refused on the CPU.',
  detail: 'They raise a NotImplementedError there: call the loss with `.float()` of the input.',
};

/** A loss that PyTorch does not write. */
export const emptyBatchPitfall: Pitfall = {
  id: 'empty-batch',
  title: 'The loss of an empty batch is undefined.',
  detail:
    'Mean and sum read memory that nothing was written to: skip empty batches. Here the sum is shown as 0 and ' +
    'the mean as NaN.',
};

/** A softmax that guesses its dimension. */
const implicitDimensionPitfall: Pitfall = {
  id: 'softmax-implicit-dim',
  title: 'A softmax needs its `dim`.',
  detail:
    'Without one PyTorch guesses, with a warning: 0 for inputs of 0, 1 or 3 dimensions, else 1. For a batch of ' +
    'sequences that normalises over the batch. Write `dim=-1`, or `dim=1` for images.',
};

/** Tensors handed to the class. */
const constructorPitfall: Pitfall = {
  id: 'constructor-takes-no-data',
  title: 'The constructor takes parameters, not tensors.',
  detail:
    '`nn.MSELoss(x, y)` puts the tensors in the place of deprecated parameters and computes nothing. Make the ' +
    'loss first, then call it: `nn.MSELoss()(x, y)`.',
};

/** A reduction that is none. */
const unknownReductionPitfall: Pitfall = {
  id: 'unknown-reduction',
  title: 'There are three reductions.',
  detail:
    '`"mean"`, `"sum"` and `"none"`, and `"batchmean"` for KLDivLoss. Any other word, and None, is taken by the ' +
    'constructor and raises an error in the first call; only the old name `"elementwise_mean"` works in most losses.',
};

/** A number that a parameter cannot have. */
const numberRangePitfall: Pitfall = {
  id: 'number-out-of-range',
  title: 'Some parameters have a range.',
  detail:
    'Most numbers outside of it raise an error, many of them only in the first call. A negative `label_smoothing` ' +
    'of CrossEntropyLoss raises nothing and smooths nothing.',
};

/** Predictions that cannot be trained. */
const gradientlessPitfall: Pitfall = {
  id: 'prediction-without-gradient',
  title: 'Predicted classes have no gradient.',
  detail:
    '`argmax` and the indices of `max` cut the way back to the model: `backward()` raises a RuntimeError. Pass the ' +
    'scores that they are taken from.',
};

/** 16 bits for a number that adds up many. */
const lowPrecisionPitfall: Pitfall = {
  id: 'low-precision-loss',
  title: 'A loss of 16 bits has two or three digits.',
  detail:
    'From inputs in float16 or bfloat16 most losses are computed and given in that dtype. In float16 a squared error ' +
    'beyond 65504 is infinite. Outside of autocast, which takes care of it, write `input.float()`.',
};

/** Means of unequal batches. */
const accumulatedMeanPitfall: Pitfall = {
  id: 'accumulated-mean',
  title: 'A mean of means is no mean where targets are ignored.',
  detail:
    'Each mean divides by the targets that its batch does not ignore, so that with gradient accumulation a target in a ' +
    'short batch counts for more. Take `reduction="sum"` and divide by the number of targets of all batches.',
};

/** Weights for other classes than there are. */
const weightCountPitfall: Pitfall = {
  id: 'weight-count',
  title: 'Every class needs a weight.',
  detail:
    'Losses of class numbers take one weight per class, no fewer and no more. Binary cross entropy broadcasts its ' +
    'weights, which fails as well where their number is not that of the last dimension. Both raise a RuntimeError.',
};

/** Pitfalls of every loss, which rules cite and no single loss lists. */
export const generalPitfalls: readonly Pitfall[] = [
  weightCountPitfall,
  lowPrecisionPitfall,
  accumulatedMeanPitfall,
  constructorPitfall,
  unknownReductionPitfall,
  numberRangePitfall,
  implicitDimensionPitfall,
  gradientlessPitfall,
];

/** What the parameters of HuberLoss and SmoothL1Loss have to do with each other. */
export const otherScale =
  'HuberLoss(delta=d) is d times SmoothL1Loss(beta=d): with anything but 1 the gradients differ by that factor.';
