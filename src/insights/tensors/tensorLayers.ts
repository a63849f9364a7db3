import { integerAt, type TensorCall, type TensorOperation } from './tensorCall';
import { unknownOrigin } from './tensorOrigin';
import { tensorOperations } from './tensorOperations';

/** What the instance of a layer, made by `made`, leaves of what is known about its input. */
export type TensorLayer = (made: TensorCall, called: TensorCall) => ReturnType<TensorOperation>;

const linear: TensorLayer = (made, { call, from, input }) => ({
  ...unknownOrigin,
  values: 'any',
  maker: call,
  from,
  dtype: 'float',
  sizes: [...input.sizes.slice(0, -1), outFeatures(made)],
  rank: input.rank,
  batchFirst: input.batchFirst,
});

const outFeatures = (made: TensorCall): number | undefined => integerAt(made, 1, 'out_features');

/** The channels come before the pixels. */
function convolution(dimensions: number): TensorLayer {
  const pixels = Array.from({ length: dimensions }, () => undefined);
  return (made, { call, from, input }) => ({
    ...unknownOrigin,
    values: 'any',
    maker: call,
    from,
    dtype: 'float',
    sizes: [integerAt(made, 1, 'out_channels'), ...pixels],
    rank: input.rank,
  });
}

function like(name: keyof typeof tensorOperations): TensorLayer {
  return (_made, called) => tensorOperations[name]?.({ ...called, arguments: [] }) ?? unknownOrigin;
}

/** The sequence that a recurrent layer gives, beside its last state. */
export const recurrentLayer: TensorLayer = (made) => {
  const named = made.arguments.find(({ name }) => name === 'batch_first');
  const value = named && made.value(named.value);
  const isBatchFirst = value?.kind === 'bool' && value.value;
  return {
    ...unknownOrigin,
    dtype: 'float',
    rank: isBatchFirst ? 3 : undefined,
    batchFirst: isBatchFirst ? made.call : undefined,
  };
};

/** Layers of `torch.nn` that give {@link recurrentLayer}. */
export const recurrentLayers: ReadonlySet<string> = new Set(['RNN', 'LSTM', 'GRU']);

/** Layers of `torch.nn`, by name. */
export const tensorLayers: Readonly<Record<string, TensorLayer>> = {
  Linear: linear,
  LazyLinear: (made, called) => ({ ...linear(made, called), sizes: [integerAt(made, 0, 'out_features')] }),
  Conv1d: convolution(1),
  Conv2d: convolution(2),
  Conv3d: convolution(3),
  ConvTranspose1d: convolution(1),
  ConvTranspose2d: convolution(2),
  ConvTranspose3d: convolution(3),
  Softmax: like('softmax'),
  Softmax2d: like('softmax'),
  LogSoftmax: like('log_softmax'),
  Sigmoid: like('sigmoid'),
  Hardsigmoid: like('hardsigmoid'),
  LogSigmoid: like('logsigmoid'),
  Softplus: like('softplus'),
  Identity: (_made, { input }) => input,
  Flatten: (_made, { input }) => ({ ...input, sizes: [], rank: undefined, batchFirst: undefined }),
  ReLU: like('relu'),
  Tanh: like('tanh'),
  GELU: like('gelu'),
  LeakyReLU: like('leaky_relu'),
  Dropout: like('dropout'),
};
