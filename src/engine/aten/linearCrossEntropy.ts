import type { ReplayContext } from '../defineLoss';
import type { ParameterValue } from '../lossDefinition';
import { readOptions } from '../linearCrossEntropyOptions';
import { isTrue } from '../legacyReduction';
import { isTensorValue, pythonRepr, pythonText, pythonTypeName } from '../nativeTypes';
import { printSize } from '../tensor/printTensor';
import { multiply } from '../tensor/pointwise';
import { sameShape } from '../tensor/shape';
import { elementCount, type Tensor } from '../tensor/tensor';
import { refuse, refuseType, TorchError, type TorchErrorType } from '../torchError';
import {
  chunkedLoss,
  unreducedChunkedLoss,
  type ChunkedCall,
  type ChunkedGradients,
} from './chunkedLinearCrossEntropy';
import { requireTensor } from './checks';
import { settleChunking } from './chunking';
import { crossEntropy } from './crossEntropy';
import { linear } from './linear';
import { reductionOf, view, type Reduction } from './reduction';
import { isWanted, record, Variable } from './variable';

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
  /** How to work in pieces, as Python writes it; null for at once. */
  readonly options: ParameterValue;
}

type Context = Pick<ReplayContext, 'warn' | 'checkTypes' | 'call'>;

function checkShapes({ input, linearWeight, linearBias }: LinearCrossEntropyArguments): void {
  const [x, w] = [input.shape, linearWeight.shape];
  if (x.length < 1 || x.length > 2) {
    refuse(`expected input with dimensionality 1 or 2, got ${x.length}`);
  }
  if (w.length < 2) refuse(`expected linear_weight with dimensionality at least 2, got ${w.length}`);
  const [features, expected] = [x[x.length - 1]!, w[w.length - 1]!];
  if (features !== expected) {
    refuse(
      'expected equal input and linear_weight last dimensions (in_features), ' +
        `got ${features} and ${expected}, respectively`,
    );
  }
  const outputs = w.slice(0, -1);
  if (linearBias !== null) requireTensor(linearBias, 'shape');
  if (linearBias !== null && !sameShape(linearBias.shape, outputs)) {
    refuse(`expected linear_bias shape ${printSize(outputs)}, got ${printSize(linearBias.shape)}`);
  }
  if (w.length > 2 && x.length === 1) {
    refuse(
      `K-dimensional loss defined by linear_weight shape ${printSize(w)} requires batched input, ` +
        `(N, ${features}), got unbatched input with shape ${printSize(x)}`,
    );
  }
}

/**
 * Whether the options apply: PyTorch works in pieces only on plain class indices, and warns otherwise.
 * @throws TorchError for a reduction that no set holds, and for smoothing by a tensor that is neither true nor false.
 */
function worksInPieces(
  { linearWeight, linearBias, target, options }: LinearCrossEntropyArguments,
  { warn, call: { parameters = {}, gradients = [] } }: Context,
): boolean {
  if (options === null) return false;
  const { reduction = 'mean', label_smoothing: smoothing = 0 } = parameters;
  const outputs = linearWeight.shape.slice(1, -1);
  const isPlain = (): boolean => {
    if (Array.isArray(reduction)) refuseType("unhashable type: 'list'");
    if (!reductions.includes(reduction)) return false;
    if (smoothing === null || typeof smoothing === 'string' || Array.isArray(smoothing)) return false;
    return !isTrue(smoothing) && target.tensor.dtype === 'int64';
  };
  if (outputs.length > 0 || !isPlain()) {
    warn(
      'linear_cross_entropy: ``options`` ignored; chunked path needs reduction in ' +
        "{'mean','sum','none'}, label_smoothing == 0, target.dtype == int64, out_features == (). Got " +
        `reduction=${pythonRepr(reduction, gradients.includes('reduction'))}, ` +
        `label_smoothing=${pythonText(smoothing, gradients.includes('label_smoothing'))}, ` +
        `target.dtype=torch.${target.tensor.dtype}, out_features=${printSize(outputs)}, tracing=False, ` +
        `linear_bias.shape=${linearBias === null ? 'None' : printSize(linearBias.shape)}.`,
    );
  }
  return isPlain() && outputs.length === 0;
}

const reductions: readonly ParameterValue[] = ['mean', 'sum', 'none'];

