import type { Node } from 'web-tree-sitter';
import { ExpressionLowering } from './expressionLowering';
import { code } from './nodes';
import { argumentsOf, parameterBinding, parametersOf } from './signatureLowering';
import type {
  Attribute,
  ClassStatement,
  Expression,
  FunctionStatement,
  ImportedName,
  Name,
  Statement,
  Anchor,
  Binding,
  Block,
  Scope,
  SourceText,
  Span,
} from './syntax';

/** Turns syntax nodes into {@link Statement}s. Bodies of functions and classes stay {@link Block}s, read when asked for. */
export class Lowering extends ExpressionLowering {
  /** @param newBlock makes the block of a function or class; its place is null while nothing is written there */
  constructor(
    source: SourceText,
    anchor: Anchor,
    scope: Scope,
    base: number,
    private readonly newBlock: (scope: (block: Block) => Scope, place: Span | null) => Block,
  ) {
    super(source, anchor, scope, base);
  }

  statement(node: Node): Statement {
    const statement = this.whole(node);
    const strays = node.hasError && statement.kind !== 'expression' ? straysIn(node) : [];
    if (strays.length === 0) return statement;
    // What a header is broken by stands in front of the body, most often as a part of it.
    const isDefinition = statement.kind === 'function' || statement.kind === 'class';
    const inside = isDefinition ? statement.body.scope : this.scope;
    const reader = new ExpressionLowering(this.source, this.anchor, inside, this.base);
    const values = strays.map((stray) => reader.expression(stray));
    return { kind: 'expression', span: statement.span, values, statements: [statement] };
  }

  /** A statement without what breaks it. */
  private whole(node: Node): Statement {
    const span = this.span(node);
    switch (node.type) {
      case 'expression_statement':
        return this.expressionStatement(node);
      case 'import_statement':
      case 'import_from_statement':
      case 'future_import_statement':
        return this.importStatement(node);
      case 'function_definition':
      case 'class_definition':
        return this.definition(node, []);
      case 'decorated_definition': {
        const definition = node.childForFieldName('definition');
        const decorators = code(node).filter((child) => child.type === 'decorator');
        if (!definition) return this.broken(node);
        return this.definition(
          definition,
          decorators.flatMap((decorator) => this.all(decorator)),
          node,
        );
      }
      case 'if_statement': {
        const branches = [node, ...code(node).filter((child) => child.type === 'elif_clause')];
        const last = code(node).find((child) => child.type === 'else_clause');
        return {
          kind: 'if',
          span,
          branches: branches.map((branch) => ({
            test: this.field(branch, 'condition'),
            body: this.suite(branch.childForFieldName('consequence')),
          })),
          orElse: last && this.suite(last.childForFieldName('body')),
        };
      }
      case 'for_statement':
      case 'while_statement': {
        const isFor = node.type === 'for_statement';
        const last = node.childForFieldName('alternative');
        return {
          kind: isFor ? 'for' : 'while',
          span,
          target: isFor ? this.field(node, 'left') : undefined,
          subject: this.field(node, isFor ? 'right' : 'condition'),
          body: this.suite(node.childForFieldName('body')),
          orElse: last ? this.suite(last.childForFieldName('body')) : undefined,
        };
      }
      case 'with_statement': {
        const clause = code(node).find((child) => child.type === 'with_clause');
        const items = clause ? code(clause).filter((child) => child.type === 'with_item') : [];
        return {
          kind: 'with',
          span,
          items: items.map((item) => {
            const value = item.childForFieldName('value');
            const alias = value?.type === 'as_pattern' ? value.childForFieldName('alias') : null;
            const context = alias ? value?.firstNamedChild : value;
            return {
              value: context ? this.expression(context) : this.other(item),
              target: alias ? this.expression(alias) : undefined,
            };
          }),
          body: this.suite(node.childForFieldName('body')),
        };
      }
      case 'try_statement':
        return this.tryStatement(node);
      case 'match_statement':
        return this.matchStatement(node);
      case 'return_statement':
      case 'raise_statement': {
        const value = code(node)[0];
        return {
          kind: node.type === 'return_statement' ? 'return' : 'raise',
          span,
          value: value && this.expression(value),
        };
      }
      case 'break_statement':
        return { kind: 'break', span, value: undefined };
      case 'continue_statement':
        return { kind: 'continue', span, value: undefined };
      case 'type_alias_statement':
        return {
          kind: 'assign',
          span,
          targets: [this.field(node, 'left')],
          annotation: undefined,
          value: this.field(node, 'right'),
        };
      case 'delete_statement':
        return {
          kind: 'delete',
          span,
          targets: this.all(node).flatMap((one) => (one.kind === 'sequence' ? one.elements : [one])),
        };
      case 'global_statement':
      case 'nonlocal_statement':
        return {
          kind: node.type === 'global_statement' ? 'global' : 'nonlocal',
          span,
          names: code(node).map((name) => this.text(name)),
        };
      default:
        return this.broken(node);
    }
  }

