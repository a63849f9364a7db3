import { bodiesOf } from '../../python/bindings';
import type { Block, Call, Expression, Parameter, SourceText, Statement } from '../../python/syntax';
import { expressionsOf, visitExpressions } from '../../python/walk';
import { isQuiet, writtenArguments } from './callees';
import { families } from './families';

/** Asks whether a call changes nothing that it is given: a loss's. */
export type IsHarmless = (call: Call) => boolean;

/** Methods of lists and dictionaries that put what they are given into them. */
const putting = /^(?:append|extend|insert|add|update|setdefault)$/;
/** Methods and functions whose result may look at the memory of what they are given. */
const viewing = new Set(
  'view reshape view_as reshape_as unsqueeze squeeze flatten ravel transpose permute t contiguous expand expand_as split chunk unbind swapaxes swapdims float double half bfloat16 long int short char bool byte type type_as to cpu cuda detach requires_grad_ numpy as_tensor asarray from_numpy Variable Parameter relu leaky_relu elu array select narrow movedim moveaxis diagonal'.split(
    ' ',
  ),
);
/** Functions of Python's that give what is in what they are given. */
const handingOn = new Set(['max', 'min', 'sorted', 'list', 'tuple', 'dict', 'zip', 'reversed', 'enumerate']);
/** Attributes that tell about a tensor, and are none. */
const telling = new Set(['shape', 'dtype', 'device', 'ndim', 'requires_grad', 'is_leaf', 'grad_fn']);
const changingMethod =
  /[^_]_$|^(?:append|extend|insert|update|setdefault|pop|popitem|remove|clear|sort|reverse|__i\w+__|__setitem__)$/;

/**
 * Whether running these statements, or calling the functions among them, may change what `name` of the block around
 * stands for: in place, under another name, or in a place from which others may.
 */
export function mayChange(statements: readonly Statement[], name: string, isHarmless: IsHarmless): boolean {
  const names = new Set([name]);
  for (let size = 0; size < names.size;) {
    size = names.size;
    if (new Watch(names, isHarmless).changesAny(statements)) return true;
  }
  return false;
}

/** Asks {@link mayChange} and its like of one statement. */
type Ask = (isHarmless: IsHarmless) => boolean;

/** What statements do to names whatever the calls in them are: it holds until their text changes. */
type Certain = WeakMap<Statement, Map<string, boolean | undefined>>;

const changes: Certain = new WeakMap();
const touches: Certain = new WeakMap();

/** {@link mayChange} of one function or class, which is looked through once for each name that somebody asks about. */
export function definitionMayChange(
  source: SourceText,
  statement: Statement,
  name: string,
  isHarmless: IsHarmless,
): boolean {
  const ask: Ask = (harmless) => mayChange([statement], name, harmless);
  return remembered(changes, `changes ${name}`, { source, statement, name, isHarmless }, ask);
}

/**
 * Whether a statement that runs may do more with what `name` stands for than read it: change it, give it another name,
 * or hand it to somebody who is not known.
 */
export function mayTouch(
  source: SourceText,
  statement: Statement,
  name: string,
  isHarmless: IsHarmless,
): boolean {
  const ask: Ask = (harmless) => {
    const names = new Set([name]);
    return new Watch(names, harmless, true).changesAny([statement]) || names.size > 1;
  };
  return remembered(touches, `touches ${name}`, { source, statement, name, isHarmless }, ask);
}

function remembered(
  certain: Certain,
  key: string,
  asked: {
    readonly source: SourceText;
    readonly statement: Statement;
    readonly name: string;
    readonly isHarmless: IsHarmless;
  },
  ask: Ask,
): boolean {
  const { source, statement, name, isHarmless } = asked;
  const byName = certain.get(statement) ?? new Map<string, boolean | undefined>();
  certain.set(statement, byName);
  if (!byName.has(name)) {
    const calls: Call[] = [];
    const atWorst = ask((call) => {
      calls.push(call);
      return false;
    });
    // What changes nothing in the worst case never does.
    byName.set(name, atWorst && calls.length > 0 ? undefined : atWorst);
  }
  const known = byName.get(name);
  if (known !== undefined) return known;
  return source.remember(`${key} ${String(statement.span.start)}`, () => ask(isHarmless));
}

