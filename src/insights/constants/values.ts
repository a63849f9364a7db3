import { isFloat } from '../../engine/tensor/dtype';
import type { Mersenne } from '../../engine/tensor/random';
import type { DType, Tensor } from '../../engine/tensor/tensor';
import type { Reason } from './reason';

/** The memory behind tensors that share it. */
export interface Memory {
  /** Why the contents aren't known any more. */
  lost: Reason | undefined;
  /** Its elements, in the order in which they lie. */
  readonly data: Tensor['data'];
  /** Copies that stand for views whose elements do not lie side by side, to be brought up to date. */
  readonly copies: TensorValue[];
  /** Whether a copy stands for what may be a view, which a change in place might have to reach. */
  hasCopiedViews: boolean;
  /** Tensors that look at it, and get a gradient once the tensor itself does. */
  readonly views: TensorValue[];
}

/** A tensor or a NumPy array of the code, with its contents. */
export interface TensorValue {
  readonly kind: 'tensor';
  tensor: Tensor;
  requiresGrad: boolean;
  readonly isArray: boolean;
  /** Whether it is an array without dimensions, and not the number that NumPy makes of most of those. */
  readonly isWithoutDimensions?: boolean;
  /** Whether it is where gradients end, which PyTorch refuses to change in place. */
  isLeaf?: boolean;
  readonly memory: Memory;
  /** Where each element lies in the memory; undefined where they lie side by side, and the data are that part of it. */
  places?: readonly number[] | undefined;
  /** Whether PyTorch has the elements in another order than that of their indices, as those of `x.T`. */
  isReordered?: boolean;
  /** Whether it looks at the memory of another tensor without a part in its gradient. */
  readonly isDetached?: boolean;
}

/** Where a nested list of numbers leads: its shape, its numbers, and what kind they are. */
export interface Nested {
  readonly shape: readonly number[];
  readonly numbers: readonly number[];
  /** Of Python's numbers among the elements. */
  readonly category: 'bool' | 'int' | 'float' | 'none';
  /** Of tensors and arrays among the elements. */
  readonly dtype: DType | undefined;
}

/** A Python list, tuple, or `torch.Size`. Lists change. */
export interface SequenceValue {
  readonly kind: 'sequence';
  readonly form: 'list' | 'tuple';
  readonly items: Value[];
  /** What attributes the items are, as of what `max(dim=0)` returns. */
  readonly fields?: readonly string[];
  /** What it comes to as an array, for the call that it is handed to: nothing changes it meanwhile. */
  readonly nested?: Nested;
  /** Whether it is a `torch.Size`. */
  readonly isShape?: boolean;
  /** Why its items aren't known any more. */
  lost?: Reason;
}

/** A Python dictionary with strings as keys. */
export interface DictionaryValue {
  readonly kind: 'dictionary';
  readonly entries: ReadonlyMap<string, Value>;
  /** Why its entries aren't known any more. */
  lost?: Reason;
}

/** What an expression of the code evaluates to. */
export type Value =
  | TensorValue
  | SequenceValue
  | { readonly kind: 'int' | 'float'; readonly value: number }
  | { readonly kind: 'bool'; readonly value: boolean }
  | { readonly kind: 'none' }
  | { readonly kind: 'ellipsis' }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'dtype'; readonly dtype: DType; readonly isOfNumPy?: boolean }
  | { readonly kind: 'device'; readonly isCpu: boolean }
  | DictionaryValue
  /** Whether gradients are wanted inside of `with torch.no_grad()` and its kin. */
  | { readonly kind: 'gradMode'; readonly isEnabled: boolean }
  | GeneratorValue
  | { readonly kind: 'slice'; readonly parts: readonly (number | undefined)[] }
  /** Something of a library, known by its path. */
  | { readonly kind: 'path'; readonly path: string }
  | ModuleValue
  | UnknownResult;

/** What an expression gives that could not be followed. */
export interface UnknownResult {
  readonly kind: 'unknown';
  readonly reason: Reason;
  /** What it may look at, so that changing it in place changes these. */
  readonly sharing?: readonly Value[];
}

/** A `torch.Generator`. */
export interface GeneratorValue {
  readonly kind: 'generator';
  /** Left out by PyTorch's default generator, whose state the machine keeps. */
  random?: Mersenne;
  /** Why its state isn't known any more. */
  lost?: Reason;
}

/** A module of PyTorch (`nn.Softmax(dim=1)`), and what it was made with. */
export interface ModuleValue {
  readonly kind: 'module';
  readonly path: string;
  readonly given: CallValues;
  /** The weights that its constructor drew, by name. */
  readonly weights?: Readonly<Record<string, Tensor>>;
  /** The modules that an `nn.Sequential` applies, in order. */
  readonly layers?: readonly ModuleValue[];
  /** Why they may be others now. */
  lost?: Reason;
}