  private expressionStatement(node: Node): Statement {
    const span = this.span(node);
    const inner = code(node);
    const only = inner.length === 1 ? inner[0] : undefined;
    if (only?.type === 'assignment') {
      const targets: Expression[] = [];
      let assignment: Node = only;
      for (;;) {
        targets.push(this.field(assignment, 'left'));
        const right = assignment.childForFieldName('right');
        const type = assignment.childForFieldName('type');
        if (right?.type === 'assignment') {
          assignment = right;
          continue;
        }
        return {
          kind: 'assign',
          span,
          targets,
          annotation: type ? this.annotation(type) : undefined,
          value: right ? this.expression(right) : undefined,
        };
      }
    }
    if (only?.type === 'augmented_assignment')
      return {
        kind: 'augmented',
        span,
        target: this.field(only, 'left'),
        operator: (only.childForFieldName('operator')?.type ?? '').slice(0, -1),
        value: this.field(only, 'right'),
      };
    return { kind: 'expression', span, values: inner.map((one) => this.expression(one)), statements: [] };
  }

  private importStatement(node: Node): Statement {
    const span = this.span(node);
    const from = node.childForFieldName('module_name');
    const module = from
      ? this.text(from).replace(/\s/g, '')
      : node.type === 'future_import_statement'
        ? '__future__'
        : undefined;
    const star = code(node).some((child) => child.type === 'wildcard_import') ? module : undefined;
    const names = node.childrenForFieldName('name').map((child): ImportedName => {
      const aliased = child.type === 'aliased_import';
      const dotted = aliased ? child.childForFieldName('name') : child;
      const alias = aliased ? child.childForFieldName('alias') : null;
      const name = dotted ? this.text(dotted).replace(/\s/g, '') : '';
      return {
        span: this.span(alias ?? child),
        originalSpan: alias && dotted ? this.span(dotted) : undefined,
        module: module ?? name,
        member: module === undefined ? undefined : name,
        bound: alias ? this.text(alias) : (name.split('.')[0] ?? name),
        aliased,
      };
    });
    return { kind: 'import', span, names, star };
  }

  private definition(node: Node, decorators: readonly Expression[], outer = node): Statement {
    const name = node.childForFieldName('name');
    const body = node.childForFieldName('body');
    if (!name) return this.broken(node);
    const isClass = node.type === 'class_definition';
    const owner = (): FunctionStatement | undefined =>
      statement.kind === 'function' ? statement : undefined;
    const parameters = isClass
      ? []
      : parametersOf(this, node.childForFieldName('parameters')).map((parameter) => ({
          ...parameter,
          owner,
        }));
    const span = this.span(outer);
    const types = this.typeParameters(node);
    const block = this.newBlock(
      (inside): Scope => ({
        kind: isClass ? 'class' : 'function',
        // What a class's body binds isn't seen from its methods, but its type parameters are.
        parent: isClass && types.length > 0 ? this.inner('comprehension', node, types) : this.scope,
        anchor: span,
        block: inside,
        own: isClass ? [] : [...types, ...parameters.map(parameterBinding)],
        owner: () => statement,
      }),
      body && body.endIndex > body.startIndex ? this.span(body) : null,
    );
    const common = { span, name: this.text(name), nameSpan: this.span(name), decorators, body: block };
    const superclasses = node.childForFieldName('superclasses');
    const returns = node.childForFieldName('return_type');
    const statement: ClassStatement | FunctionStatement = isClass
      ? { kind: 'class', ...common, arguments: superclasses ? argumentsOf(this, superclasses) : [] }
      : { kind: 'function', ...common, parameters, returns: returns ? this.annotation(returns) : undefined };
    return statement;
  }

  /** The `T` of `def f[T](...)`. */
  private typeParameters(node: Node): Binding[] {
    const list = node.childForFieldName('type_parameters');
    return (list ? code(list) : []).flatMap((one): Binding[] => {
      const name = one.descendantsOfType('identifier')[0];
      return name ? [{ key: this.text(name), span: this.span(name), source: { kind: 'opaque' } }] : [];
    });
  }