/** Looks through statements for changes of what some names stand for, and for more names of the same. */
class Watch {
  /** @param isStrict whether methods that are not known count as changes, too */
  constructor(
    private readonly names: Set<string>,
    private readonly isHarmless: IsHarmless,
    private readonly isStrict = false,
  ) {}

  changesAny(statements: readonly Statement[]): boolean {
    return statements.some((statement) => this.changes(statement));
  }

  private changes(statement: Statement): boolean {
    if (expressionsOf(statement).some((expression) => this.writes(expression))) return true;
    switch (statement.kind) {
      case 'global':
      case 'nonlocal':
        return statement.names.some((name) => this.names.has(name));
      case 'assign': {
        const shares = statement.value !== undefined && this.shares(statement.value);
        return statement.targets.some((target) => this.takes(target, shares));
      }
      case 'augmented':
        return (
          this.names.has(rootOf(statement.target) ?? '') ||
          this.takes(statement.target, this.shares(statement.value))
        );
      case 'for':
        if (statement.target && this.takes(statement.target, this.shares(statement.subject))) return true;
        break;
      case 'with':
        if (statement.items.some(({ value, target }) => target && this.takes(target, this.shares(value))))
          return true;
        break;
      case 'return':
        return statement.value !== undefined && this.shares(statement.value);
      case 'function': {
        if (statement.decorators.some((decorator) => this.shares(decorator))) return true;
        for (const { name, default: value } of statement.parameters)
          if (value && this.shares(value)) this.names.add(name);
        return this.changesWithin(statement.body, statement.parameters);
      }
      case 'delete':
        return statement.targets.some((target) => this.takes(target, false));
      case 'match':
        if (this.shares(statement.subject))
          for (const { captures } of statement.cases) for (const { id } of captures) this.names.add(id);
        break;
      case 'class':
        return this.keeps(statement.body) || this.changesWithin(statement.body, []);
      default:
    }
    return bodiesOf(statement).some((body) => this.changesAny(body));
  }

  /** Whether the body of a class gives what the names stand for to the class, for all that know it. */
  private keeps(body: Block): boolean {
    return body.chunks.some(
      ({ statement }) =>
        statement.kind === 'assign' && statement.value !== undefined && this.shares(statement.value),
    );
  }

  /** In a body with names of its own. */
  private changesWithin(body: Block, parameters: readonly Parameter[]): boolean {
    const names = [...this.names];
    const text = body.source.text.slice(body.range.start, body.range.end);
    const isDeclared = names.some(
      (name) =>
        body.binding(name).length > 0 &&
        new RegExp(`\\b(?:global|nonlocal)\\b[^\\n]*\\b${name}\\b`).test(text),
    );
    if (isDeclared) return true;
    const isOwn = (name: string): boolean => {
      const parameter = parameters.find((one) => one.name === name);
      if (parameter) return !(parameter.default && this.shares(parameter.default));
      return body.binding(name).length > 0;
    };
    const seen = new Set(names.filter((name) => !isOwn(name)));
    if (seen.size === 0) return false;
    const inner = body.chunks.map((chunk) => chunk.statement);
    for (let size = 0; size < seen.size;) {
      size = seen.size;
      if (new Watch(seen, this.isHarmless, this.isStrict).changesAny(inner)) return true;
    }
    return false;
  }

  /** What a target takes gets another name; whether it gets out of sight, or is written into. */
  private takes(target: Expression, shares: boolean): boolean {
    if (target.kind === 'sequence') return target.elements.some((element) => this.takes(element, shares));
    if (target.kind === 'star') return this.takes(target.value, shares);
    if (target.kind !== 'name') {
      const holder =
        target.kind === 'subscript' ? target.value : target.kind === 'attribute' ? target.object : target;
      return shares || this.names.has(rootOf(target) ?? '') || this.shares(holder);
    }
    if (shares) this.names.add(target.id);
    return false;
  }

