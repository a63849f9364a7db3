export { Span, type Anchor, type Spanned } from './span';
export type { ImportedName, ImportStatement, DeclarationStatement } from './declarations';
export type { Constant, NumberLiteral } from './literals';
export type { SourceText } from './sourceText';
import type { ImportedName, ImportStatement, DeclarationStatement } from './declarations';
import type { Constant, NumberLiteral } from './literals';
import type { SourceText } from './sourceText';
import type { Anchor, Span, Spanned } from './span';

/** A name where it is used or bound. */
export interface Name extends Spanned {
  readonly kind: 'name';
  readonly id: string;
  /** Where the name is looked up first. */
  readonly scope: Scope;
}

/** `object.attribute`. */
export interface Attribute extends Spanned {
  readonly kind: 'attribute';
  readonly object: Expression;
  readonly attribute: string;
  readonly attributeSpan: Span;
}

/** One argument of a call, as written. */
export interface Argument extends Spanned {
  readonly kind: 'positional' | 'keyword' | 'star' | 'doubleStar';
  /** Of a keyword argument. */
  readonly name: string | undefined;
  readonly nameSpan: Span | undefined;
  readonly value: Expression;
}

/** `callee(arguments)`. */
export interface Call extends Spanned {
  readonly kind: 'call';
  readonly callee: Expression;
  readonly arguments: readonly Argument[];
}

/** `value[indices]`. */
export interface Subscript extends Spanned {
  readonly kind: 'subscript';
  readonly value: Expression;
  /** More than one for `x[a, b]`. */
  readonly indices: readonly Expression[];
}

/** `lower:upper:step`. */
export interface Slice extends Spanned {
  readonly kind: 'slice';
  readonly lower: Expression | undefined;
  readonly upper: Expression | undefined;
  readonly step: Expression | undefined;
}

/** A string, or several written one behind the other. */
export interface StringLiteral extends Spanned {
  readonly kind: 'string';
  /** `undefined` where it depends on the run (f-strings). */
  readonly value: string | undefined;
  readonly children: readonly Expression[];
}

/** `-x`, `+x`, `~x` or `not x`. */
export interface Unary extends Spanned {
  readonly kind: 'unary';
  readonly operator: string;
  readonly operand: Expression;
}

/** Arithmetic (`+`, `**`, ...) and the short-circuit `and` and `or`. */
export interface Binary extends Spanned {
  readonly kind: 'binary';
  readonly operator: string;
  readonly left: Expression;
  readonly right: Expression;
}

/** One comparison or a chain: `a < b <= c` has two operators and three operands. */
export interface Comparison extends Spanned {
  readonly kind: 'comparison';
  readonly operators: readonly string[];
  readonly operands: readonly Expression[];
}

/** `body if test else orElse`. */
export interface Conditional extends Spanned {
  readonly kind: 'conditional';
  readonly test: Expression;
  readonly body: Expression;
  readonly orElse: Expression;
}

/** A list, tuple or set that is spelled out; assignment targets, too. */
export interface Sequence extends Spanned {
  readonly kind: 'sequence';
  readonly form: 'list' | 'tuple' | 'set';
  readonly elements: readonly Expression[];
}

/** A dictionary that is spelled out. */
export interface Dictionary extends Spanned {
  readonly kind: 'dictionary';
  /** Without a key: `**other`. */
  readonly entries: readonly { readonly key: Expression | undefined; readonly value: Expression }[];
}

/** A parameter of a function or lambda. */
export interface Parameter {
  readonly kind: 'plain' | 'star' | 'doubleStar';
  readonly name: string;
  readonly span: Span;
  readonly annotation: Expression | undefined;
  readonly default: Expression | undefined;
  /** Whether it is given by its name alone, behind `*`, or by its place alone, in front of `/`. */
  readonly passing?: 'name' | 'place' | undefined;
  /** The function that it belongs to; a lambda's parameters have none. */
  owner?(): FunctionStatement | undefined;
}

/** `lambda parameters: body`. */
export interface Lambda extends Spanned {
  readonly kind: 'lambda';
  readonly parameters: readonly Parameter[];
  readonly body: Expression;
}

