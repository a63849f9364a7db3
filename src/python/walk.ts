import type { Expression, Statement } from './syntax';

/** The direct parts of an expression, in the order of the text. */
export function childrenOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'attribute':
      return [expression.object];
    case 'call':
      return [expression.callee, ...expression.arguments.map((argument) => argument.value)];
    case 'subscript':
      return [expression.value, ...expression.indices];
    case 'slice':
      return present(expression.lower, expression.upper, expression.step);
    case 'string':
    case 'other':
      return expression.children;
    case 'unary':
      return [expression.operand];
    case 'binary':
      return [expression.left, expression.right];
    case 'comparison':
      return expression.operands;
    case 'conditional':
      return [expression.body, expression.test, expression.orElse];
    case 'sequence':
      return expression.elements;
    case 'dictionary':
      return expression.entries.flatMap((entry) => present(entry.key, entry.value));
    case 'lambda':
      return [
        ...expression.parameters.flatMap((parameter) => present(parameter.annotation, parameter.default)),
        expression.body,
      ];
    case 'comprehension':
      return [
        ...present(expression.key),
        expression.element,
        ...expression.clauses.flatMap((clause) => [clause.target, clause.iterable, ...clause.conditions]),
      ];
    case 'walrus':
      return [expression.target, expression.value];
    case 'star':
      return [expression.value];
    case 'name':
    case 'number':
    case 'constant':
    case 'bulk':
      return [];
  }
}

/** The expressions of a statement itself: of compound statements their heads, not their bodies. */
export function expressionsOf(statement: Statement): readonly Expression[] {
  switch (statement.kind) {
    case 'assign':
      return [...statement.targets, ...present(statement.annotation, statement.value)];
    case 'augmented':
      return [statement.target, statement.value];
    case 'function':
      return [
        ...statement.decorators,
        ...statement.parameters.flatMap((parameter) => present(parameter.annotation, parameter.default)),
        ...present(statement.returns),
      ];
    case 'class':
      return [...statement.decorators, ...statement.arguments.map((argument) => argument.value)];
    case 'if':
      return statement.branches.map((branch) => branch.test);
    case 'for':
    case 'while':
      return present(statement.target, statement.subject);
    case 'with':
      return statement.items.flatMap((item) => present(item.value, item.target));
    case 'try':
      return statement.handlers.flatMap((handler) => present(handler.type, handler.target));
    case 'match':
      return [statement.subject, ...statement.cases.flatMap((one) => one.values)];
    case 'return':
    case 'raise':
    case 'break':
    case 'continue':
      return present(statement.value);
    case 'delete':
      return statement.targets;
    case 'expression':
      return statement.values;
    case 'import':
    case 'global':
    case 'nonlocal':
      return [];
  }
}

/** Visits an expression and everything inside it, outermost first. */
export function visitExpressions(expression: Expression, visit: (expression: Expression) => void): void {
  visit(expression);
  for (const child of childrenOf(expression)) visitExpressions(child, visit);
}

function present(...expressions: readonly (Expression | undefined)[]): Expression[] {
  return expressions.filter((expression) => expression !== undefined);
}
