import type { RandomCall } from './calls';
import type { Draw } from './draw';

function linear(draw: Draw): RandomCall {
  const [features, width] = [draw.integer(1, 4), draw.integer(1, 5)];
  const isSingle = draw.chance(0.2);
  const rest = isSingle || draw.chance(0.7) ? [] : draw.shape(1, 2);
  const samples = isSingle ? [] : [draw.integer(1, 4)];
  const outputs = rest.reduce((product, size) => product * size, width);
  const hasBias = draw.chance(0.5);
  const weight = draw.chance(0.4) ? draw.real([width], 0.2, 3) : undefined;
  const ofIndices = draw.chance(0.6);
  const isPlain = ofIndices && rest.length === 0 && draw.chance(0.4);
  const target = ofIndices
    ? draw.classes([...samples, ...rest], width)
    : draw.distribution([...samples, width, ...rest], samples.length, false);
  const places = target.data.length / (ofIndices ? 1 : width);
  const learned = {
    'linear.weight': draw.real([outputs, features]),
    ...(hasBias && { 'linear.bias': draw.real([outputs]) }),
  };
  const ofClasses = Array.from(target.data, (y) => weight?.data[y] ?? 1).reduce((sum, each) => sum + each, 0);
  return {
    inputs: { input: draw.real([...samples, features]), target },
    parameters: {
      in_features: BigInt(features),
      num_classes: BigInt(width),
      bias: hasBias,
      ...(rest.length > 0 && { out_features: rest }),
      ...(weight && { weight }),
      ...(isPlain
        ? { options: `LinearCrossEntropyOptions(batch_chunk_size=${String(draw.integer(1, 4))})` }
        : { label_smoothing: draw.pick(0, draw.between(0, 1)) }),
      ...learned,
    },
    gradients: ['input', ...Object.keys(learned), ...(ofIndices ? [] : ['target'])],
    denominator: ofIndices ? ofClasses : places,
    ...(!isSingle && { batch: { input: 0, target: 0 }, takesSamples: rest.length === 0 && !isPlain }),
  };
}

function adaptive(draw: Draw): RandomCall {
  const [features, width] = [draw.integer(2, 5), draw.integer(3, 9)];
  const cutoffs = Array.from({ length: width - 1 }, (_, c) => c + 1).filter(() => draw.chance(0.4));
  const bounds = cutoffs.length === 0 ? [1] : cutoffs;
  const samples = draw.chance(0.2) ? [] : [draw.integer(1, 4)];
  const division = draw.pick(1, 1.5, 2);
  const hasBias = draw.chance(0.5);
  const first = (bounds[0] ?? 1) + bounds.length;
  const learned = {
    'head.weight': draw.real([first, features]),
    ...(hasBias && { 'head.bias': draw.real([first]) }),
    ...Object.fromEntries(
      bounds.flatMap((bound, i) => {
        const size = Math.floor(features / division ** (i + 1));
        const name = `tail.${String(i)}`;
        return [
          [`${name}.0.weight`, draw.real([size, features])],
          [`${name}.1.weight`, draw.real([(bounds[i + 1] ?? width) - bound, size])],
        ];
      }),
    ),
  };
  const target = draw.classes(samples, width);
  // A cluster without a target takes no part.
  const isPart = (name: string): boolean => {
    const cluster = /^tail\.(\d+)/.exec(name)?.[1];
    if (cluster === undefined) return true;
    const [low = 0, high = width] = bounds.slice(Number(cluster), Number(cluster) + 2);
    return target.data.some((y) => y >= low && y < high);
  };
  return {
    inputs: { input_: draw.real([...samples, features]), target_: target },
    parameters: {
      in_features: BigInt(features),
      n_classes: BigInt(width),
      cutoffs: bounds,
      div_value: division,
      head_bias: hasBias,
      ...learned,
    },
    gradients: ['input_', ...Object.keys(learned).filter(isPart)],
    ...(samples.length > 0 && { batch: { input_: 0, target_: 0 }, takesSamples: true }),
  };
}

/** Calls of the losses that learn a layer. */
export const projectedCalls: Readonly<Record<string, (draw: Draw) => RandomCall>> = {
  LinearCrossEntropyLoss: linear,
  AdaptiveLogSoftmaxWithLoss: adaptive,
};