  /** Whether evaluating an expression may change what the names stand for. */
  private writes(expression: Expression): boolean {
    let found = false;
    visitExpressions(expression, (inner) => {
      if (inner.kind === 'comprehension')
        for (const { target, iterable } of inner.clauses) this.takes(target, this.shares(iterable));
      else if (inner.kind === 'walrus') this.takes(inner.target, this.shares(inner.value));
      else if (inner.kind === 'other') found ||= inner.children.some((child) => this.shares(child));
      else if (inner.kind === 'call') found ||= this.callWrites(inner);
    });
    return found;
  }

  private callWrites(call: Call): boolean {
    const { callee } = call;
    if (writtenArguments(call).some((value) => this.shares(value))) return true;
    if (callee.kind === 'name' && this.names.has(callee.id)) return !this.isHarmless(call);
    if (callee.kind === 'attribute' && this.shares(callee.object)) {
      const { attribute } = callee;
      if (changingMethod.test(attribute)) return true;
      if (!this.isStrict) return false;
      const isKnown = attribute in families.methods || isQuiet(`_.${attribute}`);
      return !isKnown && !this.isHarmless(call);
    }
    const given = call.arguments.filter(({ value }) => this.shares(value));
    if (given.length === 0) return false;
    if (callee.kind === 'attribute' && putting.test(callee.attribute)) {
      const holder = rootOf(callee.object);
      if (holder === undefined) return true;
      this.names.add(holder);
    }
    const text = calleeText(callee);
    const isKnown = text !== undefined && isQuiet(text) && !changingMethod.test(text);
    return !isKnown && !this.isHarmless(call);
  }

  /** Whether the value of an expression may look at the memory of what the names stand for. */
  private shares(expression: Expression): boolean {
    switch (expression.kind) {
      case 'name':
        return this.names.has(expression.id);
      case 'attribute':
        return !telling.has(expression.attribute) && this.shares(expression.object);
      case 'subscript':
      case 'star':
        return this.shares(expression.value);
      case 'walrus':
        return this.shares(expression.value);
      case 'conditional':
        return this.shares(expression.body) || this.shares(expression.orElse);
      case 'binary':
        return (
          (expression.operator === 'and' || expression.operator === 'or' || isListLike(expression.left)) &&
          (this.shares(expression.left) || this.shares(expression.right))
        );
      case 'sequence':
        return expression.elements.some((element) => this.shares(element));
      case 'dictionary':
        return expression.entries.some(({ value }) => this.shares(value));
      case 'lambda':
        return (
          this.shares(expression.body) ||
          expression.parameters.some((one) => one.default !== undefined && this.shares(one.default))
        );
      case 'comprehension':
        return (
          this.shares(expression.element) || expression.clauses.some(({ iterable }) => this.shares(iterable))
        );
      case 'other':
        return expression.children.some((child) => this.shares(child));
      case 'call':
        return this.resultShares(expression);
      default:
        return false;
    }
  }

  private resultShares(call: Call): boolean {
    const { callee } = call;
    const name = callee.kind === 'attribute' ? callee.attribute : callee.kind === 'name' ? callee.id : '';
    const isFresh =
      !viewing.has(name) &&
      !(callee.kind === 'name' && handingOn.has(name)) &&
      (name in families.methods || `torch.${name}` in families.functions || plainResults.has(name));
    if (isFresh && !changingMethod.test(name)) return false;
    const object = this.shares(callee.kind === 'attribute' ? callee.object : callee);
    return (object || call.arguments.some(({ value }) => this.shares(value))) && !this.isHarmless(call);
  }
}

/** Functions that give something new. */
const plainResults = new Set(['print', 'len', 'float', 'int', 'str', 'bool', 'isinstance', 'one_hot']);

function isListLike(expression: Expression): boolean {
  return expression.kind === 'sequence' || expression.kind === 'comprehension';
}

function rootOf(expression: Expression): string | undefined {
  let root = expression;
  while (root.kind === 'attribute' || root.kind === 'subscript' || root.kind === 'call')
    root = root.kind === 'attribute' ? root.object : root.kind === 'call' ? root.callee : root.value;
  return root.kind === 'name' ? root.id : undefined;
}

function calleeText(callee: Expression): string | undefined {
  if (callee.kind === 'name') return callee.id;
  if (callee.kind !== 'attribute') return undefined;
  const object = calleeText(callee.object);
  return object === undefined ? `_.${callee.attribute}` : `${object}.${callee.attribute}`;
}