  private tryStatement(node: Node): Statement {
    const clauses = code(node);
    const last = clauses.find((child) => child.type === 'else_clause');
    const final = clauses.find((child) => child.type === 'finally_clause');
    return {
      kind: 'try',
      span: this.span(node),
      body: this.suite(node.childForFieldName('body')),
      handlers: clauses
        .filter((child) => child.type === 'except_clause')
        .map((clause) => {
          // Python 2 binds the second one of `except Type, name:`.
          const [value, second] = clause.childrenForFieldName('value');
          const pattern =
            value?.type === 'as_pattern'
              ? value.childForFieldName('alias')
              : (clause.childForFieldName('alias') ?? second);
          const type = value?.type === 'as_pattern' ? value.firstNamedChild : value;
          return {
            type: type ? this.expression(type) : undefined,
            target: pattern ? this.expression(pattern) : undefined,
            body: this.suite(blockIn(clause)),
          };
        }),
      orElse: last && this.suite(last.childForFieldName('body')),
      finally: final && this.suite(blockIn(final)),
    };
  }

  private matchStatement(node: Node): Statement {
    const body = node.childForFieldName('body');
    return {
      kind: 'match',
      span: this.span(node),
      subject: this.field(node, 'subject'),
      cases: (body ? code(body) : [])
        .filter((child) => child.type === 'case_clause')
        .map((clause) => {
          const patterns = code(clause).filter((child) => child.type === 'case_pattern');
          const guard = clause.childForFieldName('guard')?.namedChild(0);
          const [first, others] = patterns;
          return {
            ...this.patternNames(patterns),
            guard: guard ? this.expression(guard) : undefined,
            irrefutable: !guard && !others && first !== undefined && /^[_a-zA-Z]\w*$/.test(this.text(first)),
            body: this.suite(clause.childForFieldName('consequence')),
          };
        }),
    };
  }

  /** The names that a pattern captures, taking one too many being the careful side, and those that it compares with. */
  private patternNames(patterns: readonly Node[]): { captures: Name[]; values: (Name | Attribute)[] } {
    const captures: Name[] = [];
    const values: (Name | Attribute)[] = [];
    for (const node of patterns.flatMap((one) => one.descendantsOfType(['identifier', 'dotted_name']))) {
      if (node.type === 'identifier' && node.parent?.type === 'dotted_name') continue;
      const name = this.dotted(node);
      if (name.kind === 'attribute' || node.parent?.type === 'class_pattern') values.push(name);
      else captures.push(name);
    }
    return { captures, values };
  }

  private suite(block: Node | null): Statement[] {
    return block ? code(block).map((child) => this.statement(child)) : [];
  }

  private field(node: Node, name: string): Expression {
    const child = node.childForFieldName(name);
    return child ? this.expression(child) : this.other(node);
  }

  /** Broken syntax, and statements that mean nothing here: their parts can still be looked at. */
  private broken(node: Node): Statement {
    const values: Expression[] = [];
    const statements: Statement[] = [];
    // What stands further in than a definition above belongs to it, even where the parser has lost sight of that.
    let inside: Lowering | undefined;
    let column = Infinity;
    for (const child of node.descendantCount > 20_000 ? [] : code(node)) {
      if (child.startPosition.column <= column) inside = undefined;
      const reader = inside ?? this;
      if (child.type === 'block') statements.push(...reader.suite(child));
      else if (child.type.endsWith('_statement') || child.type.endsWith('_definition')) {
        const statement = reader.statement(child);
        statements.push(statement);
        const [inner = statement] = statement.kind === 'expression' ? statement.statements : [];
        if (inner.kind !== 'function') continue;
        inside = new Lowering(this.source, this.anchor, inner.body.scope, this.base, this.newBlock);
        column = child.startPosition.column;
      } else values.push(reader.expression(child));
    }
    return { kind: 'expression', span: this.span(node), values, statements };
  }
}

/** What the parser could not make a part of a statement. */
function straysIn(node: Node): Node[] {
  return code(node).flatMap((child) => {
    if (child.type === 'ERROR') return [child];
    return /^(?:assignment|function_definition|class_definition)$/.test(child.type) ? straysIn(child) : [];
  });
}

function blockIn(node: Node): Node | null {
  return code(node).find((child) => child.type === 'block') ?? null;
}
