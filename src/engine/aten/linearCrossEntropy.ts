import type { ParameterValue } from '../lossDefinition';
import { pythonFloat } from '../nativeTypes';
import { isHalf } from '../tensor/dtype';
import { cast } from '../tensor/rounding';
import { sameShape } from '../tensor/shape';
import { elementCount, type DType, type Tensor } from '../tensor/tensor';
import { TorchError } from '../torchError';
import { crossEntropy } from './crossEntropy';
import { linear } from './linear';
import { reductionOf, view } from './reduction';
import { record, Variable } from './variable';

/** The arguments of `linear_cross_entropy`. */
export interface LinearCrossEntropyArguments {
  readonly input: Variable;
  /** Of shape `(C, d1, ..., features)`. */
  readonly linearWeight: Variable;
  readonly linearBias: Variable | null;
  readonly target: Variable;
  readonly weight: Variable | null;
  readonly reduction: string;
  readonly ignoreIndex: number | null;
  readonly smoothing: number;
  /** Whether options for working in pieces were given. */
  readonly hasOptions: boolean;
}

function refuse(message: string): never {
  throw new TorchError('RuntimeError', message);
}

/** A shape as Python prints a tuple. */
export function tupleText(shape: readonly number[]): string {
  return shape.length === 1 ? `(${String(shape[0])},)` : `(${shape.join(', ')})`;
}

function checkShapes({ input, linearWeight, linearBias }: LinearCrossEntropyArguments): void {
  const [x, w] = [input.shape, linearWeight.shape];
  if (x.length < 1 || x.length > 2) {
    refuse(`expected input with dimensionality 1 or 2, got ${String(x.length)}`);
  }
  if (w.length < 2) refuse(`expected linear_weight with dimensionality at least 2, got ${String(w.length)}`);
  const [features, expected] = [x[x.length - 1]!, w[w.length - 1]!];
  if (features !== expected) {
    refuse(
      'expected equal input and linear_weight last dimensions (in_features), ' +
        `got ${String(features)} and ${String(expected)}, respectively`,
    );
  }
  const outputs = w.slice(0, -1);
  if (linearBias !== null && !sameShape(linearBias.shape, outputs)) {
    refuse(`expected linear_bias shape ${tupleText(outputs)}, got ${tupleText(linearBias.shape)}`);
  }
  if (w.length > 2 && x.length === 1) {
    refuse(
      `K-dimensional loss defined by linear_weight shape ${tupleText(w)} requires batched input, ` +
        `(N, ${String(features)}), got unbatched input with shape ${tupleText(x)}`,
    );
  }
}

/** Whether the options apply: PyTorch works in pieces only on plain class indices, and warns otherwise. */
function worksInPieces(call: LinearCrossEntropyArguments, warn: (message: string) => void): boolean {
  const { linearWeight, linearBias, target, reduction, smoothing, hasOptions } = call;
  if (!hasOptions) return false;
  const outputs = linearWeight.shape.slice(1, -1);
  const isKnown = ['mean', 'sum', 'none'].includes(reduction);
  if (outputs.length === 0 && isKnown && smoothing === 0 && target.tensor.dtype === 'int64') return true;
  warn(
    'linear_cross_entropy: ``options`` ignored; chunked path needs reduction in ' +
      "{'mean','sum','none'}, label_smoothing == 0, target.dtype == int64, out_features == (). Got " +
      `reduction=${reduction === 'None' ? 'None' : `'${reduction}'`}, label_smoothing=${pythonFloat(smoothing)}, ` +
      `target.dtype=torch.${target.tensor.dtype}, out_features=${tupleText(outputs)}, tracing=False, ` +
      `linear_bias.shape=${linearBias === null ? 'None' : tupleText(linearBias.shape)}.`,
  );
  return false;
}

/** Refuses class indices in the words of the operations that the pieces are computed with. */
function checkPieces(
  { data, shape }: Tensor,
  classes: number,
  ignoreIndex: number,
  rank: number,
  weight: Variable | null,
): void {
  if (shape.length !== rank) refuse('Index tensor must have the same number of dimensions as input tensor');
  const index = data.find((each) => each !== ignoreIndex && !(each >= 0 && each < classes));
  if (index === undefined) return;
  if (weight !== null) throw new TorchError('IndexError', 'index out of range in self');
  refuse(`index ${String(index)} is out of bounds for dimension 1 with size ${String(classes)}`);
}

function convert(x: Variable, dtype: DType): Variable {
  return record(cast(x.tensor, dtype), [x], (gradient) => [gradient]);
}

/**
 * `torch.nn.functional.linear_cross_entropy`: cross entropy of the logits that a linear layer makes.
 * @throws TorchError for shapes and dtypes that do not fit.
 */
export function linearCrossEntropy(
  call: LinearCrossEntropyArguments,
  warn: (message: string) => void,
): Variable {
  checkShapes(call);
  const { input, linearWeight, linearBias, target, weight, smoothing } = call;
  const [outputs, features] = [linearWeight.shape.slice(0, -1), linearWeight.shape.at(-1)!];
  const logitsShape = [...input.shape.slice(0, -1), ...outputs];
  if (sameShape(target.shape, logitsShape) && call.ignoreIndex !== null) {
    refuse('ignore_index cannot be specified when target contains probabilities');
  }
  const ignoreIndex = call.ignoreIndex ?? -100;
  // In pieces, 16-bit floats are computed with as float32, and only the result is rounded.
  const { dtype } = input.tensor;
  const isPiecewise = worksInPieces(call, warn);
  if (isPiecewise)
    checkPieces(target.tensor, linearWeight.shape[0]!, ignoreIndex, input.shape.length - 1, weight);
  const isWidened = isPiecewise && isHalf(dtype) && linearWeight.tensor.dtype === dtype;
  const widen = (x: Variable): Variable => (isWidened ? convert(x, 'float32') : x);
  const flat = view(linearWeight, [elementCount(outputs), features]);
  const bias = linearBias && view(linearBias, [elementCount(outputs)]);
  const logits = view(linear(widen(input), widen(flat), bias && widen(bias)), logitsShape);
  const classWeight = weight && isPiecewise ? new Variable(weight.tensor, false) : weight;
  const loss = crossEntropy({
    input: logits,
    target,
    weight: classWeight && widen(classWeight),
    reduction: reductionOf(call.reduction, warn),
    ignoreIndex,
    smoothing,
  });
  return isWidened ? convert(loss, dtype) : loss;
}

/**
 * What the constructor checks.
 * @throws TorchError for class weights of another size and for smoothing outside of 0 to 1.
 */
export function checkConstructor(
  classes: number,
  weightShape: readonly number[] | undefined,
  smoothing: ParameterValue,
): void {
  if (weightShape !== undefined && !sameShape(weightShape, [classes])) {
    const message = `expected weight shape to be (${String(classes)},), got ${tupleText(weightShape)}`;
    throw new TorchError('RuntimeError', message, 'construct');
  }
  const isOutside = Number(smoothing) < 0 || Number(smoothing) > 1;
  if (!isOutside) return;
  const text = typeof smoothing === 'number' ? pythonFloat(smoothing) : String(Number(smoothing));
  const message = `expected label_smoothing to be in range [0, 1], got ${text}`;
  throw new TorchError('RuntimeError', message, 'construct');
}
