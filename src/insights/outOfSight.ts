import type { PythonDocument } from '../python/pythonDocument';
import type { Binding, Expression } from '../python/syntax';
import { newResolver } from './lossMeanings';

/** So many definitions may depend on each other. */
const deepest = 12;

/**
 * Whether the value of an expression certainly comes from outside of the code: from a parameter, what `with` gives, or
 * what is made of such a value. Most of what losses are given does; to know that takes much less than to evaluate it.
 */
export function isOutOfSight(document: PythonDocument, expression: Expression, depth = 0): boolean {
  if (depth > deepest) return false;
  const isOut = (inner: Expression): boolean => isOutOfSight(document, inner, depth + 1);
  switch (expression.kind) {
    case 'name': {
      const { bindings, unbound } = newResolver(document).definitions(expression);
      const all = [...bindings];
      return !unbound && all.length > 0 && all.every((binding) => comesFromOutside(binding, isOut));
    }
    case 'attribute':
      return isOut(expression.object) && !hasFields(document, expression.object);
    case 'subscript':
      return isOut(expression.value);
    case 'unary':
      return isOut(expression.operand);
    case 'binary':
      return isOut(expression.left);
    case 'call': {
      const { callee, arguments: given } = expression;
      if (isOut(callee)) return true;
      return given.some(({ kind, value }) => kind === 'positional' && isOut(value));
    }
    default:
      return false;
  }
}

/** Whether the code may tell what the attributes of something are: of `self`, above all. */
function hasFields(document: PythonDocument, object: Expression): boolean {
  return newResolver(document)
    .resolve(object)
    .some(({ kind }) => kind === 'instance' || kind === 'class' || kind === 'value');
}

function comesFromOutside({ source }: Binding, isOut: (expression: Expression) => boolean): boolean {
  switch (source.kind) {
    case 'parameter':
    case 'with':
      return true;
    case 'assign':
      return isOut(source.value);
    case 'iterate':
      return isOut(source.iterable);
    default:
      return false;
  }
}