/** A comprehension or generator expression. */
export interface Comprehension extends Spanned {
  readonly kind: 'comprehension';
  readonly form: 'list' | 'set' | 'generator' | 'dictionary';
  readonly key: Expression | undefined;
  readonly element: Expression;
  readonly clauses: readonly {
    readonly target: Expression;
    readonly iterable: Expression;
    readonly conditions: readonly Expression[];
  }[];
}

/** `name := value`. */
export interface Walrus extends Spanned {
  readonly kind: 'walrus';
  readonly target: Name;
  readonly value: Expression;
}

/** `*value` among elements or targets. */
export interface Star extends Spanned {
  readonly kind: 'star';
  readonly value: Expression;
}

/** A literal with so many elements that they are read only where somebody asks. */
export interface Bulk extends Spanned {
  readonly kind: 'bulk';
  /** The element that holds an offset. */
  around(offset: number): Expression | undefined;
}

/** Anything whose meaning nobody asks for (await, yield, broken syntax), with the expressions inside. */
export interface OtherExpression extends Spanned {
  readonly kind: 'other';
  readonly children: readonly Expression[];
}

/** Any expression. */
export type Expression =
  | Name
  | Attribute
  | Call
  | Subscript
  | Slice
  | NumberLiteral
  | StringLiteral
  | Constant
  | Unary
  | Binary
  | Comparison
  | Conditional
  | Sequence
  | Dictionary
  | Lambda
  | Comprehension
  | Walrus
  | Star
  | Bulk
  | OtherExpression;

/** `targets = value`, or an annotated name. */
export interface Assignment extends Spanned {
  readonly kind: 'assign';
  /** More than one for `a = b = value`. */
  readonly targets: readonly Expression[];
  readonly annotation: Expression | undefined;
  /** Left out by a bare annotation. */
  readonly value: Expression | undefined;
}

/** `target += value` and its kin. */
export interface AugmentedAssignment extends Spanned {
  readonly kind: 'augmented';
  readonly target: Expression;
  /** Without the `=`. */
  readonly operator: string;
  readonly value: Expression;
}

/** `def`, with its decorators. */
export interface FunctionStatement extends Spanned {
  readonly kind: 'function';
  readonly name: string;
  readonly nameSpan: Span;
  readonly parameters: readonly Parameter[];
  readonly decorators: readonly Expression[];
  readonly returns: Expression | undefined;
  readonly body: Block;
}

/** `class`, with its decorators. */
export interface ClassStatement extends Spanned {
  readonly kind: 'class';
  readonly name: string;
  readonly nameSpan: Span;
  readonly arguments: readonly Argument[];
  readonly decorators: readonly Expression[];
  readonly body: Block;
}

/** `if`, with every `elif`. */
export interface IfStatement extends Spanned {
  readonly kind: 'if';
  readonly branches: readonly { readonly test: Expression; readonly body: readonly Statement[] }[];
  readonly orElse: readonly Statement[] | undefined;
}

/** `for` or `while`. */
export interface LoopStatement extends Spanned {
  readonly kind: 'for' | 'while';
  /** Of `for`. */
  readonly target: Expression | undefined;
  /** The iterable of `for`, the condition of `while`. */
  readonly subject: Expression;
  readonly body: readonly Statement[];
  readonly orElse: readonly Statement[] | undefined;
}

/** `with`. */
export interface WithStatement extends Spanned {
  readonly kind: 'with';
  readonly items: readonly { readonly value: Expression; readonly target: Expression | undefined }[];
  readonly body: readonly Statement[];
}

/** `try`. */
export interface TryStatement extends Spanned {
  readonly kind: 'try';
  readonly body: readonly Statement[];
  readonly handlers: readonly {
    readonly type: Expression | undefined;
    readonly target: Expression | undefined;
    readonly body: readonly Statement[];
  }[];
  readonly orElse: readonly Statement[] | undefined;
  readonly finally: readonly Statement[] | undefined;
}

/** `match`. */
export interface MatchStatement extends Spanned {
  readonly kind: 'match';
  readonly subject: Expression;
  readonly cases: readonly {
    readonly captures: readonly Name[];
    /** The classes and constants in its pattern. */
    readonly values: readonly (Name | Attribute)[];
    /** What stands behind its `if`. */
    readonly guard: Expression | undefined;
    /** Whether it matches anything: `case _:`. */
    readonly irrefutable: boolean;
    readonly body: readonly Statement[];
  }[];
}