/** The evaluated arguments of a call. */
export interface CallValues {
  readonly positional: readonly Value[];
  readonly keywords: ReadonlyMap<string, Value>;
}

/** Thrown where a value can't be known without running the code. */
export class UnknownValue extends Error {
  constructor(readonly reason: Reason) {
    // It is thrown for most expressions of most code, and nobody reads where; noting that would take most of the time.
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    super(typeof reason === 'string' ? reason : reason.kind);
    Error.stackTraceLimit = stackTraceLimit;
    this.name = 'UnknownValue';
  }
}

/** Thrown where evaluation has used up its budget, or nobody waits for it any more. */
export class BudgetExceeded extends UnknownValue {
  constructor(reason: Reason = { kind: 'budget' }) {
    super(reason);
    this.name = 'BudgetExceeded';
  }
}

/** Stops evaluation of an expression. */
export function unknown(reason: Reason): never {
  throw new UnknownValue(reason);
}

/** A tensor with memory of its own; only floats can have a gradient. */
export function tensorValue(tensor: Tensor, requiresGrad = false, isArray = false): TensorValue {
  return {
    kind: 'tensor',
    tensor,
    requiresGrad: requiresGrad && isFloat(tensor.dtype),
    isArray,
    memory: { lost: undefined, data: tensor.data, copies: [], hasCopiedViews: false, views: [] },
  };
}

/**
 * A tensor that looks at the memory of another one. Where its data are a copy it must be known where its elements lie,
 * or changes in place make both unknown.
 */
export function viewOf(value: TensorValue, tensor: Tensor, places = value.places): TensorValue {
  const { memory } = value;
  const view: TensorValue = {
    kind: 'tensor',
    tensor,
    requiresGrad: value.requiresGrad,
    isArray: value.isArray,
    memory,
    ...(places && { places }),
    ...(value.isReordered && { isReordered: true }),
    ...(value.isLeaf && { isLeaf: true }),
  };
  if (tensor.data.buffer !== value.tensor.data.buffer) {
    const copied = memory.copies.reduce((count, copy) => count + copy.tensor.data.length, tensor.data.length);
    if (places && memory.copies.length < mostCopies && copied <= mostCopied) memory.copies.push(view);
    else memory.hasCopiedViews = true;
  }
  if (!value.requiresGrad) memory.views.push(view);
  return view;
}

/** The same memory without a gradient, as `detach()` gives it. */
export function detached(value: TensorValue): TensorValue {
  return { ...value, requiresGrad: false, isDetached: true };
}

/** So many copies are brought up to date, and so many elements in them, which takes some milliseconds. */
const mostCopies = 64;
const mostCopied = 100_000;

/** `x.requires_grad_()`: what looks at the tensor has a gradient from then on, too, unless it is itself such a view. */
export function wantGradient(value: TensorValue, isWanted: boolean): void {
  if (isWanted && !value.requiresGrad) value.isLeaf = true;
  value.requiresGrad = isWanted;
  const { views } = value.memory;
  if (isWanted && value.isDetached !== true && !views.includes(value))
    for (const view of views) view.requiresGrad = true;
}

/** The contents of a tensor; throws where they have been lost. */
export function contents(value: TensorValue): Tensor {
  return value.memory.lost === undefined ? value.tensor : unknown(value.memory.lost);
}

/** A Python int, which knows no -0; beyond what a number holds exactly it is unknown. */
export function int(value: number): Value {
  return Number.isSafeInteger(value) ? { kind: 'int', value: value + 0 } : unknown('an integer beyond 2**53');
}

/** A Python float. */
export function float(value: number): Value {
  return { kind: 'float', value };
}

/** A Python bool. */
export function bool(value: boolean): Value {
  return { kind: 'bool', value };
}

/** Python's None. */
export const none: Value = { kind: 'none' };

/** A Python tuple. */
export function tuple(items: Value[]): SequenceValue {
  return { kind: 'sequence', form: 'tuple', items };
}

/** A `torch.Size`. */
export function shapeValue(shape: readonly number[]): SequenceValue {
  return { ...tuple(shape.map(int)), isShape: true };
}

/** A Python number's value (bools count as 0 and 1), or `undefined`. */
export function numberOf(value: Value | undefined): number | undefined {
  if (value?.kind === 'int' || value?.kind === 'float') return value.value;
  return value?.kind === 'bool' ? Number(value.value) : undefined;
}
