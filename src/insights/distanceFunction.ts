import type { ParameterValue } from '../engine/lossDefinition';
import { ownBindings } from '../python/bindings';
import type { Referent } from '../python/referent';
import type { Expression, Parameter, SourceText, Statement } from '../python/syntax';
import { visitExpressions } from '../python/walk';
import { importedPath, newResolver } from './lossMeanings';
import { isTold } from './toldArguments';

/** A function of two arguments that gives one expression. */
interface PlainFunction {
  readonly parameters: readonly Parameter[];
  readonly body: Expression;
}

/** The name under which the engine knows a distance function of the code, if it knows it. */
export function distanceFunction(source: SourceText, expression: Expression): ParameterValue | undefined {
  if (isTold(expression)) return expression.distance;
  const [only, another] = newResolver().resolve(expression);
  if (only === undefined || another) return undefined;
  if (only.kind === 'imported')
    return importedPath(source, expression) === 'torch.nn.functional.pairwise_distance'
      ? 'pairwise_distance'
      : undefined;
  if (only.kind === 'value' && only.expression.kind === 'call')
    return isCall(source, only.expression, 'torch.nn.PairwiseDistance', []) ? 'pairwise_distance' : undefined;
  const plain = plainFunction(only);
  if (!plain) return undefined;
  const [first, second, more] = plain.parameters.map((parameter) => parameter.name);
  return first !== undefined && second !== undefined && more === undefined
    ? computed(source, plain.body, [first, second])
    : undefined;
}

function plainFunction(referent: Referent): PlainFunction | undefined {
  if (referent.kind === 'value')
    return referent.expression.kind === 'lambda' ? referent.expression : undefined;
  if (referent.kind !== 'function') return undefined;
  const { parameters, body } = referent.statement;
  const statements = body.chunks.map((chunk) => chunk.statement);
  const last = statements.at(-1);
  const value = last?.kind === 'return' ? last.value : undefined;
  if (!value) return undefined;
  const used = new Set<string>();
  visitExpressions(value, (inner) => {
    if (inner.kind === 'name') used.add(inner.id);
  });
  const before = statements.slice(0, -1);
  return before.every((statement) => isIdle(statement, used)) ? { parameters, body: value } : undefined;
}

/** Whether a statement leaves what names stand for: documentation, and what sets other names. */
function isIdle(statement: Statement, used: ReadonlySet<string>): boolean {
  switch (statement.kind) {
    case 'expression':
      return (
        statement.statements.length === 0 &&
        statement.values.every(({ kind }) => kind === 'string' || kind === 'constant')
      );
    case 'assign':
      return (
        statement.targets.every(({ kind }) => kind === 'name') &&
        (statement.value === undefined || ['string', 'number', 'constant'].includes(statement.value.kind)) &&
        ownBindings(statement).every(({ key }) => !used.has(key))
      );
    case 'import':
      return ownBindings(statement).every(({ key }) => !used.has(key));
    default:
      return false;
  }
}

function computed(source: SourceText, body: Expression, names: readonly string[]): string | undefined {
  const given = [names, [...names].reverse()];
  const isOf = (path: string, expression: Expression): boolean =>
    given.some((each) => isCall(source, expression, path, each));
  if (isOf('torch.nn.functional.pairwise_distance', body)) return 'pairwise_distance';
  if (body.kind === 'binary' && body.operator === '-' && isNumber(body.left, 1))
    return isOf('torch.nn.functional.cosine_similarity', body.right) ? '1 - cosine_similarity' : undefined;
  return isLargestDifference(source, body, names) ? 'l_inf' : undefined;
}

/** `torch.max(torch.abs(a - b), dim=1).values`, or `[0]` of it. */
function isLargestDifference(source: SourceText, body: Expression, names: readonly string[]): boolean {
  const pair =
    body.kind === 'attribute' && body.attribute === 'values'
      ? body.object
      : body.kind === 'subscript' && body.indices.length === 1 && isNumber(body.indices[0], 0)
        ? body.value
        : undefined;
  if (pair?.kind !== 'call' || importedPath(source, pair.callee) !== 'torch.max') return false;
  const [sizes, dim, more] = pair.arguments;
  if (!sizes || !dim || more || (dim.name ?? 'dim') !== 'dim' || !isNumber(dim.value, 1)) return false;
  const { value } = sizes;
  if (value.kind !== 'call' || importedPath(source, value.callee) !== 'torch.abs') return false;
  const difference = value.arguments[0]?.value;
  if (difference?.kind !== 'binary' || difference.operator !== '-') return false;
  const { left, right } = difference;
  if (left.kind !== 'name' || right.kind !== 'name') return false;
  return left.id !== right.id && names.includes(left.id) && names.includes(right.id);
}

/** Whether an expression calls something of PyTorch's with just these names. */
function isCall(source: SourceText, expression: Expression, path: string, names: readonly string[]): boolean {
  return (
    expression.kind === 'call' &&
    importedPath(source, expression.callee) === path &&
    expression.arguments.length === names.length &&
    expression.arguments.every(
      ({ kind, value }, index) => kind === 'positional' && value.kind === 'name' && value.id === names[index],
    )
  );
}

function isNumber(expression: Expression | undefined, value: number): boolean {
  return expression?.kind === 'number' && Number(expression.text) === value;
}
