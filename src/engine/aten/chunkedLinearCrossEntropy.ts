import { isHalf } from '../tensor/dtype';
import { gatherColumns, indexAdd, indexSelect, narrow } from '../tensor/indexing';
import { times, timesTransposed, transposedTimes } from '../tensor/matrixProducts';
import { add, divide, map, multiply, negate, storeInto, subtract, where } from '../tensor/pointwise';
import { scalar, sum, sumDimension } from '../tensor/reduction';
import { cast, roundTo } from '../tensor/rounding';
import { elementCount, storage, type DType, type Tensor } from '../tensor/tensor';
import { refuse, TorchError } from '../torchError';
import type { Chunking } from './chunking';
import { checkDtypes } from './linear';
import type { Reduction } from './reduction';

/** The arguments of the operations behind `linear_cross_entropy` with options. */
export interface ChunkedCall {
  /** Of shape `(N, features)`. */
  readonly input: Tensor;
  /** Of shape `(C, features)`. */
  readonly linearWeight: Tensor;
  readonly linearBias: Tensor | undefined;
  readonly target: Tensor;
  readonly weight: Tensor | undefined;
  readonly reduction: Reduction;
  readonly ignoreIndex: number;
  readonly chunking: Chunking;
}

/** Which gradients are wanted. */
export interface ChunkedGradients<T> {
  readonly input: T;
  readonly linearWeight: T;
  readonly linearBias: T;
}

/** The dtypes of the intermediate results, which the policy chooses. */
interface Layout {
  readonly dtype: DType;
  readonly accumulator: DType;
  readonly logits: DType;
  readonly output: DType;
  readonly inputGradient: DType;
  /** Whether the pieces' gradients of the weight go straight into the sum. */
  readonly isDirect: boolean;
}

function layoutOf({ dtype }: Tensor, { policy, accumulator }: Chunking): Layout {
  const isMixed = dtype !== accumulator;
  if (isMixed && !(isHalf(dtype) && accumulator === 'float32')) {
    refuse(
      'linear_cross_entropy supports float32 acc_dtype with float16/bfloat16 inputs, ' +
        `but got torch.${accumulator} acc_dtype and torch.${dtype} inputs.`,
    );
  }
  const isLean = policy !== 'accurate';
  const logits = dtype === 'float16' && isLean ? dtype : accumulator;
  return {
    dtype,
    accumulator,
    logits,
    output: dtype === 'float16' ? accumulator : dtype,
    inputGradient: isLean ? dtype : accumulator,
    isDirect: policy === 'compact' && logits === dtype,
  };
}

/** What the loss of each sample is multiplied by: 0 where it is ignored. */
function sampleWeights(call: ChunkedCall, { accumulator }: Layout): Tensor {
  const { weight, ignoreIndex, target } = call;
  const isIgnored = maskOf(target, ignoreIndex);
  if (weight === undefined) return map(isIgnored, (ignored) => 1 - ignored, accumulator);
  const chosen = cast(indexSelect(weight, correctedTarget(call)), accumulator);
  return where(isIgnored, scalar(0, 'int64'), chosen);
}

function maskOf(target: Tensor, ignoreIndex: number): Tensor {
  return map(target, (index) => (index === ignoreIndex ? 1 : 0), 'bool');
}

/** The target with the ignored index, where that is no class, replaced by class 0. */
function correctedTarget({ target, ignoreIndex, linearWeight }: ChunkedCall): Tensor {
  if (ignoreIndex >= 0 && ignoreIndex < linearWeight.shape[0]!) return target;
  return map(target, (index) => (index === ignoreIndex ? 0 : index));
}

/** The factor of each sample's log-probability in the reduced loss. */
function reducedWeights(call: ChunkedCall, layout: Layout, incoming: Tensor | undefined): Tensor {
  const weights = sampleWeights(call, layout);
  if (call.reduction === 'mean') {
    const total = sum(weights);
    const divisor = map(total, (value) => (value === 0 ? NaN : -value));
    return divide(weights, divisor);
  }
  const negated = negate(weights);
  if (incoming === undefined) return negated;
  return storeInto(negated, multiply(negated, cast(incoming, layout.accumulator)));
}

