import { scalarTypeName } from '../tensor/dtype';
import { roundTo } from '../tensor/rounding';
import { scalar } from '../tensor/reduction';
import { sameShape, sizesText } from '../tensor/shape';
import { elementCount, storage, type Tensor } from '../tensor/tensor';
import { refuse, refuseValue, TorchError } from '../torchError';
import { cascadeSum } from '../tensor/cascadeSum';
import {
  refuseDimensionless,
  refuseGradient,
  refuseMultipleTargets,
  requireFloat,
  requireScalarType,
} from './checks';
import { view, type Reduction } from './reduction';
import { record, type Variable } from './variable';

/** The target that stands for each sample, and where its log-probability lies. */
interface NllCall {
  readonly input: Tensor;
  readonly target: Tensor;
  readonly weight: Tensor | undefined;
  readonly reduction: Reduction;
  readonly ignoreIndex: number;
}

/**
 * ATen's `nll_loss_nd`: the negative log-probability of the target class, for inputs of any number of
 * dimensions with the classes in the second (the only one of 1-d inputs).
 * @throws TorchError for shapes and dtypes that do not fit and for classes that do not exist.
 */
export function nllLoss(
  input: Variable,
  target: Variable,
  weight: Variable | null,
  reduction: Reduction,
  ignoreIndex: number,
): Variable {
  const [x, t] = [input.shape, target.shape];
  checkBatch(x, t);
  if (x.length <= 2) {
    return pick('nll_loss_forward', input, target, weight, reduction, ignoreIndex, () => {
      checkMatrix(input.tensor, target.tensor, weight?.tensor);
    });
  }
  const spatial = (a: Variable, b: Variable): Variable =>
    pick('nll_loss2d_forward', a, b, weight, reduction, ignoreIndex, () => {
      checkImages(a.tensor, b.tensor, weight?.tensor);
    });
  if (x.length === 4) return spatial(input, target);
  const size = [x[0]!, ...x.slice(2)];
  // What becomes of a 0-d target beside an empty batch.
  if (t.length === 0) refuse('ArrayRef: invalid slice, N = 1; size = 0');
  if (!sameShape(t.slice(1), x.slice(2))) {
    refuse(`Expected target size ${sizesText(size)}, got ${sizesText(t)}`);
  }
  // PyTorch sees them as images of one row.
  const rest = elementCount(x.slice(2));
  const isEmpty = input.tensor.data.length === 0;
  const loss = spatial(
    view(input, isEmpty ? [x[0]!, x[1]!, 0, 0] : [x[0]!, x[1]!, 1, rest]),
    view(target, target.tensor.data.length === 0 ? [x[0]!, 0, 0] : [x[0]!, 1, rest]),
  );
  return reduction === 'none' ? view(loss, size) : loss;
}

function checkBatch(x: readonly number[], t: readonly number[]): void {
  if (x.length < 1) {
    refuseValue(`Expected 1 or more dimensions (got ${x.length})`);
  }
  if (x.length > 1 && x[0] !== (t[0] ?? 0)) {
    refuseValue(
      `Expected input batch_size (${String(x[0])}) to match target batch_size (${String(t[0] ?? 0)}).`,
    );
  }
}

function checkTargetDtype({ dtype }: Tensor): void {
  if (dtype === 'int64' || dtype === 'uint8') return;
  refuse(`expected target dtype to be Long or Byte, but got ${scalarTypeName(dtype)}`);
}

function checkMatrix(input: Tensor, target: Tensor, weight: Tensor | undefined): void {
  refuseMultipleTargets(target.shape.length);
  checkTargetDtype(target);
  if (input.shape.length > 1 && target.shape.length === 0) {
    // What PyTorch says of the target's first size, which an empty batch alone gets as far as being asked for.
    refuseDimensionless(0);
  }
  if (input.shape.length === 1 && target.shape.length === 1 && target.shape[0] !== 1) {
    refuseValue(`For 1D input, 1D target must have size 1, but got target size: ${String(target.shape[0])}`);
  }
  const classes = input.shape[input.shape.length - 1]!;
  if (weight !== undefined && !sameShape(weight.shape, [classes])) {
    refuse(
      `weight tensor should be defined either for all ${classes} classes or no classes ` +
        `but got weight tensor of shape: ${sizesText(weight.shape)}`,
    );
  }
  requireFloat(input.dtype, 'nll_loss_out_frame');
}

function checkImages(input: Tensor, target: Tensor, weight: Tensor | undefined): void {
  if (target.shape.length !== 3) {
    refuse(
      'only batches of spatial targets supported (3D tensors) ' +
        `but got targets of dimension: ${target.shape.length}`,
    );
  }
  checkTargetDtype(target);
  const [n, classes, ...pixels] = input.shape;
  if (weight !== undefined && weight.data.length !== classes) {
    refuse('weight tensor should be defined either for all or no classes');
  }
  if (!sameShape(target.shape, [n!, ...pixels])) {
    refuse(`size mismatch (got input: ${sizesText(input.shape)} , target: ${sizesText(target.shape)}`);
  }
  requireFloat(input.dtype, 'nll_loss2d_forward_out_frame');
}