/** A statement that ends the straight line: `return`, `raise`, `break`, `continue`. */
export interface JumpStatement extends Spanned {
  readonly kind: 'return' | 'raise' | 'break' | 'continue';
  readonly value: Expression | undefined;
}

/** `del`. */
export interface DeleteStatement extends Spanned {
  readonly kind: 'delete';
  readonly targets: readonly Expression[];
}

/** An expression on its own, and whatever has no meaning here (assert, print, broken syntax). */
export interface ExpressionStatement extends Spanned {
  readonly kind: 'expression';
  readonly values: readonly Expression[];
  /** Statements found inside broken syntax. */
  readonly statements: readonly Statement[];
}

/** Any statement. */
export type Statement =
  | Assignment
  | AugmentedAssignment
  | ImportStatement
  | FunctionStatement
  | ClassStatement
  | IfStatement
  | LoopStatement
  | WithStatement
  | TryStatement
  | MatchStatement
  | JumpStatement
  | DeleteStatement
  | DeclarationStatement
  | ExpressionStatement;

/** How a name came to stand for something. */
export type BindingSource =
  | { readonly kind: 'import'; readonly imported: ImportedName }
  /** `path` leads to the part of `value` that a destructuring target takes; empty for all of it. */
  | { readonly kind: 'assign'; readonly value: Expression; readonly path: readonly number[] }
  /** One element of `iterable` (then the part at `path` of it). */
  | { readonly kind: 'iterate'; readonly iterable: Expression; readonly path: readonly number[] }
  /** What `value.__enter__()` gives. */
  | { readonly kind: 'with'; readonly value: Expression }
  | { readonly kind: 'function'; readonly statement: FunctionStatement }
  | { readonly kind: 'class'; readonly statement: ClassStatement }
  | { readonly kind: 'parameter'; readonly parameter: Parameter }
  /** `container[key] = value`, or without a key `container.append(value)`; bound under `container[]`. */
  | { readonly kind: 'item'; readonly key: Expression | undefined; readonly value: Expression }
  /** Declared but not given a value: `name: Type`. */
  | { readonly kind: 'annotation'; readonly annotation: Expression }
  | { readonly kind: 'delete' }
  /** Changed by something that isn't followed: `+=`, `except ... as`, a match capture. */
  | { readonly kind: 'opaque' };

/** One place where a name (or a dotted path such as `self.loss`) gets a value. */
export interface Binding {
  /** The name, the dotted path, or `path[]` for an item assignment. */
  readonly key: string;
  /** Of the target. */
  readonly span: Span;
  readonly source: BindingSource;
  /** The annotation written beside it, if any. */
  readonly annotation?: Expression;
}

/** A region in which names are looked up together. */
export interface Scope {
  readonly kind: 'module' | 'class' | 'function' | 'lambda' | 'comprehension';
  readonly parent: Scope | undefined;
  /** Where the scope begins: names of enclosing scopes are seen as they are there. */
  readonly anchor: Anchor;
  /** The statements, of a module, class or function. */
  readonly block: Block | undefined;
  /** Parameters of functions and lambdas, targets of comprehensions. */
  readonly own: readonly Binding[];
  /** The class or function whose scope it is. */
  owner(): ClassStatement | FunctionStatement | undefined;
}

/** One statement of a block, read when somebody asks for it. */
export interface Chunk extends Anchor {
  readonly end: number;
  readonly statement: Statement;
  /** What the statement binds in its own scope, nested statements included, nested scopes not. */
  readonly bindings: ReadonlyMap<string, readonly Binding[]>;
}

/** The statements of a module, class or function. */
export interface Block {
  readonly source: SourceText;
  readonly scope: Scope;
  readonly range: { readonly start: number; readonly end: number };
  /** The statements in order. */
  readonly chunks: readonly Chunk[];
  /** The statements from the first that ends at or behind `offset` on; no others are read. */
  from(offset: number): Iterable<Chunk>;
  /** The statements whose text holds `word` as a whole word, in order. */
  mentioning(word: string): Iterable<Chunk>;
  /** The statements that bind a name, a dotted path or `path[]`, in order. */
  binding(key: string): readonly Chunk[];
}
