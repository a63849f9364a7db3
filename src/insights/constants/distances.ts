import { cosineSimilarity } from '../../engine/aten/cosineSimilarity';
import { pairwiseDistance } from '../../engine/aten/pairwiseDistance';
import { Variable } from '../../engine/aten/variable';
import { isFloat } from '../../engine/tensor/dtype';
import { elementCount, type Tensor } from '../../engine/tensor/tensor';
import { Given } from './callArguments';
import type { Family, Operation } from './operations';
import { contents, tensorValue, unknown, type TensorValue } from './values';

function measured(
  [a, b]: readonly [TensorValue, TensorValue],
  measure: (a: Variable, b: Variable) => Variable,
): TensorValue {
  const [x, y] = [contents(a), contents(b)];
  if (x.dtype !== y.dtype || !isFloat(x.dtype)) unknown('a distance of these dtypes');
  const { tensor } = measure(new Variable(x, false), new Variable(y, false));
  return tensorValue(tensor, a.requiresGrad || b.requiresGrad);
}

/** Whether vectors along dimension 1 may be so short that `eps` matters: one element that is not decides. */
function hasShortVectors({ shape, data }: Tensor, least: number): boolean {
  const [count = 1, length = 1, ...rest] = shape;
  const stride = elementCount(rest);
  for (let row = 0; row < count; row++)
    for (let at = 0; at < stride; at++) {
      let isLong = false;
      for (let k = 0; k < length && !isLong; k++)
        isLong = Math.abs(data[(row * length + k) * stride + at] ?? 0) > Math.max(least, 1e-8);
      if (!isLong) return true;
    }
  return false;
}

/** Along dimension 1, as the engine has it for losses. */
export const similarity: Operation = (call, context) => {
  const given = new Given(call, ['x1', 'x2', 'dim', 'eps']);
  const pair = [given.tensor('x1'), given.tensor('x2')] as const;
  const rank = Math.max(...pair.map(({ tensor }) => tensor.shape.length));
  const dim = given.number('dim') ?? 1;
  if ((dim < 0 ? dim + rank : dim) !== 1) return unknown('a similarity along another dimension');
  const least = given.number('eps') ?? 1e-8;
  if (least !== 1e-8 && pair.some((one) => hasShortVectors(one.tensor, least)))
    return unknown('a similarity of short vectors');
  context.spend(pair[0].tensor.data.length + pair[1].tensor.data.length);
  return measured(pair, cosineSimilarity);
};

/** Along the last dimension. */
export const distance: Operation = (call, context) => {
  const given = new Given(call, ['x1', 'x2', 'p', 'eps', 'keepdim']);
  const pair = [given.tensor('x1'), given.tensor('x2')] as const;
  if (given.flag('keepdim')) return unknown('a distance that keeps its dimension');
  context.spend(pair[0].tensor.data.length + pair[1].tensor.data.length);
  return measured(pair, (a, b) =>
    pairwiseDistance(a, b, given.number('p') ?? 2, given.number('eps') ?? 1e-6),
  );
};

/** How far vectors are from each other. */
export const distances: Family = {
  functions: {
    'torch.cosine_similarity': similarity,
    'torch.nn.functional.cosine_similarity': similarity,
    'torch.pairwise_distance': distance,
    'torch.nn.functional.pairwise_distance': distance,
  },
  methods: {},
};
