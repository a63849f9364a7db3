import type { Node } from 'web-tree-sitter';
import { targetBindings } from './bindings';
import { code, firstChild } from './nodes';
import { argumentsOf, parameterBinding, parametersOf, type NodeReader } from './signatureLowering';
import type { SourceText } from './syntax';
import type { Binding, Scope } from './syntax';
import { stringValue } from './stringLiteral';
import {
  Span,
  type Anchor,
  type Attribute,
  type Bulk,
  type Comprehension,
  type Expression,
  type Lambda,
  type Name,
} from './syntax';

/** Literals with more nodes than this are kept as text. */
const bulkNodes = 2000;

/** What is nested deeper is not looked into: everything here goes down step by step, on a stack that ends somewhere. */
const deepestExpression = 300;

/** Turns syntax nodes into {@link Expression}s whose positions are relative to `anchor`. */
export class ExpressionLowering implements NodeReader {
  constructor(
    protected readonly source: SourceText,
    protected readonly anchor: Anchor,
    protected readonly scope: Scope,
    /** Offset in the document of the tree's first unit. */
    protected readonly base: number,
  ) {}

  /** How many expressions are around the one that is read. */
  private depth = 0;

  expression(node: Node): Expression {
    if (this.depth >= deepestExpression) return { kind: 'other', span: this.span(node), children: [] };
    this.depth++;
    const expression = this.ofNode(node);
    this.depth--;
    return expression;
  }

  private ofNode(node: Node): Expression {
    const span = this.span(node);
    switch (node.type) {
      case 'identifier':
      case 'keyword_identifier':
        return this.name(node);
      case 'as_pattern_target':
      case 'parenthesized_expression':
      case 'type':
      case 'expression_statement': {
        const inner = firstChild(node);
        return inner && code(node).length === 1 ? this.expression(inner) : this.other(node);
      }
      case 'attribute': {
        const object = node.childForFieldName('object');
        const attribute = node.childForFieldName('attribute');
        if (!object || !attribute || isTorn(node, object, attribute)) return this.other(node);
        return {
          kind: 'attribute',
          span,
          object: this.expression(object),
          attribute: this.text(attribute),
          attributeSpan: this.span(attribute),
        };
      }
      case 'member_type': {
        const [object, attribute] = node.namedChildren;
        if (!object || !attribute) return this.other(node);
        return {
          kind: 'attribute',
          span,
          object: this.expression(object),
          attribute: this.text(attribute),
          attributeSpan: this.span(attribute),
        };
      }
      case 'call': {
        const callee = node.childForFieldName('function');
        const list = node.childForFieldName('arguments');
        if (!callee || !list || isTorn(node, callee, list)) return this.other(node);
        return { kind: 'call', span, callee: this.expression(callee), arguments: argumentsOf(this, list) };
      }
      case 'subscript': {
        const value = node.childForFieldName('value');
        if (!value) return this.other(node);
        const indices = code(node).slice(1);
        return {
          kind: 'subscript',
          span,
          value: this.expression(value),
          indices: indices.map((index) => this.expression(index)),
        };
      }
      case 'generic_type': {
        const [value, parameters] = code(node);
        if (!value || !parameters) return this.other(node);
        return { kind: 'subscript', span, value: this.expression(value), indices: this.all(parameters) };
      }
      case 'slice':
        return this.slice(node);
      case 'integer':
      case 'float':
        return { kind: 'number', span, text: this.text(node) };
      case 'string':
      case 'concatenated_string':
        return {
          kind: 'string',
          span,
          value: stringValue(node, (start, end) =>
            this.source.text.slice(this.base + start, this.base + end),
          ),
          children: node
            .descendantsOfType('interpolation')
            .flatMap((one) => code(one))
            .map((one) => this.expression(one)),
        };
      case 'true':
        return { kind: 'constant', span, value: true };
      case 'false':
        return { kind: 'constant', span, value: false };
      case 'none':
        return { kind: 'constant', span, value: null };
      case 'ellipsis':
        return { kind: 'constant', span, value: undefined };
      case 'not_operator':
      case 'unary_operator': {
        const operand = node.childForFieldName('argument');
        if (!operand) return this.other(node);
        const operator = node.type === 'not_operator' ? 'not' : (node.firstChild?.type ?? '');
        return { kind: 'unary', span, operator, operand: this.expression(operand) };
      }
      case 'union_type': {
        const [left, right] = this.all(node);
        if (!left || !right) return this.other(node);
        return { kind: 'binary', span, operator: '|', left, right };
      }
      case 'binary_operator':
      case 'boolean_operator': {
        const left = node.childForFieldName('left');
        const right = node.childForFieldName('right');
        const operator = node.childForFieldName('operator')?.type;
        if (!left || !right || operator === undefined) return this.other(node);
        return { kind: 'binary', span, operator, left: this.expression(left), right: this.expression(right) };
      }
      case 'comparison_operator':
        return {
          kind: 'comparison',
          span,
          operators: node.children.filter((child) => !child.isNamed).map((child) => child.type),
          operands: this.all(node),
        };
      case 'conditional_expression': {
        const [body, test, orElse] = this.all(node);
        if (!body || !test || !orElse) return this.other(node);
        return { kind: 'conditional', span, test, body, orElse };
      }
      case 'list':
      case 'tuple':
      case 'set':
        if (node.descendantCount > bulkNodes) return this.bulk(span);
        return { kind: 'sequence', span, form: node.type, elements: this.all(node) };
      case 'tuple_pattern': {
        const [only, another] = code(node);
        const isTuple = another !== undefined || node.children.some((child) => child.type === ',');
        if (only && !isTuple) return this.expression(only);
        return { kind: 'sequence', span, form: 'tuple', elements: this.all(node) };
      }
      case 'expression_list':
      case 'pattern_list':
        if (node.descendantCount > bulkNodes) return this.bulk(span);
        return { kind: 'sequence', span, form: 'tuple', elements: this.all(node) };
      case 'list_pattern':
        return { kind: 'sequence', span, form: 'list', elements: this.all(node) };
      case 'dictionary':
        if (node.descendantCount > bulkNodes) return this.bulk(span);
        return {
          kind: 'dictionary',
          span,
          entries: code(node).flatMap((entry) => {
            const value = entry.childForFieldName('value') ?? firstChild(entry);
            const key = entry.childForFieldName('key');
            if (!value) return [];
            return [{ key: key ? this.expression(key) : undefined, value: this.expression(value) }];
          }),
        };
      case 'list_splat':
      case 'list_splat_pattern': {
        const value = firstChild(node);
        return value ? { kind: 'star', span, value: this.expression(value) } : this.other(node);
      }
      case 'named_expression': {
        const target = node.childForFieldName('name');
        const value = node.childForFieldName('value');
        if (!target || !value) return this.other(node);
        return { kind: 'walrus', span, target: this.name(target), value: this.expression(value) };
      }
      case 'lambda':
        return this.lambda(node);
      case 'list_comprehension':
        return this.comprehension(node, 'list');
      case 'set_comprehension':
        return this.comprehension(node, 'set');
      case 'dictionary_comprehension':
        return this.comprehension(node, 'dictionary');
      case 'generator_expression':
        return this.comprehension(node, 'generator');
      default:
        return this.other(node);
    }
  }

