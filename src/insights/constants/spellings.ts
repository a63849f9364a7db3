import { Given } from './callArguments';
import { overwrite } from './memory';
import { withSelf, type Family, type Method, type Operation } from './operations';
import { unknown } from './values';

/** The operation as a method. */
export function asMethod(operation: Operation): Method {
  return (self, call, context) => operation(withSelf(call, self), context);
}

/** The operation as a method that writes its result over the tensor. */
export function inPlace(operation: Operation): Method {
  return (self, call, context) => {
    const result = operation(withSelf(call, self), context);
    if (result.kind !== 'tensor') return unknown('a change in place');
    overwrite(self, result);
    return self;
  };
}

/** What PyTorch has no method in place for. */
const notInPlace = new Set('maximum minimum softmax log_softmax isnan isinf isfinite'.split(' '));

/** Functions that it has as methods in place, but not as functions. */
const noFunctionInPlace = new Set(
  'fmod atan2 hypot logical_and logical_or logical_xor add sub subtract mul multiply div divide true_divide pow remainder floor_divide eq ne lt le gt ge sign logical_not absolute'.split(
    ' ',
  ),
);

/** Operations by name, under all their spellings: `torch.exp(x)`, `x.exp()`, `x.exp_()` and `torch.exp_(x)`. */
export function elementwiseFamily(operations: Readonly<Record<string, Operation>>): Family {
  const functions: Record<string, Operation> = {};
  const methods: Record<string, Method> = {};
  for (const [name, operation] of Object.entries(operations)) {
    methods[name] = asMethod(operation);
    functions[`torch.${name}`] = operation;
    if (notInPlace.has(name)) continue;
    const changing = inPlace(operation);
    methods[`${name}_`] = changing;
    if (noFunctionInPlace.has(name)) continue;
    functions[`torch.${name}_`] = (call, context) => {
      const self = new Given(call, ['input']).tensor('input');
      return changing(self, { positional: call.positional.slice(1), keywords: new Map() }, context);
    };
  }
  return { functions, methods };
}