/** One of the two operations that pick the targets, differentiated. */
function pick(
  operation: 'nll_loss_forward' | 'nll_loss2d_forward',
  input: Variable,
  target: Variable,
  weight: Variable | null,
  reduction: Reduction,
  ignoreIndex: number,
  check: () => void,
): Variable {
  refuseGradient(weight, operation, 'weight');
  check();
  const call: NllCall = {
    input: input.tensor,
    target: target.tensor,
    weight: weight?.tensor,
    reduction,
    ignoreIndex,
  };
  const isSpatial = operation === 'nll_loss2d_forward';
  if (call.weight !== undefined) requireScalarType(call.input.dtype, call.weight.dtype, 'forward');
  // A reduced empty loss is done before its targets are looked at.
  if (isSpatial && (reduction === 'none' || call.target.data.length > 0)) {
    requireScalarType('int64', call.target.dtype, 'forward');
  }
  const { loss, total } = forward(call);
  return record(loss, [input], (gradient) => {
    if (isSpatial) requireScalarType('int64', call.target.dtype, 'backward');
    const [first] = call.target.shape;
    if (call.input.shape.length === 1 && first !== undefined && first !== call.input.shape[0]) {
      refuse(
        `size mismatch (got input: ${sizesText(call.input.shape)}, target: ${sizesText(call.target.shape)})`,
        'backward',
      );
    }
    return [differentiate(call, gradient, total)];
  });
}

/** Whether the losses are kept apart: not those of a single sample, which PyTorch treats as reduced. */
function isUnreduced({ input, reduction }: NllCall): boolean {
  return reduction === 'none' && input.shape.length > 1;
}

/** Refuses a class that does not exist. PyTorch prints unreduced uint8 targets as characters, if it can. */
function refuseClass(index: number, asCharacter: boolean): never {
  if (asCharacter && index >= 0x80) {
    const kind = index >= 0xc2 && index <= 0xf4 ? 'continuation' : 'start';
    throw new TorchError(
      'UnicodeDecodeError',
      `'utf-8' codec can't decode byte 0x${index.toString(16)} in position 7: invalid ${kind} byte`,
    );
  }
  const text = asCharacter ? String.fromCharCode(index) : String(index);
  throw new TorchError('IndexError', `Target ${text} is out of bounds.`);
}

/** The class of a sample; undefined if it is to be ignored. */
function classOf(call: NllCall, sample: number, classes: number): number | undefined {
  const { target, ignoreIndex } = call;
  const index = target.data[sample]!;
  if (index === ignoreIndex) return undefined;
  if (index < 0 || index >= classes) {
    refuseClass(index, target.dtype === 'uint8' && isUnreduced(call));
  }
  return index;
}

/** Number of classes, and of samples that lie side by side within a class. */
function layoutOf({ input }: NllCall): { readonly classes: number; readonly inner: number } {
  const dimension = input.shape.length === 1 ? 0 : 1;
  return { classes: input.shape[dimension]!, inner: elementCount(input.shape.slice(dimension + 1)) };
}

function position(sample: number, index: number, classes: number, inner: number): number {
  return (Math.floor(sample / inner) * classes + index) * inner + (sample % inner);
}

function forward(call: NllCall): { readonly loss: Tensor; readonly total: number } {
  const { input, target, weight, reduction } = call;
  const { classes, inner } = layoutOf(call);
  const { dtype } = input;
  const samples = target.data.length;
  if (isUnreduced(call)) {
    const data = storage(dtype, samples);
    for (let i = 0; i < samples; i++) {
      const index = classOf(call, i, classes);
      if (index === undefined) continue;
      const value = -input.data[position(i, index, classes, inner)]!;
      data[i] = roundTo(dtype, weight === undefined ? value : value * weight.data[index]!);
    }
    return { loss: { dtype, shape: target.shape, data }, total: 0 };
  }
  if (samples === 0) return { loss: scalar(reduction === 'mean' ? NaN : 0, dtype), total: 0 };
  const losses = cascadeSum(dtype, samples);
  const weights = cascadeSum(dtype, samples);
  let counted = 0;
  for (let i = 0; i < samples; i++) {
    const index = classOf(call, i, classes);
    if (index === undefined) continue;
    counted++;
    const value = -input.data[position(i, index, classes, inner)]!;
    const factor = weight === undefined ? 1 : weight.data[index]!;
    losses.add(i, roundTo(dtype, value * factor));
    weights.add(i, factor);
  }
  const total = weight === undefined ? roundTo(dtype, counted) : weights.total();
  const sum = losses.total();
  return { loss: scalar(reduction === 'mean' ? sum / total : sum, dtype), total };
}

function differentiate(call: NllCall, gradient: Tensor, total: number): Tensor {
  const { input, target, weight, reduction } = call;
  const { classes, inner } = layoutOf(call);
  const { dtype, shape } = input;
  const data = storage(dtype, input.data.length);
  const isReduced = gradient.shape.length === 0;
  const first = gradient.data[0] ?? 0;
  const shared = roundTo(dtype, -(reduction === 'mean' ? first / total : first));
  for (let i = 0; i < target.data.length; i++) {
    const index = classOf(call, i, classes);
    if (index === undefined) continue;
    const incoming = isReduced ? shared : -gradient.data[i]!;
    const factor = weight === undefined ? 1 : weight.data[index]!;
    data[position(i, index, classes, inner)] = roundTo(dtype, factor * incoming);
  }
  return { dtype, shape, data };
}