function* chunks({ input, chunking }: ChunkedCall): Generator<readonly [start: number, length: number]> {
  const batch = input.shape[0]!;
  for (let start = 0; start < batch; start += chunking.size) {
    yield [start, Math.min(chunking.size, batch - start)];
  }
}

/** The logits of some samples less the largest of each. */
function shiftedLogits(call: ChunkedCall, { logits: dtype }: Layout, rows: Tensor): Tensor {
  const weight = rows.dtype === dtype ? call.linearWeight : cast(call.linearWeight, dtype);
  const input = cast(rows, dtype);
  checkDtypes(input, weight, undefined);
  let logits = timesTransposed(input, weight);
  if (call.linearBias !== undefined) {
    logits = storeInto(logits, add(logits, cast(call.linearBias, dtype)));
  }
  return subtract(logits, largestOfRows(logits));
}

function largestOfRows({ dtype, shape, data }: Tensor): Tensor {
  const [count, width] = shape as [number, number];
  if (width === 0) {
    throw new TorchError('IndexError', 'amax(): Expected reduction dim 1 to have non-zero size.');
  }
  const largest = storage(dtype, count);
  for (let i = 0; i < count; i++) {
    let value = data[i * width]!;
    for (let k = 1; k < width; k++) if (!(data[i * width + k]! <= value)) value = data[i * width + k]!;
    largest[i] = value;
  }
  return { dtype, shape: [count, 1], data: largest };
}

/** PyTorch's `dot`: a 0-d tensor of the first one's dtype. */
function dot(a: Tensor, b: Tensor): Tensor {
  if (a.shape.length !== 1) {
    const found = `${a.shape.length}D and ${b.shape.length}D`;
    refuse(`1D tensors expected, but got ${found} tensors`);
  }
  let total = 0;
  for (let i = 0; i < a.data.length; i++) total += a.data[i]! * b.data[i]!;
  return scalar(total, a.dtype);
}

function column(x: Tensor): Tensor {
  return { ...x, shape: [...x.shape, 1] };
}

/** The unreduced loss: `-weight[target] * log_softmax(logits)[target]` for each sample. */
export function unreducedChunkedLoss(call: ChunkedCall): Tensor {
  const layout = layoutOf(call.input, call.chunking);
  const { dtype, accumulator } = layout;
  const data = storage(dtype, call.input.shape[0]!);
  const target = correctedTarget(call);
  let allWeights: Tensor | undefined;
  for (const [start, length] of chunks(call)) {
    const classes = narrow(target, start, length);
    allWeights ??= sampleWeights(call, layout);
    const weights = narrow(allWeights, start, length);
    const shifted = shiftedLogits(call, layout, narrow(call.input, start, length));
    const picked = cast(gatherColumns(shifted, classes), accumulator);
    const sums = sumDimension(cast(map(shifted, Math.exp), accumulator), 1);
    const losses = subtract(map(sums, Math.log), picked);
    data.set(cast(storeInto(losses, multiply(losses, weights)), dtype).data, start);
  }
  return { dtype, shape: [data.length], data };
}

/**
 * The loss, reduced, and its gradients as PyTorch computes them along with it.
 * @param incoming the gradient of the unreduced loss; then the gradients are the product with that
 * @throws TorchError for dtypes and sizes that the operations refuse.
 */
