import type { Variable } from './aten/variable';
import type { Work } from './derivation/work';
import type { Kernel } from './kernel';
import type { LossCall } from './lossCall';
import type {
  Configuration,
  Formula,
  InputDefinition,
  LearnedWeight,
  Margin,
  ParameterDefinition,
  ParameterValue,
  Pitfall,
  ShapeCase,
  Task,
} from './lossDefinition';
import type { Tensor } from './tensor/tensor';

/** What one parameter's value is inside a loss: read off its row in the table. `T` is how tensors are held. */
export type ArgumentOf<D extends ParameterDefinition, T> =
  | (D['default'] extends null ? (D extends { required: true } ? never : null) : never)
  | (D['verbatim'] extends true ? ParameterValue : never)
  | {
      choice: string;
      float: number;
      int: number;
      bool: boolean;
      tensor: T;
      function: string;
      ints: readonly number[];
    }[D['kind']];

/** What one input is inside a loss. */
export type InputOf<D extends InputDefinition, T> =
  | T
  | (D['orNumber'] extends true ? number | bigint : never)
  | (D['orNumbers'] extends true ? readonly number[] : never);

/** Inputs and parameters of a call by name, defaults filled in, as replay and kernel receive them. */
export type Arguments<I extends readonly InputDefinition[], P extends readonly ParameterDefinition[], T> = {
  readonly [D in I[number] as D['name']]: InputOf<D, T>;
} & {
  readonly [D in P[number] as D['argument'] extends string ? D['argument'] : D['name']]: ArgumentOf<D, T>;
};

/** What a replay may do besides computing. */
export interface ReplayContext {
  /** How the call was written; only the functional has some arguments, and some messages differ. */
  readonly via: 'module' | 'functional';
  /** The call as it was written, for messages that quote it. */
  readonly call: LossCall;
  /** Records what PyTorch would pass to `warnings.warn`. */
  readonly warn: (message: string) => void;
  /**
   * What PyTorch's argument parser does: called where Python calls the `native` function.
   * @throws TorchError for an argument of a type that it does not take.
   */
  readonly checkTypes: () => void;
  /** The weight that a module has learned, by its name in the `state_dict`. */
  readonly learned: (name: string) => Variable;
  /** The first result of a loss whose call returns two (`AdaptiveLogSoftmaxWithLoss`). */
  output?: Variable;
  /** The unreduced loss, of a loss that has no argument to ask for it. */
  unreduced?: Variable;
}

/** A C++ function as Python's type errors describe it. */
export interface NativeFunction {
  /** Left out where it is the functional's. */
  readonly name?: string;
  /** Its positional arguments after the inputs, as far as their types are to be checked. */
  readonly arguments: readonly string[];
  /** Those that it takes as a number of any type. */
  readonly numbers?: readonly string[];
}

/**
 * Everything about a loss that is not its arithmetic. What `defineLoss` takes adds the arithmetic, typed by
 * the `inputs` and `parameters` of this table.
 */
interface LossTable<I extends readonly InputDefinition[], P extends readonly ParameterDefinition[]> {
  /** The class in `torch.nn`; also the name of the file and of its export. */
  readonly name: string;
  /** The function in `torch.nn.functional`, or null where PyTorch has none. */
  readonly functional: string | null;
  readonly task: Task;
  /** One sentence: what it measures. */
  readonly summary: string;
  /** One or two sentences: when to take it, and what to take otherwise. */
  readonly whenToUse: string;
  /** What `forward()` takes, in its order. */
  readonly inputs: I;
  /** What the constructor takes, in its order, legacy and functional-only arguments included. */
  readonly parameters: P;
  /** The C++ function that the functional ends in, with its positional arguments: type errors name them. */
  readonly native?: NativeFunction;
  /** The class whose `__init__` the module inherits, where it is not its own: Python's messages name it. */
  readonly initializer?: string;
  /** The class whose `forward` it inherits, likewise. */
  readonly forwarder?: string;
  /** The text of the FutureWarning that the constructor raises, for a deprecated class. */
  readonly deprecated?: string;
  /** The field that holds the loss, of a call that returns a named tuple. */
  readonly resultField?: string;
  readonly shapes: readonly ShapeCase[];
  /** TeX and words of the loss as configured. Numbers stay symbols: the TeX comes from a finite set. */
  formula(configuration: Configuration): Formula;
  /** Left out where the loss knows no margin. */
  readonly margin?: Margin;
  readonly pitfalls: readonly Pitfall[];
}

