import { maskedFill } from '../../engine/tensor/pointwise';
import { isFloat } from '../../engine/tensor/dtype';
import { expandData, sameShape } from '../../engine/tensor/shape';
import { broadcastShapes } from '../../engine/tensor/broadcast';
import { roundTo } from '../../engine/tensor/rounding';
import { elementCount, storage, type Tensor } from '../../engine/tensor/tensor';
import { elementwise } from './arithmetic';
import { Given } from './callArguments';
import { indexed } from './indexing';
import type { Family, Method, Operation, OperationContext } from './operations';
import { dimension } from './shaping';
import { asMethod, inPlace } from './spellings';
import {
  contents,
  int,
  numberOf,
  tensorValue,
  unknown,
  type CallValues,
  type TensorValue,
  type Value,
} from './values';

/** Calls `visit` with the place in `source` that each element of `index` names along `dim`. */
function placesOf(
  source: Tensor,
  dim: number,
  index: Tensor,
  visit: (place: number, at: number) => void,
): void {
  const { shape } = source;
  const fits =
    index.shape.length === shape.length &&
    index.shape.every((size, axis) => axis === dim || size <= (shape[axis] ?? 0));
  if (index.dtype !== 'int64' || !fits) unknown('PyTorch refuses that index');
  const strides = shape.map((_, axis) => elementCount(shape.slice(axis + 1)));
  index.data.forEach((chosen: number, at: number) => {
    if (!(chosen >= 0 && chosen < (shape[dim] ?? 1))) unknown('an index out of range');
    let rest = at;
    let place = chosen * (strides[dim] ?? 1);
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const size = index.shape[axis] ?? 1;
      if (axis !== dim) place += (rest % size) * (strides[axis] ?? 0);
      rest = Math.floor(rest / size);
    }
    visit(place, at);
  });
}

const gather: Operation = (call, context) => {
  const given = new Given(call, ['input', 'dim', 'index'], ['sparse_grad']);
  const value = given.tensor('input');
  const source = contents(value);
  const index = contents(given.tensor('index'));
  context.spend(index.data.length);
  const data = storage(source.dtype, index.data.length);
  placesOf(source, dimension(given.integer('dim') ?? 0, source.shape.length), index, (place, at) => {
    data[at] = source.data[place] ?? 0;
  });
  return tensorValue({ dtype: source.dtype, shape: index.shape, data }, value.requiresGrad);
};

const indexSelect: Operation = (call, context) => {
  const given = new Given(call, ['input', 'dim', 'index']);
  const value = given.tensor('input');
  const index = given.tensor('index');
  context.spend(value.tensor.data.length + index.tensor.data.length);
  if (index.tensor.shape.length !== 1 || index.tensor.data.some((at) => at < 0)) return unknown('an index');
  const dim = dimension(given.integer('dim') ?? 0, value.tensor.shape.length);
  return indexed(value, [...wholes(dim), index]);
};

/** `:` for so many dimensions. */
function wholes(count: number): Value[] {
  return Array.from({ length: count }, () => ({ kind: 'slice', parts: [] }));
}

/** Writes numbers, or what another tensor has in the same place, where an index says. */
const scatter: Operation = (call, context) => {
  const given = new Given(call, ['input', 'dim', 'index', 'src'], ['value']);
  const value = given.tensor('input');
  const { dtype, shape, data } = contents(value);
  const index = contents(given.tensor('index'));
  context.spend(data.length + index.data.length);
  const source = given.value('src') ?? given.required('value');
  const number = numberOf(source);
  const from = source.kind === 'tensor' ? contents(source) : undefined;
  if (from && (from.dtype !== dtype || !sameShape(from.shape, index.shape)))
    return unknown('what is scattered');
  if (!from && number === undefined) return unknown('what is scattered');
  const written = data.slice();
  placesOf({ dtype, shape, data }, dimension(given.integer('dim') ?? 0, shape.length), index, (place, at) => {
    written[place] = from ? (from.data[at] ?? 0) : roundTo(dtype, number ?? 0);
  });
  const requiresGrad = value.requiresGrad || (source.kind === 'tensor' && source.requiresGrad);
  return tensorValue({ dtype, shape, data: written }, requiresGrad);
};