export function chunkedLoss(
  call: ChunkedCall,
  wanted: ChunkedGradients<boolean>,
  incoming?: Tensor,
): { readonly loss: Tensor; readonly gradients: ChunkedGradients<Tensor> } {
  const { input, linearWeight, chunking, reduction } = call;
  const layout = layoutOf(input, chunking);
  const { dtype } = layout;
  const isEmpty = input.shape[0] === 0;
  let loss = scalar(reduction === 'mean' && isEmpty ? NaN : 0, layout.output);
  const gradients = {
    input: zeros(dtype, input.shape),
    linearWeight: zeros(dtype, linearWeight.shape),
    linearBias: zeros(dtype, linearWeight.shape.slice(0, 1)),
  };
  const target = correctedTarget(call);
  let allWeights: Tensor | undefined;
  for (const [start, length] of chunks(call)) {
    const rows = narrow(input, start, length);
    const classes = narrow(target, start, length);
    allWeights ??= reducedWeights(call, layout, incoming);
    const weights = narrow(allWeights, start, length);
    const shifted = shiftedLogits(call, layout, rows);
    const picked = cast(gatherColumns(shifted, classes), weights.dtype);
    loss = storeInto(loss, add(loss, dot(weights, picked)));
    const exponentials = map(shifted, Math.exp);
    const sums = sumDimension(cast(exponentials, layout.accumulator), 1);
    loss = storeInto(loss, subtract(loss, dot(weights, map(sums, Math.log))));
    const factors = cast(divide(weights, sums), layout.logits);
    const piece = { rows, classes, weights, spread: multiply(exponentials, column(factors)) };
    if (wanted.linearBias) gradients.linearBias = addBiasGradient(gradients.linearBias, piece, layout);
    if (wanted.input) {
      gradients.input.data.set(inputGradient(linearWeight, piece, layout).data, start * input.shape[1]!);
    }
    if (wanted.linearWeight)
      gradients.linearWeight = addWeightGradient(gradients.linearWeight, piece, layout);
  }
  return { loss: cast(loss, dtype), gradients };
}

function zeros(dtype: DType, shape: readonly number[]): Tensor {
  return { dtype, shape, data: storage(dtype, elementCount(shape)) };
}

/** Some of the samples, with the factors of their losses and their softmax times these. */
interface Piece {
  readonly rows: Tensor;
  readonly classes: Tensor;
  readonly weights: Tensor;
  readonly spread: Tensor;
}

function addBiasGradient(total: Tensor, { classes, weights, spread }: Piece, layout: Layout): Tensor {
  const { dtype, accumulator } = layout;
  const isMixed = dtype !== accumulator;
  const start = isMixed ? zeros(accumulator, total.shape) : total;
  const bulk = subtract(start, sumDimension(cast(spread, accumulator), 0));
  const own = indexAdd(bulk, classes, weights, 1);
  return isMixed ? add(total, cast(own, dtype)) : own;
}

function inputGradient(linearWeight: Tensor, { classes, weights, spread }: Piece, layout: Layout): Tensor {
  const weight = cast(linearWeight, layout.logits);
  const own = multiply(indexSelect(weight, classes), column(cast(weights, layout.logits)));
  const gradient = minusProduct(own, times(spread, weight, exact(spread)));
  return cast(cast(gradient, layout.inputGradient), layout.dtype);
}

function addWeightGradient(total: Tensor, { rows, classes, weights, spread }: Piece, layout: Layout): Tensor {
  const { dtype, accumulator } = layout;
  const input = cast(rows, accumulator);
  const own = multiply(input, column(weights));
  if (layout.isDirect) {
    const bulk = minusProduct(total, transposedTimes(spread, rows, exact(spread)));
    return indexAdd(bulk, classes, cast(own, dtype), 1);
  }
  const bulk = transposedTimes(cast(spread, accumulator), input, accumulator);
  return storeInto(total, subtract(total, indexAdd(bulk, classes, own, -1)));
}

/** The dtype that holds products whose difference from something is rounded but once. */
function exact({ dtype }: Tensor): DType {
  return isHalf(dtype) ? 'float32' : dtype;
}

/** `x` less a product, as PyTorch's `addmm` computes it. */
function minusProduct(x: Tensor, product: Tensor): Tensor {
  const data = storage(x.dtype, x.data.length);
  for (let i = 0; i < data.length; i++) data[i] = roundTo(x.dtype, x.data[i]! - product.data[i]!);
  return { ...x, data };
}
