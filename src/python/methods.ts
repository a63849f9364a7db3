import type { Referent } from './referent';
import type { FunctionStatement, Parameter } from './syntax';

/** The name of a method's first parameter; none for static and class methods. */
export function selfOf(statement: FunctionStatement): string | undefined {
  const isPlain = !statement.decorators.some(
    (one) => one.kind === 'name' && (one.id === 'staticmethod' || one.id === 'classmethod'),
  );
  const first = statement.parameters[0];
  return isPlain && first?.kind === 'plain' ? first.name : undefined;
}

/** What a method's first parameter stands for: an instance, or the class itself; undefined for other parameters. */
export function selfReferent(
  parameter: Parameter,
  owner: FunctionStatement | undefined,
): Referent | undefined {
  if (owner?.parameters[0] !== parameter) return undefined;
  const parent = owner.body.scope.parent;
  const statement = parent?.kind === 'class' ? parent.owner() : undefined;
  if (statement?.kind !== 'class') return undefined;
  const decorators = owner.decorators.map((one) => (one.kind === 'name' ? one.id : ''));
  if (decorators.includes('staticmethod')) return undefined;
  return decorators.includes('classmethod')
    ? { kind: 'class', statement }
    : { kind: 'instance', class: statement };
}
