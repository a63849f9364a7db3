import type { Resolver } from '../python/resolver';
import { selfOf } from '../python/methods';
import type {
  Argument,
  Assignment,
  Call,
  ClassStatement,
  Expression,
  FunctionStatement,
  Parameter,
  SourceText,
  Statement,
} from '../python/syntax';
import { visitExpressions } from '../python/walk';

/** The constructor of a class that derives from a loss: what it takes, and what it hands on to the loss's. */
export interface Constructor {
  /** Without the instance itself. */
  readonly takes: readonly Taken[];
  readonly handsOn: readonly HandedOn[];
}

/** A parameter of a constructor. */
export interface Taken {
  readonly name: string;
  readonly kind: Parameter['kind'];
  readonly passing?: Parameter['passing'];
  readonly default: Expression | undefined;
}

/** An argument that a constructor hands on. */
export interface HandedOn {
  readonly argument: Argument;
  /** The parameter of the constructor that it is, as it was given. */
  readonly from: string | undefined;
}

/** Methods that may make something else of what a constructor is given, or of what the instance has. */
const hidden = ['__new__', '__setattr__', '__getattr__', '__getattribute__', '__delattr__'];

/**
 * The constructor of a class, where it is plain to see that it makes the loss of what it hands on: it calls that of the
 * one base class once, in any case, and sets nothing else that the loss computes with.
 */
export function constructorOf(
  statement: ClassStatement,
  constructor: FunctionStatement,
  resolver: Resolver,
): Constructor | undefined {
  const [base, another] = statement.arguments;
  const self = selfOf(constructor);
  if (base?.kind !== 'positional' || another || self === undefined) return undefined;
  if (constructor.decorators.length > 0) return undefined;
  if (hidden.some((name) => statement.body.binding(name).length > 0)) return undefined;
  const rest: Statement[] = [];
  let handed: readonly Argument[] | undefined;
  for (const { statement: inner } of constructor.body.chunks) {
    const found = handedOnBy(inner, statement, self, base.value);
    if (found && handed) return undefined;
    if (found) handed = found;
    else rest.push(inner);
  }
  const { source } = constructor.body;
  if (!handed || !rest.every((one) => isPass(one, source) || leavesLoss(one, self))) return undefined;
  const takes = constructor.parameters.slice(1);
  const handsOn = handed.map((argument) => ({ argument, from: parameterOf(argument, takes, resolver) }));
  return { takes, handsOn };
}

/** The call of another constructor that a statement is: `super().__init__(...)`, or an older spelling. */
export function initialised(statement: Statement): Call | undefined {
  const value = statement.kind === 'expression' ? statement.values[0] : undefined;
  if (value?.kind !== 'call' || value.callee.kind !== 'attribute') return undefined;
  return value.callee.attribute === '__init__' ? value : undefined;
}

/** What a constructor hands on in the end that is called with arguments; undefined where Python refuses them, or one cannot say. */
export function handsOnOf(
  { takes, handsOn }: Constructor,
  given: readonly HandedOn[],
): readonly HandedOn[] | undefined {
  const bound = bind(takes, given);
  if (!bound) return undefined;
  const found: HandedOn[] = [];
  for (const one of handsOn) {
    const parameter = takes.find(({ name }) => name === one.from);
    if (!parameter) {
      found.push(one);
      continue;
    }
    const { kind, name } = one.argument;
    if (parameter.kind !== 'plain') found.push(...(bound.get(parameter.name) ?? []));
    else {
      const [value] = bound.get(parameter.name) ?? [];
      if (!value) return undefined;
      found.push({ argument: renamed(value.argument.value, kind, name), from: value.from });
    }
  }
  const names = found.flatMap(({ argument }) => argument.name ?? []);
  return new Set(names).size === names.length ? found : undefined;
}

/** Whether an argument of a constructor that has this name is, under the same, one of the loss. */
export function handsOnAs({ takes, handsOn }: Constructor, name: string): boolean {
  const isTaken = takes.some((one) => one.kind === 'plain' && one.name === name);
  const options = takes.find(({ kind }) => kind === 'doubleStar')?.name;
  const from = isTaken ? name : options;
  return handsOn.some(
    ({ argument, from: given }) =>
      given !== undefined &&
      given === from &&
      (isTaken ? argument.name === name : argument.kind === 'doubleStar'),
  );
}

function renamed(value: Expression, kind: Argument['kind'], name: string | undefined): Argument {
  return { kind, name, nameSpan: undefined, value, span: value.span };
}