  /** A type; in quotes, a dotted name is as good as without. */
  annotation(node: Node): Expression {
    const type = this.expression(node);
    const { start, end } = type.span;
    if (type.kind !== 'string' || type.value?.length !== end - start - 2) return type;
    if (!/^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$/.test(type.value)) return type;
    return this.path(type.value, start + 1 - this.anchor.start);
  }

  /** What a node of the grammar that is only names and dots stands for. */
  protected dotted(node: Node): Name | Attribute {
    return this.path(this.text(node), node.startIndex + this.base - this.anchor.start);
  }

  /** `a.b.c`, written `from` units behind the anchor. */
  private path(text: string, from: number): Name | Attribute {
    const [first = '', ...rest] = text.split('.');
    let at = from + first.length;
    let found: Name | Attribute = {
      kind: 'name',
      span: new Span(this.anchor, from, at),
      id: first,
      scope: this.scope,
    };
    for (const attribute of rest) {
      const attributeSpan: Span = new Span(this.anchor, at + 1, at + 1 + attribute.length);
      at += 1 + attribute.length;
      found = {
        kind: 'attribute',
        span: new Span(this.anchor, from, at),
        object: found,
        attribute,
        attributeSpan,
      };
    }
    return found;
  }

  /** Where a node stands. */
  span(node: Node): Span {
    const shift = this.base - this.anchor.start;
    return new Span(this.anchor, node.startIndex + shift, node.endIndex + shift);
  }

