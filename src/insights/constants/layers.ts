import { fillUniform, kaimingBound } from '../../engine/initialWeights';
import { elementCount, type Tensor } from '../../engine/tensor/tensor';
import { refuseAutocast } from './autocast';
import { Given } from './callArguments';
import type { OperationContext } from './operations';
import { fillInSteps, normal, type Fill } from './randomSamples';
import { contents, tensorValue, unknown, type CallValues, type ModuleValue, type Value } from './values';

type Weights = Readonly<Record<string, Tensor>>;

/** A layer with weights: how its constructor draws them, and what it makes of an input; both pay before they allocate. */
interface Layer {
  draw(given: Given, context: OperationContext): Weights;
  readonly names: readonly string[];
  apply(input: Tensor, weights: Weights, given: Given, context: OperationContext): Tensor;
}

/** Weights and bias of a layer of which each output sees so many features. */
function drawn(shape: readonly number[], features: number, given: Given, context: OperationContext): Weights {
  const weight = drawnLater(shape, within(kaimingBound(features)), context);
  if (given.has('bias') && !given.flag('bias')) return { weight };
  return { weight, bias: drawnLater(shape.slice(0, 1), within(1 / Math.sqrt(features)), context) };
}

/** Samples between a bound and its opposite. */
function within(bound: number): Fill {
  return ({ data }, random) => fillUniform(data, bound, random);
}

function drawnLater(shape: readonly number[], fill: Fill, context: OperationContext): Tensor {
  const random = context.generator();
  context.spendInPieces(elementCount(shape));
  const tensor: Tensor = { dtype: 'float32', shape, data: new Float32Array(elementCount(shape)) };
  context.finishLater(fillInSteps(tensor, fill, random));
  return tensor;
}

function size(given: Given, name: string): number {
  const value = given.number(name);
  return value !== undefined && Number.isInteger(value) && value > 0
    ? value
    : unknown(`the ${name} of a layer`);
}

/** One size for both directions, or a pair. */
function pair(given: Given, name: string, otherwise: number): readonly [number, number] {
  const value = given.value(name);
  if (value === undefined) return [otherwise, otherwise];
  const [first, second = first, more] =
    value.kind === 'sequence' ? (given.integers(name) ?? []) : [given.number(name)];
  return first === undefined || second === undefined || more !== undefined
    ? unknown(`the ${name} of a layer`)
    : [first, second];
}

const linear: Layer = {
  names: ['in_features', 'out_features', 'bias'],
  draw(given, context) {
    const features = size(given, 'in_features');
    return drawn([size(given, 'out_features'), features], features, given, context);
  },
  apply(input, { weight, bias }, _, context) {
    const [outputs = 0, features = 0] = weight?.shape ?? [];
    if (!weight || input.dtype !== 'float32' || input.shape.at(-1) !== features)
      return unknown('what a layer gives');
    const shape = [...input.shape.slice(0, -1), outputs];
    context.spend((elementCount(shape) * features) / multipliesPerStep);
    const data = new Float32Array(elementCount(shape));
    for (let i = 0; i < data.length; i++) {
      const [row, column] = [Math.floor(i / outputs) * features, (i % outputs) * features];
      let sum = bias?.data[i % outputs] ?? 0;
      for (let k = 0; k < features; k++) sum += (input.data[row + k] ?? 0) * (weight.data[column + k] ?? 0);
      data[i] = sum;
    }
    return { dtype: 'float32', shape, data };
  },
};

const embedding: Layer = {
  names: ['num_embeddings', 'embedding_dim'],
  draw(given, context) {
    const shape = [size(given, 'num_embeddings'), size(given, 'embedding_dim')];
    return { weight: drawnLater(shape, normal(0, 1), context) };
  },
  apply(input, { weight }, _, context) {
    const [rows = 0, width = 0] = weight?.shape ?? [];
    const shape = [...input.shape, width];
    context.spend(elementCount(shape));
    const data = new Float32Array(elementCount(shape));
    input.data.forEach((row: number, index: number) => {
      if (!(row >= 0 && row < rows)) unknown('PyTorch refuses a row that is not there');
      data.set(weight?.data.subarray(row * width, (row + 1) * width) ?? [], index * width);
    });
    return { dtype: 'float32', shape, data };
  },
};

