import type { DType, Tensor } from './tensor/tensor';

/** What a loss is for; the chooser groups by it. */
export type Task =
  'regression' | 'classification' | 'multi-label' | 'distribution' | 'ranking' | 'embedding' | 'sequence';

/** An argument that is known only as the source text it was written as. */
export interface Expression {
  readonly expression: string;
}

/**
 * A parameter's value as `evaluate` takes it. `null` is Python's None. A `bigint` is a number that was written
 * as an integer, for the few messages that tell `3` from `3.0`; elsewhere a `number` does.
 */
export type ParameterValue = number | bigint | boolean | string | null | Tensor | readonly number[];

/** Parameters as code has them: known values, or the text of what is not known. Left out means default. */
export type Configuration = Readonly<Record<string, ParameterValue | Expression>>;

/**
 * By parameter, the values whose cross product reaches every TeX that a loss's formula can give. Its file exports them
 * beside it, so that what only computes goes without.
 */
export type FormulaRepresentatives = Readonly<Record<string, readonly (ParameterValue | Expression)[]>>;

/** A tensor (or tuple of lengths, or number) that `forward()` takes. */
export interface InputDefinition {
  /** As `forward()` names it. */
  readonly name: string;
  /** As the functional names it, where that differs (`log_input` of PoissonNLLLoss is its `input`). */
  readonly functionalName?: string;
  readonly description: string;
  /** The dtype that a user most often needs, for text whose dtype is not written. */
  readonly dtype: DType;
  /** Whether PyTorch can differentiate it (for some configuration). */
  readonly differentiable: boolean;
  /** The TeX symbol that the formula uses for it. */
  readonly symbol: string;
  /** Whether a Python number is taken in place of a tensor (`var` of GaussianNLLLoss). */
  readonly orNumber?: true;
  /** Whether a tuple of numbers is taken in place of a tensor (the lengths of CTCLoss). */
  readonly orNumbers?: true;
}

/** A constructor argument, in PyTorch's name and order. */
export interface ParameterDefinition {
  readonly name: string;
  /** As the functional names it, where that differs. */
  readonly functionalName?: string;
  readonly kind: 'choice' | 'float' | 'int' | 'bool' | 'tensor' | 'function' | 'ints';
  /** For `choice`: what PyTorch accepts. */
  readonly choices?: readonly string[];
  readonly default: ParameterValue;
  /** One sentence: what it does to the loss. */
  readonly description: string;
  /** `size_average` and `reduce`: deprecated, folded away in forms. */
  readonly legacy?: true;
  /** Only the functional has it (the `weight` of `mse_loss`). */
  readonly functionalOnly?: true;
  /** The name under which the loss's arithmetic gets it, where an input has its name (`log_input`). */
  readonly argument?: string;
  /** Whether the arithmetic gets whatever was written, because PyTorch's message depends on it. */
  readonly verbatim?: true;
  /** Whether a tensor in its place takes part in the arithmetic and can be differentiated. */
  readonly differentiable?: true;
  /** Only the module has it. */
  readonly moduleOnly?: true;
  /** There is no default: `default` is null and stands for nothing. */
  readonly required?: true;
  /** Whether it is given by name only: to the module at least. */
  readonly keywordOnly?: true | 'module';
  /** Valid range of a number, as PyTorch checks or means it. */
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: true;
  /** The TeX symbol that the formula uses for it, if it appears there. */
  readonly symbol?: string;
  /** For `tensor`: the shape it must have, in the dimension names of `shapes`. */
  readonly shape?: readonly string[];
}

/** One family of shapes that a loss takes. Dimensions are names (`N`, `C`), `*` stands for any number of them. */
export interface ShapeCase {
  /** When this case applies, in words ("class indices"). */
  readonly label: string;
  readonly inputs: Readonly<Record<string, readonly string[]>>;
  /** The shape of the loss with `reduction='none'`. */
  readonly output: readonly string[];
}

/** The formula of a loss as configured. TeX is drawn from a finite set, so that it can be typeset at build time. */
export interface Formula {
  readonly tex: string;
  /** The same in words, for screen readers. */
  readonly words: string;
  readonly gradientTex: string;
  readonly gradientWords: string;
}

/** What people get wrong. Hover, playground and lint rules cite it by id. */
export interface Pitfall {
  /** kebab-case, unique over all losses unless the pitfall is the same one. */
  readonly id: string;
  /** One short sentence. */
  readonly title: string;
  /** Why, and what to do; Markdown. */
  readonly detail: string;
  /** Whether it concerns this configuration; left out means always. */
  applies?(configuration: Configuration): boolean;
}

/** A corner of the loss and the subgradient that PyTorch takes there. */
export interface Kink {
  /** TeX of the condition. */
  readonly at: string;
  /** What PyTorch's gradient is there, in words. */
  readonly gradient: string;
}

/** A call that shows the loss at its best; tensors as text that can be pasted. */
export interface LossExample {
  readonly title: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly inputs: Readonly<Record<string, string>>;
}

/**
 * What decides how good a prediction is in the eyes of a loss, growing with it (but for dissimilar pairs):
 * `score`: the score of the target's class less the highest other one; `sign`: the input times the target;
 * `difference`: the first input less the second, times the target; `distance`: that of the negative from the anchor
 * less that of the positive; `similarity`: the cosine of both inputs.
 */
export type Margin = 'score' | 'sign' | 'difference' | 'distance' | 'similarity';

/** A weight that a module learns, as its constructor makes it. */
export interface LearnedWeight {
  /** Its name in the module's `state_dict`. */
  readonly name: string;
  readonly shape: readonly number[];
  /** The number of features of the layer that it belongs to; its first values depend on it. */
  readonly features: number;
}
