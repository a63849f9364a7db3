import type { PythonDocument } from '../../python/pythonDocument';
import type {
  Argument,
  Binding,
  Call,
  ClassStatement,
  Expression,
  Name,
  Statement,
} from '../../python/syntax';
import { visitStatements } from '../../python/visit';
import type { ConstantEvaluator } from '../constants/constantValue';
import { importedPath, newResolver } from '../lossMeanings';
import type { TensorCall } from './tensorCall';
import { tensorLayers } from './tensorLayers';
import { tensorFactories, tensorOperations } from './tensorOperations';
import { unknownOrigin, type TensorOrigin } from './tensorOrigin';

const unknown: readonly TensorOrigin[] = [unknownOrigin];

/** How far values are followed. */
const deepest = 24;

/** More ways than this are not told apart. */
const mostWays = 8;

/** Wrappers whose instances compute what the module in them computes. */
const wrappers = new Set([
  'torch.nn.DataParallel',
  'torch.nn.parallel.DistributedDataParallel',
  'torch.compile',
]);

/** The base classes of modules whose call runs `forward`. */
const moduleBases =
  /^(?:torch\.nn\.Module|(?:pytorch_lightning|lightning|lightning\.pytorch)\.(?:core\.)?LightningModule|pl\.LightningModule)$/;

/** Follows a tensor through names, layers, functions and methods of the document to what made it. */
export class TensorTracer {
  private readonly known = new Map<Expression, readonly TensorOrigin[]>();
  private readonly busy = new Set<unknown>();

  constructor(
    private readonly document: PythonDocument,
    private readonly evaluator: ConstantEvaluator,
  ) {}

  /** Every way that a tensor may have come about; an unknown one among them where the code doesn't tell. */
  trace(expression: Expression): readonly TensorOrigin[] {
    const before = this.known.get(expression);
    if (before) return before;
    if (this.busy.has(expression) || this.busy.size > deepest) return unknown;
    this.busy.add(expression);
    try {
      const found = this.expression(expression);
      const ways = found.length === 0 || found.length > mostWays ? unknown : found;
      this.known.set(expression, ways);
      return ways;
    } finally {
      this.busy.delete(expression);
    }
  }

  private expression(expression: Expression): readonly TensorOrigin[] {
    switch (expression.kind) {
      case 'name':
        return this.name(expression);
      case 'attribute':
        return expression.attribute === 'data' ? this.trace(expression.object) : unknown;
      case 'conditional':
        return [...this.trace(expression.body), ...this.trace(expression.orElse)];
      case 'walrus':
        return this.trace(expression.value);
      case 'comparison':
        return [{ ...unknownOrigin, dtype: 'bool' }];
      case 'binary':
        return this.binary(expression);
      case 'call':
        return this.call(expression);
      default:
        return unknown;
    }
  }

  private name(name: Name): readonly TensorOrigin[] {
    const { bindings, unbound } = newResolver().definitions(name);
    if (unbound || this.isChanged(name)) return unknown;
    return [...bindings].flatMap((binding) => this.binding(binding));
  }

  private binding(binding: Binding): readonly TensorOrigin[] {
    const { source } = binding;
    if (source.kind !== 'assign') return unknown;
    const [index, ...rest] = source.path;
    if (index === undefined) return this.trace(source.value);
    if (rest.length > 0) return unknown;
    const { value } = source;
    if (value.kind === 'sequence') {
      const element = value.elements.some((one) => one.kind === 'star') ? undefined : value.elements[index];
      return element ? this.trace(element) : unknown;
    }
    // `values, indices = torch.max(x, 1)`
    if (index === 1 && value.kind === 'call' && this.isMaximum(value))
      return [{ ...unknownOrigin, values: 'indices', maker: value, dtype: 'int64' }];
    return unknown;
  }

  private isMaximum(call: Call): boolean {
    const path = importedPath(this.document, call.callee);
    if (path === 'torch.max') return call.arguments.length >= 2;
    return (
      path === undefined &&
      call.callee.kind === 'attribute' &&
      call.callee.attribute === 'max' &&
      call.arguments.length >= 1
    );
  }

