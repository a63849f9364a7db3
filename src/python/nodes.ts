import type { Node } from 'web-tree-sitter';

/** The named children that are code. */
export function code(node: Node): Node[] {
  return node.namedChildren.filter((child) => child.type !== 'comment' && child.type !== 'line_continuation');
}

/** The first child that is code. */
export function firstChild(node: Node): Node | undefined {
  const first = node.firstNamedChild;
  if (first === null) return undefined;
  return first.type === 'comment' ? code(node)[0] : first;
}
