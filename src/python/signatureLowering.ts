import type { Node } from 'web-tree-sitter';
import { code, firstChild } from './nodes';
import type { Argument, Binding, Expression, Parameter, Span } from './syntax';

/** Reads what a node stands for. */
export interface NodeReader {
  expression(node: Node): Expression;
  /** A type; in quotes, a dotted name is as good as without. */
  annotation(node: Node): Expression;
  span(node: Node): Span;
  text(node: Node): string;
}

/** The parameters of a function or lambda. */
export function parametersOf(reader: NodeReader, node: Node | null): readonly Parameter[] {
  const found: Parameter[] = [];
  let isByName = false;
  for (const child of node ? code(node) : []) {
    const parameter = parameterOf(reader, child);
    if (parameter) found.push(isByName ? { ...parameter, passing: 'name' } : parameter);
    if (child.type === 'positional_separator')
      found.splice(0, found.length, ...found.map((one) => ({ ...one, passing: 'place' as const })));
    isByName ||= child.type === 'keyword_separator' || parameter?.kind === 'star';
  }
  return found;
}

/** The arguments of a call or of a class statement. */
export function argumentsOf(reader: NodeReader, list: Node): readonly Argument[] {
  if (list.type === 'generator_expression') {
    const value = reader.expression(list);
    return [{ kind: 'positional', span: value.span, name: undefined, nameSpan: undefined, value }];
  }
  return code(list).map((node): Argument => {
    const span = reader.span(node);
    const plain = { name: undefined, nameSpan: undefined };
    const inner = firstChild(node);
    if (node.type === 'keyword_argument') {
      const name = node.childForFieldName('name');
      const value = node.childForFieldName('value');
      if (name && value)
        return {
          kind: 'keyword',
          span,
          name: reader.text(name),
          nameSpan: reader.span(name),
          value: reader.expression(value),
        };
    }
    if (node.type === 'list_splat' && inner)
      return { kind: 'star', span, ...plain, value: reader.expression(inner) };
    if (node.type === 'dictionary_splat' && inner)
      return { kind: 'doubleStar', span, ...plain, value: reader.expression(inner) };
    return { kind: 'positional', span, ...plain, value: reader.expression(node) };
  });
}

function parameterOf(reader: NodeReader, node: Node): Parameter | undefined {
  switch (node.type) {
    case 'identifier':
      return plainParameter(reader, node, 'plain');
    case 'list_splat_pattern':
    case 'dictionary_splat_pattern': {
      const name = firstChild(node);
      return name && plainParameter(reader, name, node.type === 'list_splat_pattern' ? 'star' : 'doubleStar');
    }
    case 'typed_parameter': {
      const inner = firstChild(node);
      const parameter = inner && parameterOf(reader, inner);
      const type = node.childForFieldName('type');
      return parameter && { ...parameter, annotation: type ? reader.annotation(type) : undefined };
    }
    case 'default_parameter':
    case 'typed_default_parameter': {
      const name = node.childForFieldName('name');
      const value = node.childForFieldName('value');
      const type = node.childForFieldName('type');
      if (name?.type !== 'identifier') return undefined;
      return {
        ...plainParameter(reader, name, 'plain'),
        annotation: type ? reader.annotation(type) : undefined,
        default: value ? reader.expression(value) : undefined,
      };
    }
    default:
      return undefined;
  }
}

function plainParameter(reader: NodeReader, name: Node, kind: Parameter['kind']): Parameter {
  return {
    kind,
    name: reader.text(name),
    span: reader.span(name),
    annotation: undefined,
    default: undefined,
  };
}

/** The binding that a parameter makes in its function. */
export function parameterBinding(parameter: Parameter): Binding {
  const { annotation } = parameter;
  return {
    key: parameter.name,
    span: parameter.span,
    source: { kind: 'parameter', parameter },
    ...(annotation && { annotation }),
  };
}