/** What each parameter is given; several for `*args` and `**kwargs`. Undefined where Python refuses that, or one cannot say. */
function bind(
  takes: readonly Taken[],
  given: readonly HandedOn[],
): ReadonlyMap<string, readonly HandedOn[]> | undefined {
  const bound = new Map<string, readonly HandedOn[]>();
  const places = takes.filter(({ kind, passing }) => kind === 'plain' && passing !== 'name');
  const [rest, options] = (['star', 'doubleStar'] as const).map((kind) =>
    takes.find((one) => one.kind === kind),
  );
  const more = (to: Taken, one: HandedOn): void =>
    void bound.set(to.name, [...(bound.get(to.name) ?? []), one]);
  for (const one of given) {
    const { kind, name } = one.argument;
    if (kind === 'star' || kind === 'doubleStar') return undefined;
    const to =
      kind === 'positional'
        ? places.shift()
        : takes.find((taken) => taken.kind === 'plain' && taken.passing !== 'place' && taken.name === name);
    if (to && bound.has(to.name)) return undefined;
    const open = to ?? (kind === 'positional' ? rest : options);
    if (!open) return undefined;
    more(open, one);
  }
  for (const taken of takes) {
    if (taken.kind !== 'plain' || bound.has(taken.name)) continue;
    if (!taken.default) return undefined;
    bound.set(taken.name, [{ argument: renamed(taken.default, 'positional', undefined), from: undefined }]);
  }
  return bound;
}

/** What a statement of a constructor hands on, if it calls that of the base class. */
function handedOnBy(
  statement: Statement,
  { name }: ClassStatement,
  self: string,
  base: Expression,
): readonly Argument[] | undefined {
  const call = initialised(statement);
  if (call?.callee.kind !== 'attribute') return undefined;
  const { object } = call.callee;
  const given = call.arguments;
  const isName = (argument: Argument | undefined, id: string): boolean =>
    argument?.kind === 'positional' && argument.value.kind === 'name' && argument.value.id === id;
  if (object.kind === 'call') {
    if (object.callee.kind !== 'name' || object.callee.id !== 'super') return undefined;
    const [first, second, third] = object.arguments;
    const isPlain = !first || (isName(first, name) && isName(second, self) && !third);
    return isPlain ? given : undefined;
  }
  return isName(given[0], self) && isSamePath(object, base) ? given.slice(1) : undefined;
}

function isSamePath(one: Expression, other: Expression): boolean {
  if (one.kind === 'name') return other.kind === 'name' && one.id === other.id;
  return (
    one.kind === 'attribute' &&
    other.kind === 'attribute' &&
    one.attribute === other.attribute &&
    isSamePath(one.object, other.object)
  );
}

function isPass({ span }: Statement, { text }: SourceText): boolean {
  return text.slice(span.start, span.end) === 'pass';
}

/** Whether a statement of a constructor, beside the call of the other one, leaves what the loss computes. */
function leavesLoss(statement: Statement, self: string): boolean {
  switch (statement.kind) {
    case 'expression': {
      const [value, another] = statement.values;
      return value?.kind === 'string' && !another && statement.statements.length === 0;
    }
    case 'assign':
      return setsOther(statement, self);
    default:
      return false;
  }
}

/** Whether an assignment sets names, or plain attributes of the instance, to what the instance cannot be changed by. */
function setsOther({ targets, value }: Assignment, self: string): boolean {
  const isOther = (target: Expression): boolean => {
    if (target.kind === 'name') return target.id !== self;
    if (target.kind !== 'attribute' || target.object.kind !== 'name') return false;
    return target.object.id === self && !/^_|^forward$/.test(target.attribute);
  };
  return targets.every(isOther) && (value === undefined || !mayChangeSelf(value, self));
}

/** Whether evaluating an expression may change the instance: it is handed to something, or a method of it is called. */
function mayChangeSelf(value: Expression, self: string): boolean {
  let [uses, reads] = [0, 0];
  let isCalled = false;
  visitExpressions(value, (inner) => {
    if (inner.kind === 'name' && (inner.id === self || inner.id === 'super' || inner.id === '__class__'))
      uses++;
    if (inner.kind === 'attribute' && inner.object.kind === 'name' && inner.object.id === self) reads++;
    if (inner.kind === 'call') isCalled = true;
  });
  return uses > reads || (uses > 0 && isCalled);
}

/** The parameter that an argument hands on as it was given: its name stands for nothing else. */
function parameterOf(
  { kind, value }: Argument,
  takes: readonly Parameter[],
  resolver: Resolver,
): string | undefined {
  if (value.kind !== 'name') return undefined;
  const parameter = takes.find(({ name }) => name === value.id);
  if (!parameter || (parameter.kind === 'plain') !== (kind === 'positional' || kind === 'keyword'))
    return undefined;
  if (parameter.kind !== 'plain' && parameter.kind !== kind) return undefined;
  const { bindings, unbound } = resolver.definitions(value);
  const [only, another] = [...bindings];
  const isIt = only?.source.kind === 'parameter' && only.source.parameter === parameter;
  return isIt && !another && !unbound ? parameter.name : undefined;
}
