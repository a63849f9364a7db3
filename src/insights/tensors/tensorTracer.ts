import type { PythonDocument } from '../../python/pythonDocument';
import type {
  Argument,
  Binding,
  Call,
  ClassStatement,
  Expression,
  FunctionStatement,
  Name,
} from '../../python/syntax';
import { visitStatements } from '../../python/visit';
import type { Value } from '../constants/values';
import { importedPath, newResolver } from '../lossMeanings';
import { isTold } from '../toldArguments';
import { isChanged } from './changedNames';
import { constructorArgument } from './constructorArguments';
import type { TensorCall } from './tensorCall';
import { isExtended, isModule, layersIn } from './modules';
import { recurrentLayer, recurrentLayers, tensorLayers } from './tensorLayers';
import { tensorFactories, tensorOperations, zeroOrOne } from './tensorOperations';
import { distinctOrigins, exactOrigin, partOf, unknownOrigin, type TensorOrigin } from './tensorOrigin';

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

/** Where an element of a tuple or dictionary stands. */
type Key = number | string;

/** Follows a tensor through names, layers, functions and methods of the document to what made it. */
export class TensorTracer {
  private readonly known = new Map<Expression, readonly TensorOrigin[]>();
  /** Tracers of the classes of the file, by the call that made the instance. */
  private readonly instances = new Map<Expression, TensorTracer>();

  /**
   * @param made the instance whose code is traced, where that is known: its class, the call that made it, and who
   * traces that call.
   */
  constructor(
    private readonly document: PythonDocument,
    private readonly evaluator: { value(expression: Expression): Value },
    private readonly made?: { owner: ClassStatement; creation: Call; tracer: TensorTracer },
    private readonly busy = new Set<unknown>(),
  ) {}

  /** Every way that a tensor may have come about; an unknown one among them where the code doesn't tell. */
  trace(expression: Expression): readonly TensorOrigin[] {
    const before = this.known.get(expression);
    if (before) return before;
    if (this.busy.has(expression) || this.busy.size > deepest) return unknown;
    this.busy.add(expression);
    try {
      const found = this.expression(expression);
      const different = distinctOrigins(found);
      const ways = different.length === 0 || different.length > mostWays ? unknown : different;
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
        return expression.attribute === 'data' ? this.data(expression.object) : unknown;
      case 'conditional':
        return [...this.trace(expression.body), ...this.trace(expression.orElse)];
      case 'walrus':
        return this.trace(expression.value);
      case 'comparison':
        return [{ ...unknownOrigin, dtype: 'bool', range: zeroOrOne }];
      case 'binary':
        return this.binary(expression);
      case 'call':
        return this.call(expression);
      case 'subscript':
        return this.subscript(expression);
      case 'other': {
        const told = isTold(expression) ? expression.value : undefined;
        if (told?.kind !== 'tensor') return unknown;
        const { dtype, shape } = told.tensor;
        return [{ ...unknownOrigin, dtype, sizes: shape, rank: shape.length }];
      }
      default:
        return unknown;
    }
  }

  /** Some of a tensor's values, or an element of what a call returns. */
  private subscript({ value, indices }: Expression & { kind: 'subscript' }): readonly TensorOrigin[] {
    const [index] = indices;
    const place = index && indices.length === 1 ? this.value(index) : undefined;
    const isPlace = place?.kind === 'int' || place?.kind === 'string';
    return (isPlace ? this.element(value, place.value) : undefined) ?? this.trace(value).map(partOf);
  }