/** A loss's arithmetic, given the types of its arguments. */
interface LossArithmetic<R, K> {
  /**
   * What the constructor refuses besides what the table says; throws a `TorchError` of stage `construct`. Gets
   * the parameters as they were written, of whatever type.
   */
  construct?(parameters: Readonly<Record<string, ParameterValue>>): void;
  /** Whether it refuses that before it does what the constructor of every module does. */
  readonly checksFirst?: true;
  /** The weights that the module learns, in the order in which its constructor makes them. */
  learned?(parameters: Readonly<Record<string, ParameterValue>>): Iterable<LearnedWeight>;
  /**
   * The loss as PyTorch computes it, operation by operation: checks, warnings and promotion in PyTorch's
   * order, every intermediate rounded to its dtype. The truth for every call; returns the reduced loss.
   */
  replay(call: R, context: ReplayContext): Variable;
  /**
   * What the mean divides by, where that is not the number of unreduced losses. Called only for calls that
   * PyTorch takes.
   */
  readonly denominator?: (call: K) => number | undefined;
  /** A fused fast path for ordinary calls; undefined where it leaves the call to {@link replay}. */
  readonly kernel?: (call: K) => Kernel | undefined;
}

/** What `defineLoss` takes: the table and the arithmetic. */
export type LossSource<
  I extends readonly InputDefinition[],
  P extends readonly ParameterDefinition[],
> = LossTable<I, P> &
  LossArithmetic<Arguments<I, P, Variable>, Arguments<I, P, Tensor>> & {
    /** The functional's arguments in their positional order, where these are not the inputs and then the parameters. */
    readonly functionalArguments?: readonly string[];
  };

/** The arguments of some call of some loss, by name. */
export type AnyArguments<T> = Readonly<Record<string, T | ParameterValue>>;

/** One loss: what the rest of the product reads, and the arithmetic that `evaluate` runs. */
export interface LossDefinition
  extends
    LossTable<readonly InputDefinition[], readonly ParameterDefinition[]>,
    LossArithmetic<AnyArguments<Variable>, AnyArguments<Tensor>> {
  /** The functional's arguments in their positional order; empty where there is no functional. */
  readonly functionalArguments: readonly string[];
}

/** A loss that remembers the types of its arguments. */
export interface TypedLoss<K> extends LossDefinition {
  /** Never there: it tells the type checker what a {@link WorkingOf} this loss receives. */
  readonly typeOfArguments?: K;
}

/**
 * Writes down how the element of the unreduced loss at `work.place` comes about, its loss last. A loss's file exports
 * it as `working`, beside the loss, so that what only computes goes without. Called only for calls that PyTorch takes,
 * and that have elements.
 */
export type WorkingOf<L> = (call: L extends TypedLoss<infer K> ? K : never, work: Work) => void;

/** The working of some loss. */
export type Working = (call: AnyArguments<Tensor>, work: Work) => void;

/** Declares a loss. The types of the arguments that `replay` and `kernel` receive are inferred from the table. */
export function defineLoss<
  const I extends readonly InputDefinition[],
  const P extends readonly ParameterDefinition[],
>(source: LossSource<I, P>): TypedLoss<Arguments<I, P, Tensor>> {
  const { functional, inputs, parameters } = source;
  const functionalArguments = [
    ...inputs.map(({ name, functionalName = name }) => functionalName),
    ...parameters.filter(({ moduleOnly }) => moduleOnly !== true).map(({ name }) => name),
  ];
  // Only `evaluate` calls the arithmetic, with arguments that it bound by this very table.
  return {
    functionalArguments: functional === null ? [] : functionalArguments,
    ...source,
  } as unknown as TypedLoss<Arguments<I, P, Tensor>>;
}

/** The loss's page in PyTorch's documentation. */
export function documentationUrl(loss: Pick<LossDefinition, 'name'>): string {
  return `https://docs.pytorch.org/docs/stable/generated/torch.nn.${loss.name}.html`;
}
