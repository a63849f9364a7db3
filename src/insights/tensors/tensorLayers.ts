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
});

const outFeatures = (made: TensorCall): number | undefined => integerAt(made, 1, 'out_features');

/** The channels come before the pixels, so that nothing is known of the last dimension. */
const convolution: TensorLayer = (_made, { call, from, input }) => ({
  ...unknownOrigin,
  values: 'any',
  maker: call,
  from,
  dtype: 'float',
  rank: input.rank,
});

function like(name: keyof typeof tensorOperations): TensorLayer {
  return (_made, called) => tensorOperations[name]?.({ ...called, arguments: [] }) ?? unknownOrigin;
}

/** Layers of `torch.nn`, by name. */
export const tensorLayers: Readonly<Record<string, TensorLayer>> = {
  Linear: linear,
  LazyLinear: (made, called) => ({ ...linear(made, called), sizes: [integerAt(made, 0, 'out_features')] }),
  Conv1d: convolution,
  Conv2d: convolution,
  Conv3d: convolution,
  ConvTranspose1d: convolution,
  ConvTranspose2d: convolution,
  ConvTranspose3d: convolution,
  Softmax: like('softmax'),
  Softmax2d: like('softmax'),
  LogSoftmax: like('log_softmax'),
  Sigmoid: like('sigmoid'),
  Hardsigmoid: like('hardsigmoid'),
  LogSigmoid: like('logsigmoid'),
  Softplus: like('softplus'),
  Identity: (_made, { input }) => input,
  Flatten: (_made, { input }) => ({ ...input, sizes: [], rank: undefined }),
  ReLU: like('relu'),
  Tanh: like('tanh'),
  GELU: like('gelu'),
  LeakyReLU: like('leaky_relu'),
  Dropout: like('dropout'),
};