  /** An element of what an expression stands for, where that is known to be several things. */
  private element(value: Expression, key: Key): readonly TensorOrigin[] | undefined {
    switch (value.kind) {
      case 'name': {
        const { bindings, unbound } = newResolver(this.document).definitions(value);
        const [only, another] = [...bindings];
        if (unbound || another || only?.source.kind !== 'assign' || isChanged(this.document, value))
          return undefined;
        const { source } = only;
        // A list may have become another one since.
        const isList = source.value.kind === 'sequence' && source.value.form === 'list';
        return isList || source.path.length > 0 ? undefined : this.element(source.value, key);
      }
      case 'sequence': {
        const hasStar = value.elements.some((one) => one.kind === 'star');
        const element = hasStar || typeof key === 'string' ? undefined : value.elements.at(key);
        return element ? this.trace(element) : unknown;
      }
      case 'dictionary': {
        const entries = value.entries.filter((one) => one.key?.kind !== 'string' || one.key.value === key);
        const [entry, another] = entries;
        return entry?.key?.kind === 'string' && !another ? this.trace(entry.value) : unknown;
      }
      case 'call': {
        // `values, indices = torch.max(x, 1)`
        if (this.isMaximum(value))
          return key === 1
            ? [{ ...unknownOrigin, values: 'indices', maker: value, dtype: 'int64' }]
            : unknown;
        const { callee } = value;
        const isSplit = callee.kind === 'attribute' && /^(?:chunk|split|unbind)$/.test(callee.attribute);
        if (isSplit && importedPath(this.document, callee) === undefined)
          return this.trace(callee.object).map(partOf);
        return this.layered(value, key);
      }
      default:
        return undefined;
    }
  }

  /** The value of an expression, as far as the code and the call that made the instance tell it. */
  private value(expression: Expression): Value {
    const value = this.evaluator.value(expression);
    if (value.kind !== 'unknown' || !this.made) return value;
    const { owner, creation, tracer } = this.made;
    const argument = constructorArgument(expression, owner, creation);
    if (!argument) return value;
    return 'given' in argument ? tracer.value(argument.given) : this.evaluator.value(argument.default);
  }

  private name(name: Name): readonly TensorOrigin[] {
    const { bindings, unbound } = newResolver(this.document).definitions(name);
    if (unbound || isChanged(this.document, name)) return unknown;
    const origins = [...bindings].flatMap((binding) => this.binding(binding));
    // Numbers that the code spells out may have been changed by code elsewhere.
    const isSure = origins.every(({ range, maker }) => !range || maker) || this.value(name).kind === 'tensor';
    return isSure ? origins : origins.map((origin) => ({ ...origin, range: undefined }));
  }

  /** What is known of `x.data`; of a packed sequence that has other dimensions. */
  private data(object: Expression): readonly TensorOrigin[] {
    return this.trace(object).map((origin) => (origin.batchFirst ? partOf(origin) : origin));
  }

  private binding(binding: Binding): readonly TensorOrigin[] {
    const { source } = binding;
    if (source.kind !== 'assign') return unknown;
    const [index, ...rest] = source.path;
    if (index === undefined) return this.trace(source.value);
    if (rest.length > 0) return unknown;
    return this.element(source.value, index) ?? unknown;
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
    const value = (inner: Expression) => this.value(inner);
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
    return exactOrigin(value.tensor);
  }

  /**
   * What calling a layer, a module of the file or a function of it gives, or an element of that; undefined where it is
   * none of these.
   */
  private layered(call: Call, element?: Key): readonly TensorOrigin[] | undefined {
    const referents = newResolver(this.document).resolve(call.callee);
    if (referents.length === 0 || referents.length > mostWays) return undefined;
    const found: TensorOrigin[] = [];
    for (const referent of referents) {
      if (referent.kind === 'function') found.push(...this.returned(referent.statement, element));
      else if (referent.kind === 'instance') found.push(...this.forward(referent.class, element));
      else if (referent.kind === 'value' && referent.expression.kind === 'call') {
        const first = call.arguments[0];
        const input = first?.kind === 'positional' ? this.trace(first.value) : unknown;
        found.push(
          ...input.flatMap((one) => this.throughModule(referent.expression, call, first, one, element)),
        );
      } else return undefined;
    }
    return found;
  }