/** What the call is in pieces, one sample being a batch of one. */
function chunkedCall(call: LinearCrossEntropyArguments, options: ParameterValue): ChunkedCall {
  const { input, linearWeight, linearBias, target, weight, reduction, ignoreIndex } = call;
  const isBatch = input.shape.length === 2;
  const batched = ({ tensor }: Variable): Tensor =>
    isBatch ? tensor : { ...tensor, shape: [1, ...tensor.shape] };
  const [x, w] = [batched(input), linearWeight.tensor];
  const chosen = typeof options === 'string' ? readOptions(options, 'forward') : undefined;
  if (chosen === undefined) {
    const message = `'${pythonTypeName(options)}' object has no attribute '_adjust'`;
    throw new TorchError('AttributeError', message);
  }
  const [batch, features] = x.shape as [number, number];
  return {
    input: x,
    linearWeight: w,
    linearBias: linearBias?.tensor,
    target: batched(target),
    weight: weight?.tensor,
    reduction: reduction as Reduction,
    ignoreIndex: ignoreIndex ?? -100,
    chunking: settleChunking(chosen, { batch, features, classes: w.shape[0]!, dtype: x.dtype }),
  };
}

/** The end of the declaration of the operation that reduces. */
const reducedRest =
  ', bool allow_retain_graph, bool compute_input_grad, bool compute_linear_weight_grad, bool compute_linear_bias_grad) ' +
  '-> (Tensor, Tensor, Tensor, Tensor)';

/**
 * What `torch.library` refuses as it calls the operation behind the pieces: class weights that are no tensor, an
 * ignored index that is no integer.
 */
function refuseTypes({ weight, reduction }: LinearCrossEntropyArguments, { call }: Context): void {
  const isReduced = reduction !== 'none';
  const operation = `torch_nn::_linear_cross_entropy_batch_chunked${isReduced ? '' : '_no_reduction'}`;
  const refuseArgument = (name: string, type: string, position: number, cast: string): void => {
    const value = call.parameters?.[name] ?? null;
    const text = pythonRepr(value, call.gradients?.includes(name));
    refuse(
      `${operation}() Expected a value of type '${type}' for argument '${name}' but instead found type ` +
        `'${pythonTypeName(value)}'.\nPosition: ${position}\nValue: ${text}\n` +
        `Declaration: ${operation}(Tensor input, Tensor linear_weight, Tensor target, Tensor? linear_bias, Tensor? weight, ` +
        `${isReduced ? 'str reduction, ' : ''}SymInt ignore_index, ${isReduced ? 'float label_smoothing, ' : ''}` +
        `SymInt batch_chunk_size, str acc_policy, ScalarType acc_dtype${isReduced ? reducedRest : ') -> Tensor'}\n` +
        `Cast error details: Unable to cast ${cast}`,
    );
  };
  if (weight !== null && !((weight as unknown) instanceof Variable)) {
    refuseArgument(
      'weight',
      'Optional[Tensor]',
      4,
      `${pythonText(call.parameters?.['weight'] ?? null)} to Tensor`,
    );
  }
  const index = call.parameters?.['ignore_index'] ?? null;
  const isInteger =
    index === null ||
    typeof index === 'boolean' ||
    (typeof index === 'bigint' && BigInt.asIntN(64, index) === index) ||
    (isTensorValue(index) && index.data.length === 1);
  if (isInteger) return;
  const type = isTensorValue(index) ? 'torch.Tensor' : pythonTypeName(index);
  refuseArgument(
    'ignore_index',
    'int',
    isReduced ? 6 : 5,
    `Python instance of type <class '${type}'> to C++ type '?' (#define PYBIND11_DETAILED_ERROR_MESSAGES or compile ` +
      'in debug mode for details)',
  );
}

/** A smoothing of 0 in a tensor is converted to a number, for the operation that reduces alone. */
function warnOfSmoothing({ warn, call: { parameters = {}, gradients = [] } }: Context): void {
  if (!isTensorValue(parameters['label_smoothing']) || !gradients.includes('label_smoothing')) return;
  warn(
    'Converting a tensor with requires_grad=True to a scalar may lead to unexpected behavior.\n' +
      'Consider using tensor.detach() first. (Triggered internally at ' +
      '/__w/pytorch/pytorch/torch/csrc/autograd/generated/python_variable_methods.cpp:822.)',
  );
}

