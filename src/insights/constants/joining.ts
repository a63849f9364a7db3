import { promoteTypes } from '../../engine/tensor/dtype';
import { cast } from '../../engine/tensor/rounding';
import { Given } from './callArguments';
import type { Family, Operation } from './operations';
import { joined } from './pieces';
import { dimension, reshaped } from './shaping';
import { contents, int, tensorValue, tuple, unknown, type TensorValue, type Value } from './values';

function tensorsOf(value: Value): TensorValue[] {
  if (value.kind !== 'sequence' || value.items.length === 0 || value.lost !== undefined)
    return unknown('the tensors to join');
  return value.items.map((item) => {
    if (item.kind !== 'tensor' || item.isArray) return unknown('the tensors to join');
    contents(item);
    return item;
  });
}

const cat: Operation = (call, context) => {
  const given = new Given(call, ['tensors', 'dim']);
  const all = tensorsOf(given.required('tensors'));
  const dtype = all.map((one) => one.tensor.dtype).reduce(promoteTypes);
  // Empty tensors of one dimension fit everything.
  const sized = all.filter((one) => one.tensor.shape.join() !== '0');
  const tensors = sized.length > 0 ? sized : all;
  context.spend(tensors.reduce((count, one) => count + one.tensor.data.length, 0));
  const rank = tensors[0]?.tensor.shape.length ?? 0;
  if (rank === 0) return unknown('PyTorch refuses to join scalars');
  const dim = dimension(given.integer('dim') ?? 0, rank);
  const result = joined(
    tensors.map((one) => cast(one.tensor, dtype)),
    dim,
  );
  return tensorValue(
    result,
    tensors.some((one) => one.requiresGrad),
  );
};

/** `hstack` and `vstack`: along the columns, or rows one below the other. */
function beside(dim: (rank: number) => number, least: number): Operation {
  return (call, context) => {
    const tensors = tensorsOf(new Given(call, ['tensors']).required('tensors')).map((one) =>
      one.tensor.shape.length >= least ? one : reshaped(one, least === 1 ? [1] : [1, one.tensor.data.length]),
    );
    const rank = tensors[0]?.tensor.shape.length ?? 1;
    return cat({ positional: [tuple(tensors), int(dim(rank))], keywords: new Map() }, context);
  };
}

const stack: Operation = (call, context) => {
  const given = new Given(call, ['tensors', 'dim']);
  const tensors = tensorsOf(given.required('tensors'));
  context.spend(tensors.reduce((count, one) => count + one.tensor.data.length, 0));
  const rank = (tensors[0]?.tensor.shape.length ?? 0) + 1;
  const dim = dimension(given.integer('dim') ?? 0, rank);
  const dtype = tensors.map((one) => one.tensor.dtype).reduce(promoteTypes);
  const lifted = tensors.map(({ tensor }) => ({
    ...cast(tensor, dtype),
    shape: [...tensor.shape.slice(0, dim), 1, ...tensor.shape.slice(dim)],
  }));
  return tensorValue(
    joined(lifted, dim),
    tensors.some((one) => one.requiresGrad),
  );
};

/** Several tensors to one. */
export const joining: Family = {
  functions: {
    'torch.cat': cat,
    'torch.concat': cat,
    'torch.concatenate': cat,
    'torch.stack': stack,
    'torch.hstack': beside((rank) => (rank === 1 ? 0 : 1), 1),
    'torch.vstack': beside(() => 0, 2),
  },
  methods: {},
};
