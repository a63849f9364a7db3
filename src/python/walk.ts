import type { Expression, Statement } from './syntax';

type Visit = (expression: Expression) => void;

/** The direct parts of an expression, in the order of the text. */
export function childrenOf(expression: Expression): readonly Expression[] {
  const children: Expression[] = [];
  eachChild(expression, (child) => children.push(child));
  return children;
}

/** Visits the direct parts of an expression, in the order of the text. */
export function eachChild(expression: Expression, visit: Visit): void {
  switch (expression.kind) {
    case 'attribute':
      visit(expression.object);
      break;
    case 'call':
      visit(expression.callee);
      for (const { value } of expression.arguments) visit(value);
      break;
    case 'subscript':
      visit(expression.value);
      expression.indices.forEach(visit);
      break;
    case 'slice':
      visitPresent(visit, expression.lower, expression.upper, expression.step);
      break;
    case 'string':
    case 'other':
      expression.children.forEach(visit);
      break;
    case 'unary':
      visit(expression.operand);
      break;
    case 'binary':
      visit(expression.left);
      visit(expression.right);
      break;
    case 'comparison':
      expression.operands.forEach(visit);
      break;
    case 'conditional':
      visit(expression.body);
      visit(expression.test);
      visit(expression.orElse);
      break;
    case 'sequence':
      expression.elements.forEach(visit);
      break;
    case 'dictionary':
      for (const { key, value } of expression.entries) visitPresent(visit, key, value);
      break;
    case 'lambda':
      for (const parameter of expression.parameters)
        visitPresent(visit, parameter.annotation, parameter.default);
      visit(expression.body);
      break;
    case 'comprehension':
      visitPresent(visit, expression.key, expression.element);
      for (const { target, iterable, conditions } of expression.clauses) {
        visitPresent(visit, target, iterable);
        conditions.forEach(visit);
      }
      break;
    case 'walrus':
      visit(expression.target);
      visit(expression.value);
      break;
    case 'star':
      visit(expression.value);
      break;
    case 'name':
    case 'number':
    case 'constant':
    case 'bulk':
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
      return [
        statement.subject,
        ...statement.cases.flatMap(({ values, guard }) => [...values, ...present(guard)]),
      ];
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
export function visitExpressions(expression: Expression, visit: Visit): void {
  const visitAll = (inner: Expression): void => {
    visit(inner);
    eachChild(inner, visitAll);
  };
  visitAll(expression);
}

function visitPresent(visit: Visit, ...expressions: readonly (Expression | undefined)[]): void {
  for (const expression of expressions) if (expression) visit(expression);
}

function present(...expressions: readonly (Expression | undefined)[]): Expression[] {
  return expressions.filter((expression) => expression !== undefined);
}