/** The loss in pieces. Its gradients are computed along with it, unless it is not reduced. */
function inPieces(call: LinearCrossEntropyArguments, context: Context): Variable {
  const { input, linearWeight, linearBias, weight, reduction, options } = call;
  const pieces = chunkedCall(call, options);
  refuseTypes(call, context);
  if (reduction !== 'none') warnOfSmoothing(context);
  const operands = [input, linearWeight, ...(linearBias ? [linearBias] : []), ...(weight ? [weight] : [])];
  const wanted = {
    input: isWanted(input),
    linearWeight: isWanted(linearWeight),
    linearBias: linearBias !== null && isWanted(linearBias),
  };
  const inOrder = (gradients: ChunkedGradients<Tensor>): (Tensor | undefined)[] => [
    { ...gradients.input, shape: input.shape },
    gradients.linearWeight,
    ...(linearBias ? [gradients.linearBias] : []),
    ...(weight ? [undefined] : []),
  ];
  if (reduction === 'none') {
    const losses = unreducedChunkedLoss(pieces);
    const shape = input.shape.slice(0, -1);
    return record({ ...losses, shape }, operands, (gradient) =>
      whileBackward(() =>
        inOrder(chunkedLoss(pieces, wanted, { ...gradient, shape: losses.shape }).gradients),
      ),
    );
  }
  const { loss, gradients } = chunkedLoss(pieces, wanted);
  return record(loss, operands, (gradient) =>
    inOrder({
      input: multiply(gradients.input, gradient),
      linearWeight: multiply(gradients.linearWeight, gradient),
      linearBias: multiply(gradients.linearBias, gradient),
    }),
  );
}

/** What an operation refuses that PyTorch does in `backward`. */
function whileBackward<T>(compute: () => T): T {
  try {
    return compute();
  } catch (error) {
    if (!(error instanceof TorchError)) throw error;
    throw new TorchError(error.type, error.message, 'backward');
  }
}

/**
 * `torch.nn.functional.linear_cross_entropy`: cross entropy of the logits that a linear layer makes.
 * @throws TorchError for shapes and dtypes that do not fit.
 */
export function linearCrossEntropy(call: LinearCrossEntropyArguments, context: Context): Variable {
  checkShapes(call);
  const { input, linearWeight, linearBias, target, weight, smoothing } = call;
  const [outputs, features] = [linearWeight.shape.slice(0, -1), linearWeight.shape.at(-1)!];
  const logitsShape = [...input.shape.slice(0, -1), ...outputs];
  if (sameShape(target.shape, logitsShape) && call.ignoreIndex !== null) {
    refuse('ignore_index cannot be specified when target contains probabilities');
  }
  if (worksInPieces(call, context)) return inPieces(call, context);
  const flat = view(linearWeight, [elementCount(outputs), features]);
  const bias = linearBias && view(linearBias, [elementCount(outputs)]);
  const logits = view(linear(input, flat, bias), logitsShape);
  const reduction = reductionOf(call.reduction, context.warn);
  context.checkTypes();
  return crossEntropy({
    input: logits,
    target,
    weight,
    reduction,
    ignoreIndex: call.ignoreIndex ?? -100,
    smoothing,
  });
}

/**
 * What the constructor checks.
 * @throws TorchError for class weights of another size and for smoothing outside of 0 to 1.
 */
export function checkConstructor(
  classes: ParameterValue,
  weight: ParameterValue,
  smoothing: ParameterValue,
): void {
  const refuseAs = (type: TorchErrorType, message: string): never => {
    throw new TorchError(type, message, 'construct');
  };
  if (weight !== null && !isTensorValue(weight)) {
    refuseAs('AttributeError', `'${pythonTypeName(weight)}' object has no attribute 'shape'`);
  } else if (weight !== null && !sameShape(weight.shape, [numberIn(classes)])) {
    const expected = pythonText(classes);
    refuseAs('RuntimeError', `expected weight shape to be (${expected},), got ${printSize(weight.shape)}`);
  }
  if (smoothing === null || typeof smoothing === 'string' || Array.isArray(smoothing)) {
    const type = pythonTypeName(smoothing);
    refuseAs('TypeError', `'<' not supported between instances of '${type}' and 'int'`);
  }
  isTrue(smoothing, 'construct');
  const share = numberIn(smoothing);
  if (share < 0 || share > 1) {
    const message = `expected label_smoothing to be in range [0, 1], got ${pythonText(smoothing)}`;
    refuseAs('RuntimeError', message);
  }
}

function numberIn(value: ParameterValue): number {
  return Number(isTensorValue(value) ? value.data[0] : value);
}