  /** What a module makes of a tensor, or an element of that. */
  private throughModule(
    module: Expression,
    called: Call,
    from: Argument | undefined,
    input: TensorOrigin,
    element?: Key,
  ): readonly TensorOrigin[] {
    if (module.kind !== 'call' || this.busy.has(module)) return unknown;
    this.busy.add(module);
    try {
      const value = (inner: Expression) => this.value(inner);
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
      if (name !== undefined && recurrentLayers.has(name))
        return element === 0 ? [recurrentLayer(made, of)] : unknown;
      const owner = newResolver(this.document).madeFrom(module);
      if (owner) return this.instance(owner, module).forward(owner, element);
      if (path !== undefined && wrappers.has(path)) {
        const inner = module.arguments[0];
        return inner?.kind === 'positional'
          ? this.throughReferents(inner.value, called, from, input, element)
          : unknown;
      }
      const layer = name !== undefined && Object.hasOwn(tensorLayers, name) ? tensorLayers[name] : undefined;
      const whole =
        name === 'Sequential'
          ? this.throughSequence(module, called, input)
          : layer
            ? [layer(made, of)]
            : unknown;
      return element === undefined ? whole : whole.map(partOf);
    } finally {
      this.busy.delete(module);
    }
  }

  /** Who traces the code of an instance that a call made. */
  private instance(owner: ClassStatement, creation: Call): TensorTracer {
    const known = this.instances.get(creation);
    if (known) return known;
    const made = { owner, creation, tracer: this };
    const tracer = new TensorTracer(this.document, this.evaluator, made, this.busy);
    this.instances.set(creation, tracer);
    return tracer;
  }

  private throughReferents(
    module: Expression,
    called: Call,
    from: Argument | undefined,
    input: TensorOrigin,
    element?: Key,
  ): readonly TensorOrigin[] {
    return newResolver(this.document)
      .resolve(module)
      .flatMap((one) =>
        one.kind === 'value' ? this.throughModule(one.expression, called, from, input, element) : unknown,
      );
  }

  private throughSequence(sequence: Call, called: Call, input: TensorOrigin): readonly TensorOrigin[] {
    if (sequence.arguments.length === 0 || isExtended(this.document, called.callee)) return unknown;
    let ways: readonly TensorOrigin[] = [input];
    for (const argument of sequence.arguments) {
      // OrderedDict([('name', layer), ...])
      const layers = argument.kind === 'positional' ? layersIn(this.document, argument.value) : [undefined];
      for (const layer of layers)
        ways =
          layer === undefined
            ? unknown
            : ways.flatMap((way) => this.throughReferents(layer, called, undefined, way));
    }
    return ways;
  }

  /** What an instance of a module's class in this file returns, or an element of that. */
  private forward(statement: ClassStatement, element?: Key): readonly TensorOrigin[] {
    if (this.busy.has(statement) || !isModule(this.document, statement)) return unknown;
    this.busy.add(statement);
    try {
      const resolver = newResolver(this.document);
      if (resolver.attributeBindings(statement, '__call__', false).length > 0) return unknown;
      const [only, another] = resolver.attributeBindings(statement, 'forward', false);
      if (another || only?.source.kind !== 'function' || only.source.statement.decorators.length > 0)
        return unknown;
      return this.returned(only.source.statement, element);
    } finally {
      this.busy.delete(statement);
    }
  }

  /** What the return statements of a function give, or an element of that. */
  private returned({ body }: FunctionStatement, element?: Key): readonly TensorOrigin[] {
    const found: TensorOrigin[] = [];
    for (const { statement } of body.chunks)
      visitStatements(statement, (inner) => {
        if (inner.kind !== 'return') return;
        const { value } = inner;
        if (!value) found.push(...unknown);
        else if (element === undefined) found.push(...this.trace(value));
        else found.push(...(this.element(value, element) ?? this.trace(value).map(partOf)));
      });
    return found.length > 0 ? found : unknown;
  }
}
