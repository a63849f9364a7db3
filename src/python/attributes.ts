import { attributeBindings, selfBindings } from './attributeBindings';
import { dottedPath } from './bindings';
import { field } from './containers';
import { decoratorsOf } from './decorators';
import { nothingBound, reaching } from './flow';
import { classOf, foreignPath, memberPath, opaque, type Follower, type Referent } from './referent';
import { returned } from './returns';
import type { Attribute, ClassStatement, Expression } from './syntax';

/** What `object.attribute` stands for. */
export function attributeOf(follow: Follower, expression: Attribute): readonly Referent[] {
  const { object, attribute } = expression;
  const assigned = assignedPath(follow, expression);
  if (assigned) return assigned;
  return follow.resolve(object).flatMap((referent): readonly Referent[] => {
    switch (referent.kind) {
      case 'unbound':
        return [{ ...referent, path: memberPath(referent.path, attribute) }];
      case 'imported':
      case 'star':
        return [{ ...referent, path: memberPath(referent.path, attribute), at: expression.span }];
      case 'class':
        return ofClass(follow, referent.statement, expression, false);
      case 'instance':
        if (attribute === '__class__') return [classOf(referent)];
        return ofClass(follow, referent.class, expression, 'self');
      case 'value': {
        if (referent.hasFields) return field(follow, object, attribute);
        const made = madeFrom(follow, referent.expression);
        const given = made && givenField(follow, referent.expression, made, attribute);
        if (given) return given;
        if (made) return ofClass(follow, made, expression, true);
        return referent.expression.kind === 'call'
          ? inherited(foreignPaths(follow, [referent.expression.callee]), expression)
          : opaque;
      }
      case 'annotated':
        return inherited(foreignPaths(follow, [referent.annotation]), expression);
      case 'none':
        return [];
      default:
        return opaque;
    }
  });
}

/** The class of the file that a call makes an instance of. */
export function madeFrom(follow: Follower, expression: Expression): ClassStatement | undefined {
  if (expression.kind !== 'call') return undefined;
  const [only, another] = follow.resolve(expression.callee);
  return only?.kind === 'class' && !another ? only.statement : undefined;
}

function ofClass(
  follow: Follower,
  statement: ClassStatement,
  expression: Attribute,
  onInstance: boolean | 'self',
): readonly Referent[] {
  const found = ownAttribute(follow, statement, expression.attribute, onInstance);
  return found.length > 0 ? found : inherited(foreignBases(follow, statement), expression);
}

/** What an attribute of a class, of its instances, or of `self` stands for, as far as the classes of the file tell. */
export function ownAttribute(
  follow: Follower,
  statement: ClassStatement,
  attribute: string,
  onInstance: boolean | 'self',
): readonly Referent[] {
  const bindings =
    onInstance === 'self'
      ? selfBindings(follow, statement, attribute)
      : attributeBindings(follow, statement, attribute, onInstance);
  return bindings.flatMap((binding) => {
    const { source } = binding;
    const isProperty = source.kind === 'function' && decoratorsOf(follow, source.statement) === 'property';
    if (!isProperty) return follow.binding(binding);
    return onInstance !== false ? returned(follow, source.statement) : opaque;
  });
}

/** The attribute of what other modules make, if they make anything there. */
function inherited(makers: readonly string[], { attribute, span }: Attribute): readonly Referent[] {
  if (makers.length === 0) return opaque;
  return [{ kind: 'inherited', path: memberPath(`${makers.join(', ')}()`, attribute), at: span }];
}

/** The classes of other modules that a class derives from, itself or through others of the file. */
function foreignBases(follow: Follower, statement: ClassStatement): readonly string[] {
  const bases = statement.arguments.flatMap(({ kind, value }) => (kind === 'positional' ? [value] : []));
  return follow.step<readonly string[]>(statement.arguments, [], () => foreignPaths(follow, bases));
}

function foreignPaths(follow: Follower, makers: readonly Expression[]): readonly string[] {
  return makers
    .flatMap((maker) => follow.resolve(maker))
    .flatMap((one) => {
      if (one.kind === 'class') return foreignBases(follow, one.statement);
      return one.kind === 'imported' || one.kind === 'star' ? [foreignPath(one)] : [];
    });
}

/** What a call gives a field of a class without a constructor of its own, such as a dataclass; opaque if it may. */
function givenField(
  follow: Follower,
  expression: Expression,
  statement: ClassStatement,
  field: string,
): readonly Referent[] | undefined {
  if (expression.kind !== 'call') return undefined;
  if (attributeBindings(follow, statement, '__init__', false).length > 0) return undefined;
  const named = expression.arguments.find((argument) => argument.name === field);
  if (named) return follow.resolve(named.value);
  return expression.arguments.some((argument) => argument.kind !== 'keyword') ? opaque : undefined;
}

/** `model.loss` after `model.loss = ...` in the same scope. */
function assignedPath(follow: Follower, expression: Attribute): readonly Referent[] | undefined {
  const key = dottedPath(expression);
  let root: Expression = expression;
  while (root.kind === 'attribute') root = root.object;
  if (key === undefined || root.kind !== 'name') return undefined;
  let { scope } = root;
  while (scope.block === undefined && scope.parent) scope = scope.parent;
  const { block } = scope;
  if (block === undefined || block.binding(key).length === 0) return undefined;
  const state = reaching(block, key, nothingBound, expression.span.start);
  const isSelf = scope.kind === 'function' && follow.resolve(root).some((one) => one.kind === 'instance');
  if (state.unbound && isSelf) return undefined;
  if (state.bindings.size === 0) return undefined;
  return [...state.bindings].flatMap((binding) => follow.binding(binding));
}
