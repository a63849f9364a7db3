import { isFloat } from '../../engine/tensor/dtype';
import { cast } from '../../engine/tensor/rounding';
import { arithmetic } from './arithmetic';
import { Given } from './callArguments';
import { asType, conversions } from './conversions';
import { copyOf } from './layout';
import type { Family, Method, OperationContext } from './operations';
import { products } from './products';
import { rearranging } from './rearranging';
import { reductions } from './reductions';
import { rounded } from './rounded';
import { shapeAttributes, shaping } from './shaping';
import { int, tensorValue, unknown, type CallValues, type TensorValue, type Value } from './values';

/** A function of PyTorch's that gives of an array what NumPy's method does. */
function asArray(
  family: Family,
  name: string,
  self: TensorValue,
  call: CallValues,
  context: OperationContext,
) {
  const apply = family.functions[`torch.${name}`] ?? unknown(`the method ${name}`);
  const result = apply({ positional: [self, ...call.positional], keywords: call.keywords }, context);
  return result.kind === 'tensor' ? { ...result, isArray: true } : unknown(`the method ${name}`);
}

/** A reduction along the axes that NumPy is given. Of what `prepare` leaves it is the one of that name in PyTorch. */
function reducing(name: string, prepare: (self: TensorValue) => TensorValue = (self) => self): Method {
  return (self, call, context) => {
    const given = new Given(call, ['dim'], ['keepdim']);
    return asArray(reductions, name, prepare(self), named(given, ['dim', 'keepdim']), context);
  };
}

/** Standard deviation and variance, which divide by the number of elements less `ddof`. */
function spread(name: string): Method {
  return (self, call, context) => {
    const given = new Given(call, ['dim'], ['keepdim', 'ddof']);
    const { keywords } = named(given, ['dim', 'keepdim']);
    const correction = given.value('ddof') ?? int(0);
    const options = { positional: [], keywords: new Map([...keywords, ['correction', correction]]) };
    return asArray(reductions, name, floats(self), options, context);
  };
}

/** The arguments of these names, by name. */
function named(given: Given, names: readonly string[]): CallValues {
  const keywords = names.flatMap((name): [string, Value][] => {
    const value = given.value(name);
    return value ? [[name, value]] : [];
  });
  return { positional: [], keywords: new Map(keywords) };
}

/** What NumPy adds up in a dtype that PyTorch has, too. */
function summable(self: TensorValue): TensorValue {
  const { dtype } = self.tensor;
  return dtype === 'uint8' || dtype === 'float16' ? unknown(`sums of ${dtype}`) : self;
}

/** As NumPy takes whole numbers for means and deviations. */
function floats(self: TensorValue): TensorValue {
  const { tensor } = summable(self);
  return isFloat(tensor.dtype) ? self : tensorValue(cast(tensor, 'float64'), false, true);
}

const notUint8 = (self: TensorValue): TensorValue =>
  self.tensor.dtype === 'uint8' ? unknown('the truth of uint8') : self;

/** The axes in another order: reversed where nothing is said. */
const transpose: Method = (self, call, context) => {
  const reversed = shapeAttributes['T'];
  const permute = shaping.methods['permute'];
  if (!reversed || !permute) return unknown('the order of the axes');
  return call.positional.length === 0 && call.keywords.size === 0
    ? reversed(self)
    : permute(self, call, context);
};

const repeat: Method = (self, call, context) => {
  const given = new Given(call, ['repeats', 'dim']);
  return asArray(rearranging, 'repeat_interleave', self, named(given, ['repeats', 'dim']), context);
};

/** Methods that mean the same of tensors. */
function shared({ methods }: Family, names: string): Record<string, Method> {
  return Object.fromEntries(
    names.split(' ').flatMap((name): [string, Method][] => {
      const method = methods[name];
      return method ? [[name, method]] : [];
    }),
  );
}

/** The methods of NumPy's arrays. They share names with those of tensors, and often not the meaning. */
export const arrayMethods: Readonly<Record<string, Method>> = {
  ...shared(shaping, 'reshape flatten ravel squeeze swapaxes'),
  ...shared(conversions, 'item tolist'),
  astype: asType,
  ...shared(products, 'dot'),
  sum: reducing('sum', summable),
  prod: reducing('prod', summable),
  mean: reducing('mean', floats),
  max: reducing('amax'),
  min: reducing('amin'),
  argmax: reducing('argmax'),
  argmin: reducing('argmin'),
  all: reducing('all', notUint8),
  any: reducing('any', notUint8),
  std: spread('std'),
  var: spread('var'),
  transpose,
  repeat,
  clip: (self, call, context) => asArray(arithmetic, 'clamp', self, call, context),
  round: (self, call) =>
    isFloat(self.tensor.dtype)
      ? rounded(self, new Given(call, ['decimals']).number('decimals') ?? 0)
      : unknown('whole numbers that are rounded'),
  copy: (self, call) => (call.positional.length > 0 ? unknown('the order of a copy') : copyOf(self)),
};

/** What an array tells about itself. */
export const arrayAttributes: Readonly<Record<string, (self: TensorValue) => Value>> = {
  size: (self) => int(self.tensor.data.length),
  dtype: (self) => ({ kind: 'dtype', dtype: self.tensor.dtype, isOfNumPy: true }),
  ...Object.fromEntries(
    ['shape', 'ndim', 'T'].flatMap((name) => {
      const tell = shapeAttributes[name];
      return tell ? [[name, tell]] : [];
    }),
  ),
};
