import { isFloat } from '../../engine/tensor/dtype';
import { cast } from '../../engine/tensor/rounding';
import type { DType, Tensor } from '../../engine/tensor/tensor';
import { asDType, Given } from './callArguments';
import { asArrayOf, numpyDType } from './arrayCreation';
import { assignElements } from './indexing';
import { refuseOpenIntegers } from './integral';
import { copyOf } from './layout';
import type { Family, Method } from './operations';
import {
  bool,
  contents,
  detached,
  float,
  int,
  tensorValue,
  unknown,
  wantGradient,
  type TensorValue,
  type Value,
} from './values';

function converted(value: TensorValue, dtype: DType): TensorValue {
  const tensor = contents(value);
  if (tensor.dtype === dtype) return value;
  refuseOpenIntegers(dtype, tensor.data);
  return tensorValue(cast(tensor, dtype), value.requiresGrad && isFloat(dtype), value.isArray);
}

function to(dtype: DType): Method {
  return (self) => converted(self, dtype);
}

/** A Python scalar of one element. */
function scalarOf(dtype: DType, value: number): Value {
  if (dtype === 'bool') return bool(value !== 0);
  return isFloat(dtype) ? float(value) : int(value);
}

function listOf(tensor: Tensor, from: number, depth: number): Value {
  const { dtype, shape, data } = tensor;
  if (depth === shape.length) return scalarOf(dtype, data[from] ?? 0);
  const inner = shape.slice(depth + 1).reduce((a, b) => a * b, 1);
  const items = Array.from({ length: shape[depth] ?? 0 }, (_, index) =>
    listOf(tensor, from + index * inner, depth + 1),
  );
  return { kind: 'sequence', form: 'list', items };
}

/** The dtype that `to(...)` is given with an argument: itself, a Python type, or that of a tensor. */
function dtypeIn(value: Value): DType | undefined {
  if (value.kind === 'tensor') return value.tensor.dtype;
  return value.kind === 'dtype' || value.kind === 'path' ? asDType(value) : undefined;
}

const same: Method = (self) => self;

/** NumPy's `astype`. */
export const asType: Method = (self, call) =>
  converted(self, numpyDType(call.positional[0]) ?? unknown('the dtype'));

/** Other dtypes, devices (which change no number), gradients, and Python values. */
export const conversions: Family = {
  functions: {
    'torch.clone': (call) => copyOf(new Given(call, ['input']).tensor('input')),
    'torch.detach': (call) => detached(new Given(call, ['input']).tensor('input')),
  },
  methods: {
    float: to('float32'),
    double: to('float64'),
    half: to('float16'),
    bfloat16: to('bfloat16'),
    long: to('int64'),
    int: to('int32'),
    short: to('int16'),
    char: to('int8'),
    bool: to('bool'),
    byte: to('uint8'),
    type: (self, call) => {
      const dtype = new Given(call, ['dtype']).value('dtype');
      return dtype ? converted(self, asDType(dtype)) : unknown('the name of a type');
    },
    type_as: (self, call) => converted(self, new Given(call, ['other']).tensor('other').tensor.dtype),
    to: (self, call) => {
      const isCopy = new Given(
        { ...call, positional: [] },
        [],
        ['device', 'dtype', 'copy', 'non_blocking'],
      ).flag('copy');
      const given = [...call.positional, ...(call.keywords.has('dtype') ? [call.keywords.get('dtype')] : [])];
      for (const value of given) {
        const dtype = value && dtypeIn(value);
        if (dtype && dtype !== self.tensor.dtype) return converted(self, dtype);
      }
      return isCopy ? copyOf(self) : self;
    },
    cpu: same,
    cuda: same,
    requires_grad_: (self, call) => {
      const given = new Given(call, ['requires_grad']);
      const asked = !given.has('requires_grad') || given.flag('requires_grad');
      if (asked && !isFloat(self.tensor.dtype)) unknown('PyTorch refuses gradients of integers');
      wantGradient(self, asked);
      return self;
    },
    retain_grad: () => ({ kind: 'none' }),
    detach: detached,
    detach_: (self) => {
      if (self.memory.views.includes(self)) unknown('PyTorch refuses to detach views in place');
      self.requiresGrad = false;
      return self;
    },
    clone: (self) => copyOf(self),
    copy_: (self, call) => {
      assignElements(self, [{ kind: 'ellipsis' }], new Given(call, ['src']).tensor('src'));
      return self;
    },
    numpy: (self, call) => asArrayOf(new Given(call, [], ['force']).flag('force') ? detached(self) : self),
    item: (self) => {
      const { dtype, data } = contents(self);
      const [only] = data;
      return data.length === 1 && only !== undefined
        ? scalarOf(dtype, only)
        : unknown('the item of several elements');
    },
    tolist: (self, _, context) => {
      context.spend(self.tensor.data.length);
      return listOf(contents(self), 0, 0);
    },
  },
};