  /** Whether code in the name's scope changes what it stands for without assigning it. */
  private isChanged({ id, scope }: Name): boolean {
    let around = scope;
    while (around.block === undefined && around.parent) around = around.parent;
    const { block } = around;
    if (!block) return true;
    if (block.binding(`${id}[]`).length > 0) return true;
    const { start, end } = block.range;
    return this.document.remember(`changed ${id} ${String(start)} ${String(end)}`, () =>
      new RegExp(`\\b${id}\\s*\\.(?!requires_grad_|detach_)\\w*[a-z]_\\(`).test(
        this.document.text.slice(start, end),
      ),
    );
  }

  private binary({ operator, left, right }: Expression & { kind: 'binary' }): readonly TensorOrigin[] {
    // A number does not change whether a linear layer's values can be anything.
    if (!['+', '-', '*', '/'].includes(operator) || this.evaluator.value(right).kind === 'tensor')
      return unknown;
    const factor = this.evaluator.value(right);
    if (factor.kind !== 'int' && factor.kind !== 'float') return unknown;
    return this.trace(left).map((origin) =>
      origin.values === 'any' ? origin : { ...unknownOrigin, sizes: origin.sizes, rank: origin.rank },
    );
  }

  private call(call: Call): readonly TensorOrigin[] {
    const { callee } = call;
    const path = importedPath(this.document, callee);
    const value = (expression: Expression) => this.evaluator.value(expression);
    const named = /^(?:torch|torch\.special|torch\.nn\.functional)\.(\w+)$/.exec(path ?? '')?.[1];
    if (path !== undefined && named === undefined) return unknown;
    if (named !== undefined) {
      const make = Object.hasOwn(tensorFactories, named) ? tensorFactories[named] : undefined;
      if (make)
        return [
          this.exact(call) ??
            make({ call, from: undefined, input: unknownOrigin, arguments: call.arguments, value }),
        ];
      const operation = Object.hasOwn(tensorOperations, named) ? tensorOperations[named] : undefined;
      const first = call.arguments.find((one) => one.name === 'input') ?? call.arguments[0];
      if (!operation || !first || first.kind === 'star' || first.kind === 'doubleStar')
        return [this.exact(call) ?? unknownOrigin];
      const rest = call.arguments.filter((one) => one !== first);
      return this.trace(first.value).map((input) =>
        operation({ call, from: first.value, input, arguments: rest, value }),
      );
    }
    const layers = this.layered(call);
    if (layers) return layers;
    if (callee.kind !== 'attribute') return unknown;
    const { attribute, object } = callee;
    const operation = Object.hasOwn(tensorOperations, attribute) ? tensorOperations[attribute] : undefined;
    if (!operation) return unknown;
    return this.trace(object).map((input) =>
      operation({ call, from: object, input, arguments: call.arguments, value }),
    );
  }

  /** What is known of a tensor that the code spells out. */
  private exact(call: Call): TensorOrigin | undefined {
    const value = this.evaluator.value(call);
    if (value.kind !== 'tensor' || value.isArray) return undefined;
    const { dtype, shape } = value.tensor;
    return { ...unknownOrigin, dtype, sizes: shape, rank: shape.length };
  }

  /** What calling a layer, a module of the file or a function of it gives; undefined where it is none of these. */
  private layered(call: Call): readonly TensorOrigin[] | undefined {
    const referents = newResolver().resolve(call.callee);
    if (referents.length === 0 || referents.length > mostWays) return undefined;
    const found: TensorOrigin[] = [];
    for (const referent of referents) {
      if (referent.kind === 'function')
        found.push(...this.returned(referent.statement.body.chunks.map((chunk) => chunk.statement)));
      else if (referent.kind === 'instance') found.push(...this.forward(referent.class));
      else if (referent.kind === 'value' && referent.expression.kind === 'call') {
        const first = call.arguments[0];
        const input = first?.kind === 'positional' ? this.trace(first.value) : unknown;
        found.push(...input.flatMap((one) => this.throughModule(referent.expression, call, first, one)));
      } else return undefined;
    }
    return found;
  }