const convolution: Layer = {
  names: ['in_channels', 'out_channels', 'kernel_size', 'stride', 'padding', 'bias'],
  draw(given, context) {
    const [height, width] = pair(given, 'kernel_size', 0);
    const channels = size(given, 'in_channels');
    const shape = [size(given, 'out_channels'), channels, height, width];
    return drawn(shape, channels * height * width, given, context);
  },
  apply(input, { weight, bias }, given, context) {
    const [batch, channels, rows, columns, more] = input.shape;
    const [outputs = 0, depth = 0, height = 1, width = 1] = weight?.shape ?? [];
    if (
      !weight ||
      input.dtype !== 'float32' ||
      batch === undefined ||
      rows === undefined ||
      columns === undefined
    )
      return unknown('what a layer gives');
    if (more !== undefined || channels !== depth) return unknown('what a layer gives');
    const [down, across] = pair(given, 'stride', 1);
    const [above, beside] = pair(given, 'padding', 0);
    const high = Math.floor((rows + 2 * above - height) / down) + 1;
    const wide = Math.floor((columns + 2 * beside - width) / across) + 1;
    if (!(high > 0 && wide > 0)) return unknown('what a layer gives');
    const shape = [batch, outputs, high, wide];
    context.spend((elementCount(shape) * depth * height * width * 2) / multipliesPerStep);
    const data = new Float32Array(elementCount(shape));
    for (let i = 0; i < data.length; i++) {
      const [x, y] = [(i % wide) * across - beside, (Math.floor(i / wide) % high) * down - above];
      const output = Math.floor(i / (wide * high)) % outputs;
      const image = Math.floor(i / (wide * high * outputs));
      let sum = bias?.data[output] ?? 0;
      for (let c = 0; c < depth; c++)
        for (let v = Math.max(0, -y); v < Math.min(height, rows - y); v++)
          for (let u = Math.max(0, -x); u < Math.min(width, columns - x); u++)
            sum +=
              (input.data[((image * depth + c) * rows + y + v) * columns + x + u] ?? 0) *
              (weight.data[((output * depth + c) * height + v) * width + u] ?? 0);
      data[i] = sum;
    }
    return { dtype: 'float32', shape, data };
  },
};

/** Multiplications are cheaper than other steps. */
const multipliesPerStep = 16;

const layers: Readonly<Record<string, Layer | undefined>> = {
  'torch.nn.Linear': linear,
  'torch.nn.Embedding': embedding,
  'torch.nn.Conv2d': convolution,
};

/** Constructs a layer, which draws its weights; undefined for other modules. */
export function newLayer(path: string, given: CallValues, context: OperationContext): Value | undefined {
  const layer = Object.hasOwn(layers, path) ? layers[path] : undefined;
  if (!layer) return undefined;
  const weights = layer.draw(new Given(given, layer.names), context);
  return { kind: 'module', path, given, weights };
}

/** Calls a layer on a tensor. */
export function callLayer(
  { path, given, weights, lost }: ModuleValue,
  call: CallValues,
  context: OperationContext,
): Value {
  const [input, more] = call.positional;
  const layer = layers[path];
  if (lost !== undefined) return unknown(lost);
  if (!layer || !weights || input?.kind !== 'tensor' || more || call.keywords.size > 0)
    return unknown(`what \`${path}\` gives`);
  if (layer !== embedding) refuseAutocast(context);
  return tensorValue(layer.apply(contents(input), weights, new Given(given, layer.names), context), true);
}
