import type { Expression } from '../../python/syntax';

/** The name that a path of attributes begins with: `a` of `a.b.c`. */
export function rootOfAttribute(expression: Expression): string | undefined {
  let root = expression;
  while (root.kind === 'attribute') root = root.object;
  return root.kind === 'name' ? root.id : undefined;
}