  /** What a module makes of a tensor. */
  private throughModule(
    module: Expression,
    called: Call,
    from: Argument | undefined,
    input: TensorOrigin,
  ): readonly TensorOrigin[] {
    if (module.kind !== 'call' || this.busy.has(module)) return unknown;
    this.busy.add(module);
    try {
      const value = (expression: Expression) => this.evaluator.value(expression);
      const path = importedPath(this.document, module.callee);
      const name = /^torch\.nn\.(\w+)$/.exec(path ?? '')?.[1];
      const made = {
        call: module,
        from: undefined,
        input: unknownOrigin,
        arguments: module.arguments,
        value,
      };
      // A layer in a Sequential stands for its part of the call.
      const place = from === undefined ? module : called;
      const of: TensorCall = { call: place, from: from?.value, input, arguments: [], value };
      if (name === 'Sequential') return this.throughSequence(module, called, input);
      if (path !== undefined && wrappers.has(path)) {
        const inner = module.arguments[0];
        return inner?.kind === 'positional'
          ? this.throughReferents(inner.value, called, from, input)
          : unknown;
      }
      const layer = name !== undefined && Object.hasOwn(tensorLayers, name) ? tensorLayers[name] : undefined;
      if (layer) return [layer(made, of)];
      const owner = newResolver().madeFrom(module);
      return owner ? this.forward(owner) : unknown;
    } finally {
      this.busy.delete(module);
    }
  }

  private throughReferents(
    module: Expression,
    called: Call,
    from: Argument | undefined,
    input: TensorOrigin,
  ): readonly TensorOrigin[] {
    return newResolver()
      .resolve(module)
      .flatMap((one) =>
        one.kind === 'value' ? this.throughModule(one.expression, called, from, input) : unknown,
      );
  }

  private throughSequence(sequence: Call, called: Call, input: TensorOrigin): readonly TensorOrigin[] {
    if (sequence.arguments.length === 0 || this.grows(called.callee)) return unknown;
    let ways: readonly TensorOrigin[] = [input];
    for (const argument of sequence.arguments) {
      // OrderedDict([('name', layer), ...])
      const layers = argument.kind === 'positional' ? this.layersIn(argument.value) : [undefined];
      for (const layer of layers)
        ways =
          layer === undefined
            ? unknown
            : ways.flatMap((way) => this.throughReferents(layer, called, undefined, way));
    }
    return ways;
  }

  private layersIn(argument: Expression): readonly (Expression | undefined)[] {
    if (
      argument.kind !== 'call' ||
      importedPath(this.document, argument.callee) !== 'collections.OrderedDict'
    )
      return [argument];
    const pairs = argument.arguments[0]?.value;
    if (pairs?.kind !== 'sequence') return [undefined];
    return pairs.elements.map((pair) => (pair.kind === 'sequence' ? pair.elements[1] : undefined));
  }

  /** Whether layers are added to what a name holds after it was made. */
  private grows(callee: Expression): boolean {
    const name =
      callee.kind === 'attribute' ? callee.attribute : callee.kind === 'name' ? callee.id : undefined;
    if (name === undefined) return false;
    return this.document.remember(`grows ${name}`, () =>
      new RegExp(
        `\\b${name}\\s*(?:\\.(?:append|add_module|extend|insert|pop)\\(|\\[[^\\]\\n]*\\]\\s*=(?!=))`,
      ).test(this.document.text),
    );
  }

  /** What an instance of a module's class in this file returns. */
  private forward(statement: ClassStatement): readonly TensorOrigin[] {
    if (this.busy.has(statement) || !this.isModule(statement)) return unknown;
    this.busy.add(statement);
    try {
      const resolver = newResolver();
      if (resolver.attributeBindings(statement, '__call__', false).length > 0) return unknown;
      const [only, another] = resolver.attributeBindings(statement, 'forward', false);
      if (another || only?.source.kind !== 'function' || only.source.statement.decorators.length > 0)
        return unknown;
      return this.returned(only.source.statement.body.chunks.map((chunk) => chunk.statement));
    } finally {
      this.busy.delete(statement);
    }
  }

  private isModule(statement: ClassStatement, depth = 0): boolean {
    return statement.arguments.some(({ kind, value }) => {
      if (kind !== 'positional' || depth > 5) return false;
      const path = importedPath(this.document, value);
      if (path !== undefined) return moduleBases.test(path);
      return newResolver()
        .resolve(value)
        .some((one) => one.kind === 'class' && this.isModule(one.statement, depth + 1));
    });
  }

  /** What the return statements of a function's body give. */
  private returned(body: readonly Statement[]): readonly TensorOrigin[] {
    const found: TensorOrigin[] = [];
    for (const statement of body)
      visitStatements(statement, (inner) => {
        if (inner.kind !== 'return') return;
        found.push(...(inner.value ? this.trace(inner.value) : unknown));
      });
    return found.length > 0 ? found : unknown;
  }
}