  /** The text of a node, the same string for the same text. */
  text(node: Node): string {
    return this.source.intern(this.base + node.startIndex, this.base + node.endIndex);
  }

  protected all(node: Node): Expression[] {
    return code(node).map((child) => this.expression(child));
  }

  protected other(node: Node): Expression {
    const span = this.span(node);
    return { kind: 'other', span, children: node.descendantCount > bulkNodes ? [] : this.all(node) };
  }

  private bulk(span: Span): Bulk {
    return { kind: 'bulk', span, around: (offset) => this.elementAround(span, offset) };
  }

  /** What of a long literal holds an offset: an element, or the key or value of an entry. */
  private elementAround(literal: Span, offset: number): Expression | undefined {
    // The tree may be another one by now.
    const { root, base } = this.source.treeAt(literal.start);
    const [start, end] = [literal.start - base, literal.end - base];
    let node = root.descendantForIndex(offset - base);
    for (let up = node?.parent; up && (up.startIndex > start || up.endIndex < end); up = up.parent) node = up;
    if (!node?.isNamed || node.type === 'comment') return undefined;
    // Between two elements it is the literal itself.
    if (node.startIndex <= start && end <= node.endIndex) return undefined;
    const parts = node.type === 'pair' ? code(node) : [node];
    const part = parts.find((one) => one.startIndex <= offset - base && offset - base <= one.endIndex);
    return part && new ExpressionLowering(this.source, this.anchor, this.scope, base).expression(part);
  }

  private name(node: Node): Name {
    return { kind: 'name', span: this.span(node), id: this.text(node), scope: this.scope };
  }

  private slice(node: Node): Expression {
    const parts: (Expression | undefined)[] = [undefined];
    for (const child of node.children) {
      if (child.type === ':') parts.push(undefined);
      else if (child.type !== 'comment') parts[parts.length - 1] = this.expression(child);
    }
    return { kind: 'slice', span: this.span(node), lower: parts[0], upper: parts[1], step: parts[2] };
  }

  private lambda(node: Node): Lambda | Expression {
    const body = node.childForFieldName('body');
    if (!body) return this.other(node);
    const parameters = parametersOf(this, node.childForFieldName('parameters'));
    const scope = this.inner('lambda', node, parameters.map(parameterBinding));
    return {
      kind: 'lambda',
      span: this.span(node),
      parameters,
      body: new ExpressionLowering(this.source, this.anchor, scope, this.base).expression(body),
    };
  }

  private comprehension(node: Node, form: Comprehension['form']): Expression {
    const body = node.childForFieldName('body');
    if (!body) return this.other(node);
    const own: Binding[] = [];
    const scope = this.inner('comprehension', node, own);
    const inside = new ExpressionLowering(this.source, this.anchor, scope, this.base);
    const clauses: { target: Expression; iterable: Expression; conditions: Expression[] }[] = [];
    for (const child of code(node)) {
      if (child.type === 'for_in_clause') {
        const left = child.childForFieldName('left');
        const right = child.childForFieldName('right');
        if (!left || !right) return this.other(node);
        // The first iterable belongs to the enclosing scope.
        const iterable = (clauses.length === 0 ? this : inside).expression(right);
        const target = inside.expression(left);
        own.push(...targetBindings(target, (path) => ({ kind: 'iterate', iterable, path })));
        clauses.push({ target, iterable, conditions: [] });
      } else if (child.type === 'if_clause') {
        clauses.at(-1)?.conditions.push(...inside.all(child));
      }
    }
    const key = form === 'dictionary' ? body.childForFieldName('key') : null;
    const element = form === 'dictionary' ? body.childForFieldName('value') : body;
    if (!element) return this.other(node);
    return {
      kind: 'comprehension',
      span: this.span(node),
      form,
      key: key ? inside.expression(key) : undefined,
      element: inside.expression(element),
      clauses,
    };
  }

  protected inner(kind: 'lambda' | 'comprehension', node: Node, own: readonly Binding[]): Scope {
    return {
      kind,
      parent: this.scope,
      anchor: this.span(node),
      block: undefined,
      own,
      owner: () => undefined,
    };
  }
}

/** Whether the parser has put together what other text stands between: `nn.MSELoss() x = f(y)` is no call of the loss. */
function isTorn(node: Node, first: Node, second: Node): boolean {
  const isBeside = second.startIndex - first.endIndex <= 1;
  return !isBeside && node.namedChildren.some(({ type }) => type === 'ERROR');
}