const masked: Operation = (call, context) => {
  const given = new Given(call, ['input', 'mask', 'value']);
  const value = given.tensor('input');
  const source = contents(value);
  const mask = contents(given.tensor('mask'));
  const fill = given.required('value');
  const number = given.number('value') ?? 0;
  if (mask.dtype !== 'bool') return unknown('PyTorch refuses a mask that is no bool');
  if (fill.kind === 'tensor' || (!isFloat(source.dtype) && !Number.isInteger(number)))
    return unknown('what is filled in');
  const shape = broadcastShapes(source.shape, mask.shape);
  context.spend(elementCount(shape));
  return tensorValue(maskedFill(expandData(source, shape), mask, number), value.requiresGrad);
};

/** A part of one dimension, as an index in brackets takes it. */
function part(indexOf: (given: Given) => Value, names: readonly string[]): Method {
  return (self: TensorValue, call: CallValues) => {
    const given = new Given(call, ['dim', ...names]);
    const dim = dimension(given.integer('dim') ?? 0, self.tensor.shape.length);
    return indexed(self, [...wholes(dim), indexOf(given)]);
  };
}

const select = part((given) => int(given.integer('index') ?? 0), ['index']);
const narrow = part(
  (given) => {
    const [start, length] = [given.integer('start') ?? 0, given.integer('length') ?? 0];
    return start < 0 ? unknown('a part') : { kind: 'slice', parts: [start, start + length] };
  },
  ['start', 'length'],
);

function asFunction(method: Method): Operation {
  return (call: CallValues, context: OperationContext) => {
    const [self, ...positional] = call.positional;
    return self?.kind === 'tensor'
      ? method(self, { positional, keywords: call.keywords }, context)
      : unknown('the argument input is not a tensor');
  };
}

const where: Operation = (call) => {
  const given = new Given(call, ['condition', 'input', 'other']);
  const condition = given.tensor('condition');
  if (!['bool', 'uint8'].includes(condition.tensor.dtype))
    return unknown('PyTorch takes a condition of truths only');
  const input = given.required('input');
  const other = given.required('other');
  // Both branches keep their own value where they are taken: no arithmetic that could turn inf into nan.
  const first = elementwise(input, other, (x) => x);
  const second = elementwise(input, other, (_, y) => y);
  const chosen = elementwise(
    condition,
    first,
    (c, x) => (c !== 0 ? x : 0),
    () => first.tensor.dtype,
  );
  const others = elementwise(
    condition,
    second,
    (c, y) => (c !== 0 ? 0 : y),
    () => first.tensor.dtype,
  );
  const mask = elementwise(
    condition,
    first,
    (c) => c,
    () => 'bool',
  );
  const data = chosen.tensor.data.slice();
  for (let i = 0; i < data.length; i++) if (mask.tensor.data[i] === 0) data[i] = others.tensor.data[i] ?? 0;
  return tensorValue({ ...chosen.tensor, data }, first.requiresGrad);
};

const operations: Readonly<Record<string, Operation>> = {
  gather,
  index_select: indexSelect,
  scatter,
  masked_fill: masked,
  select: asFunction(select),
  narrow: asFunction(narrow),
};

/** Elements that an index or a mask picks. */
export const picking: Family = {
  functions: {
    ...Object.fromEntries(
      Object.entries(operations).map(([name, operation]) => [`torch.${name}`, operation]),
    ),
    'torch.where': where,
  },
  methods: {
    ...Object.fromEntries(
      Object.entries(operations).map(([name, operation]): [string, Method] => [name, asMethod(operation)]),
    ),
    where: (self, { positional: [condition, ...others], keywords }, context) =>
      where({ positional: condition ? [condition, self, ...others] : [], keywords }, context),
    select,
    narrow,
    scatter_: inPlace(scatter),
    masked_fill_: inPlace(masked),
  },
};
