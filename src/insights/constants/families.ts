import type { Call, Expression } from '../../python/syntax';
import { activationModules, activations, callActivation, unaryOperators } from './activations';
import { arithmetic, binaryOperators } from './arithmetic';
import { arrayCreation } from './arrayCreation';
import { arrayAttributes, arrayMethods } from './arrays';
import { conversions } from './conversions';
import { creation } from './creation';
import { gradModes } from './gradMode';
import { indexed } from './indexing';
import { joining } from './joining';
import { distances } from './distances';
import { accumulating, ordering } from './ordering';
import { picking } from './picking';
import { matrixProduct, products } from './products';
import { callLayer, newLayer } from './layers';
import type { Family, Method, Operation, OperationContext } from './operations';
import { randomness } from './randomness';
import { rearranging } from './rearranging';
import { reductions } from './reductions';
import { callSequential, newSequential } from './sequential';
import { shapeAttributes, shaping } from './shaping';
import type { CallValues, ModuleValue, TensorValue, Value } from './values';

/** Computes a loss call whose arguments are known; undefined where the call is no loss's. */
export type CallLoss = (
  call: Call,
  evaluate: (expression: Expression) => Generator<void, Value>,
  context: OperationContext,
) => Generator<void, Value | undefined>;

const all: readonly Family[] = [
  creation,
  arrayCreation,
  shaping,
  joining,
  picking,
  arithmetic,
  products,
  distances,
  ordering,
  accumulating,
  rearranging,
  reductions,
  activations,
  conversions,
  randomness,
  gradModes,
];

type Table<T> = Readonly<Record<string, T | undefined>>;

/** Tables without a prototype, so that `constructor` is no entry. */
function table<T>(...parts: readonly Readonly<Record<string, T>>[]): Table<T> {
  return Object.assign(Object.create(null) as Record<string, T>, ...parts) as Table<T>;
}

/** All operations that can be evaluated. */
export const families = {
  functions: table<Operation>(...all.map((family) => family.functions)),
  methods: table<Method>(...all.map((family) => family.methods)),
  attributes: table<(self: TensorValue) => Value>(shapeAttributes),
  /** Those of NumPy's arrays. */
  arrayMethods: table<Method>(arrayMethods),
  arrayAttributes: table<(self: TensorValue) => Value>(arrayAttributes),
  unary: table<(operand: TensorValue) => Value>(unaryOperators),
  binary: table<(left: Value, right: Value) => Value>(binaryOperators, {
    '@': matrixProduct,
  }),
  index: indexed,
  /** A module of PyTorch's, which a later call applies. */
  newModule(path: string, given: CallValues, context: OperationContext): Value | undefined {
    if (Object.hasOwn(activationModules, path)) return { kind: 'module', path, given };
    return newSequential(path, given) ?? newLayer(path, given, context);
  },
  callModule,
};

function callModule(module: ModuleValue, call: CallValues, context: OperationContext): Value {
  if (module.layers) return callSequential(module, call, context, callModule);
  return module.weights
    ? callLayer(module, call, context)
    : callActivation(module.path, module.given, call, context);
}
