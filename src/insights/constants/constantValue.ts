import type { Mersenne } from '../../engine/tensor/random';
import { selfBindings } from '../../python/attributeBindings';
import { locate } from '../../python/locate';
import type { PythonDocument } from '../../python/pythonDocument';
import type { Block, Call, Expression, FunctionStatement, Statement } from '../../python/syntax';
import { importedPath, meaningsOf, newResolver } from '../lossMeanings';
import { isTold } from '../toldArguments';
import { autocastOf } from './autocast';
import { Evaluator } from './expressions';
import type { CallLoss } from './families';
import { gradientFree } from './gradMode';
import { isForeign } from './callees';
import { inPlaceChange } from './inPlace';
import { Machine } from './machine';
import { hasWeights } from './memory';
import type { Budget, CallFacts } from './machineState';
import { needsParameter } from './needsParameter';
import { onlyCallOf } from './onlyCall';
import { evaluated, settled } from '../../python/pauses';
import { relevantChunks } from './relevant';
import type { OperationContext } from './operations';
import type { Reason } from './reason';
import { seederNames, seedGiven } from './seeding';
import { numberLiteral } from './scalars';
import { sameValue } from './snapshot';
import { UnknownValue, type Value } from './values';

/** The budget where nothing else is said: enough for what people spell out, little enough for a hover. */
export const defaultBudget: Budget = { steps: 400_000 };

/** How deep values may depend on values of other scopes. */
const deepest = 8;

/** What is behind `torch.set_default_dtype` and its kin where they set what is so anyway. */
const asItIs =
  /^\(\s*(?:torch\.float(?:32)?|torch\.FloatTensor|'torch\.FloatTensor'|"torch\.FloatTensor"|'cpu'|"cpu")\s*\)/;
const longestDefault = 40;

/** Where an expression stands. */
interface Place {
  readonly statement: Statement;
  /** The block that runs the statement. */
  readonly block: Block;
  /** Whether what is there runs at another time than the statement. */
  readonly isDeferred: boolean;
  /** The function of the module that the statement stands in, be it in others inside of it. */
  readonly around: FunctionStatement | undefined;
  /** Whether the function around it is one without gradients. */
  readonly isGradientFree: boolean;
  /** Whether a decorator of it lets products be rounded to 16 bits. */
  readonly isAutocast: boolean;
}

/** The names whose values, which code may change where they are, have been read from inside of other scopes. */
export function namesRead(document: PythonDocument): Set<string> {
  const known = readNames.get(document) ?? new Set();
  readNames.set(document, known);
  return known;
}

const readNames = new WeakMap<PythonDocument, Set<string>>();

/** Evaluates expressions of one document. */
export class ConstantEvaluator {
  private depth = 0;
  private readonly busy = new Set<string>();

  constructor(
    private readonly document: PythonDocument,
    private readonly callLoss: (
      evaluator: ConstantEvaluator,
      call: Call,
      evaluate: (expression: Expression) => Generator<void, Value>,
      context: OperationContext,
    ) => Generator<void, Value | undefined>,
    private readonly budget: Budget = defaultBudget,
  ) {}

  /** The value of an expression where it stands; `unknown` with the reason where the code doesn't tell. */
  value(expression: Expression): Value {
    const literal = simpleLiteral(expression);
    if (literal) return literal;
    const { start, end } = expression.span;
    // Where more may be computed more may be known.
    const key = `value ${String(start)} ${String(end)} in ${String(this.budget.steps)}`;
    if (this.busy.has(key)) return { kind: 'unknown', reason: 'it depends on itself' };
    return this.document.remember(key, () => evaluated(key, () => this.valueInSteps(expression, key)));
  }

  /** The values of several expressions of the statement at `offset`, in one run. */
  values(expressions: readonly Expression[], offset: number): readonly Value[] {
    const spans = expressions.map(({ span }) => `${String(span.start)} ${String(span.end)}`);
    const key = `values ${spans.join()} at ${String(offset)} in ${String(this.budget.steps)}`;
    return evaluated(key, () => this.valuesInSteps(expressions, offset));
  }

  private *valueInSteps(expression: Expression, key: string): Generator<void, Value> {
    this.busy.add(key);
    const [value] = yield* this.valuesInSteps([expression], expression.span.start);
    this.busy.delete(key);
    return value ?? { kind: 'unknown', reason: 'nothing is there' };
  }

  private *valuesInSteps(expressions: readonly Expression[], offset: number): Generator<void, Value[]> {
    const reasons = (reason: Reason): Value[] => expressions.map(() => ({ kind: 'unknown', reason }));
    if (this.changesDefaults()) return reasons({ kind: 'defaults' });
    if (this.depth >= deepest) return reasons({ kind: 'depth' });
    this.depth++;
    try {
      const place = this.placeOf(offset);
      if (place === undefined) return reasons('it stands outside of the code');
      const { statement, isDeferred } = place;
      const block = isDeferred ? this.document.module : place.block;
      if (!isDeferred && expressions.length > 0 && expressions.every((one) => needsParameter(one, block)))
        return reasons('it depends on a parameter');
      const machine = this.machineFor(block);
      machine.isGradEnabled = !place.isGradientFree;
      machine.isAutocast = place.isAutocast;
      // When a function without a name runs, its names may have other values than here.
      const before = isDeferred
        ? [statement]
        : yield* this.statementsFor(machine, statement, expressions, place.around);
      return yield* machine.valuesAt(before, statement, expressions);
    } catch (error) {
      if (error instanceof UnknownValue) return reasons(error.reason);
      throw error;
    } finally {
      this.depth--;
    }
  }

  private machineFor(block: Block): Machine {
    const callLoss: CallLoss = (call, evaluate, context) => this.callLoss(this, call, evaluate, context);
    const evaluator = new Evaluator({
      importedPath: (inner) => importedPath(this.document, inner),
      outerValue: (inner) => this.outerValue(inner, block),
      callLoss,
      seedGiven: (call) => seedGiven(this.document, call),
    });
    const facts: CallFacts = {
      isHarmless: (call) => this.isLoss(call),
      isForeign: (call) => isForeign(importedPath(this.document, call.callee) ?? ''),
    };
    return new Machine(block, evaluator.evaluate, evaluator.combine, facts, this.budget);
  }

  /**
   * The statements that a machine has to run to know the expressions; for no expressions the state of the generator. The
   * machine gets the generator of whoever calls the block where that matters and is known.
   */
  private *statementsFor(
    machine: Machine,
    target: Statement,
    expressions: readonly Expression[] | 'generator',
    called: FunctionStatement | undefined,
  ): Generator<void, readonly Statement[]> {
    const areWanted = expressions === 'generator';
    const whereCalled = (function_: FunctionStatement) => this.generatorWhereCalled(function_);
    const areKnownBefore = function* (): Generator<void, boolean> {
      const random = called?.body === machine.block ? yield* whereCalled(called) : undefined;
      if (random) machine.takeGenerator(random);
      return random !== undefined;
    };
    const { block, facts } = machine;
    const random = {
      areWanted,
      areKnownBefore,
      seeders: seederNames(this.document),
      isSeed: (call: Call) => seedGiven(this.document, call) !== undefined,
    };
    const chunks = yield* relevantChunks(
      block,
      target,
      areWanted ? [] : expressions,
      facts.isHarmless,
      random,
    );
    return chunks.map((chunk) => chunk.statement);
  }

  /** PyTorch's generator as a function finds it that is called once and in plain sight. */
  private *generatorWhereCalled(called: FunctionStatement): Generator<void, Mersenne | undefined> {
    const only = this.depth < deepest ? onlyCallOf(this.document, called) : undefined;
    if (!only) return undefined;
    this.depth++;
    try {
      const machine = this.machineFor(only.block);
      const before = yield* this.statementsFor(machine, only.statement, 'generator', only.caller);
      yield* machine.valuesAt(before, only.statement, []);
      return machine.isReached && machine.hasGenerator ? machine.generator() : undefined;
    } catch (error) {
      if (error instanceof UnknownValue) return undefined;
      throw error;
    } finally {
      this.depth--;
    }
  }

  /** Whether anything in the file sets what new tensors are by default, to something else than it is. */
  private changesDefaults(): boolean {
    const { text } = this.document;
    return this.isAnywhere('sets defaults', (start, end) =>
      ['set_default_dtype', 'set_default_tensor_type', 'set_default_device'].some((word) => {
        for (let at = this.document.findWord(word, start, end); at >= 0;) {
          const behind = at + word.length;
          if (!asItIs.test(text.slice(behind, behind + longestDefault))) return true;
          at = this.document.findWord(word, behind, end);
        }
        return false;
      }),
    );
  }

  /** Whether something holds for any part of the text; parts that have been asked about are asked about once. */
  private isAnywhere(key: string, holds: (start: number, end: number) => boolean): boolean {
    return this.document.gather(key, (start, end) => (holds(start, end) ? [true] : [])).length > 0;
  }

  /** Whether a call is that of a loss, whichever, or makes one without weights of its own. */
  private isLoss(call: Call): boolean {
    const { meanings, isOpen } = meaningsOf(this.document, call.callee);
    return (
      !isOpen && meanings.every(({ role, loss }) => role !== 'value' && (role !== 'class' || !loss.learned))
    );
  }

  private placeOf(offset: number): Place | undefined {
    const { statements, expressions } = locate(this.document, offset);
    const statement = statements.at(-1);
    if (statement === undefined) return undefined;
    const around = [...statements]
      .reverse()
      .find((one) => (one.kind === 'function' || one.kind === 'class') && one !== statement);
    const block =
      around?.kind === 'function' || around?.kind === 'class' ? around.body : this.document.module;
    const decorators = around?.kind === 'function' ? around.decorators : [];
    const isGradientFree = decorators.some((decorator) => this.isGradientFree(decorator));
    const isAutocast = decorators.some((decorator) => autocastOf(this.document, decorator) === true);
    const [first] = statements;
    return {
      block,
      statement,
      isDeferred: isDeferred(expressions, offset),
      around: first?.kind === 'function' ? first : undefined,
      isGradientFree,
      isAutocast,
    };
  }

  private isGradientFree(decorator: Expression): boolean {
    const path = importedPath(this.document, decorator.kind === 'call' ? decorator.callee : decorator);
    return path !== undefined && gradientFree.has(path);
  }

  /** A name of an enclosing scope, or an attribute, that the code sets exactly once. */
  private *outerValue(expression: Expression, block: Block): Generator<void, Value | undefined> {
    const resolver = newResolver(this.document);
    if (expression.kind === 'name') {
      const { bindings } = resolver.definitions(expression);
      const [only, another] = [...bindings];
      if (only?.source.kind === 'parameter')
        return { kind: 'unknown', reason: `\`${expression.id}\` is a parameter` };
      if (another || only?.source.kind !== 'assign' || only.source.path.length > 0) return undefined;
      const { start, end } = block.range;
      if (start <= only.span.start && only.span.end <= end && block !== this.document.module)
        return undefined;
      const known = yield* this.shared(only.source.value, expression.id);
      if (!canChange(known)) return known;
      namesRead(this.document).add(expression.id);
      const atEnd = yield* settled(() => this.valueAtEnd(expression, only.span.start));
      return sameValue(known, atEnd)
        ? known
        : { kind: 'unknown', reason: `\`${expression.id}\` is changed in place` };
    }
    if (expression.kind !== 'attribute') return undefined;
    return yield* this.attributeValue(expression);
  }

  /** What a name holds once the block that gives it its value has run; unknown where a function may change that. */
  private valueAtEnd(name: Expression & { kind: 'name' }, offset: number): Value {
    const key = `end of ${name.id} set at ${String(offset)} in ${String(this.budget.steps)}`;
    if (this.busy.has(key)) return { kind: 'unknown', reason: 'it depends on itself' };
    return this.document.remember(key, () => evaluated(key, () => this.valueAtEndInSteps(name, offset, key)));
  }

  private *valueAtEndInSteps(
    name: Expression & { kind: 'name' },
    offset: number,
    key: string,
  ): Generator<void, Value> {
    const place = this.placeOf(offset);
    const last = place?.block.chunks.at(-1)?.statement;
    if (!place || !last) return { kind: 'unknown', reason: 'nothing is there' };
    if (this.depth >= deepest) return { kind: 'unknown', reason: { kind: 'depth' } };
    this.depth++;
    this.busy.add(key);
    try {
      const machine = this.machineFor(place.block);
      const statements = yield* this.statementsFor(machine, last, [name], place.around);
      return yield* machine.valueAfter(statements, name.id);
    } catch (error) {
      if (error instanceof UnknownValue) return { kind: 'unknown', reason: error.reason };
      throw error;
    } finally {
      this.busy.delete(key);
      this.depth--;
    }
  }

  private *attributeValue(
    expression: Expression & { kind: 'attribute' },
  ): Generator<void, Value | undefined> {
    const resolver = newResolver(this.document);
    const [only, another] = resolver.resolve(expression.object);
    if (only === undefined || another) return undefined;
    const made = only.kind === 'value' ? resolver.madeFrom(only.expression) : undefined;
    const owner = only.kind === 'instance' ? only.class : only.kind === 'class' ? only.statement : made;
    if (owner === undefined) return undefined;
    const isInstance = only.kind !== 'class';
    const [binding, second] =
      only.kind === 'instance'
        ? selfBindings(resolver, owner, expression.attribute)
        : resolver.attributeBindings(owner, expression.attribute, isInstance);
    if (second || binding?.source.kind !== 'assign' || binding.source.path.length > 0) return undefined;
    const { attribute } = expression;
    if (this.isSetFromOutside(attribute))
      return { kind: 'unknown', reason: `\`${attribute}\` is set elsewhere` };
    if (made && only.kind === 'value' && only.expression.kind === 'call') {
      // A dataclass takes its fields as arguments.
      const given = only.expression.arguments;
      const named = given.find((argument) => argument.name === expression.attribute);
      if (named) return yield* this.shared(named.value, expression.attribute);
      if (given.some((argument) => argument.kind !== 'keyword')) return undefined;
    }
    return yield* this.shared(binding.source.value, expression.attribute);
  }

  /** Whether code gives an attribute of that name a value from outside of the methods of its object. */
  private isSetFromOutside(attribute: string): boolean {
    const isSet = new RegExp(
      `(?<!\\bself\\s*)\\.\\s*${attribute}\\s*(?:[-+*/%@&|^]|//|\\*\\*|<<|>>)?=(?!=)` +
        `|\\bsetattr\\(\\s*[^,()]+,(?!\\s*['"](?!${attribute}['"]))`,
    );
    const { text } = this.document;
    return this.isAnywhere(`sets ${attribute}`, (start, end) => isSet.test(text.slice(start, end)));
  }

  /** A value that other code may see; tensors and lists only where nothing seems to change them. */
  private *shared(value: Expression, name: string): Generator<void, Value> {
    const known = yield* settled(() => this.value(value));
    if (known.kind === 'module' && hasWeights(known))
      return { kind: 'unknown', reason: `\`${name}\` may have learned` };
    return canChange(known) && this.isChanged(name)
      ? { kind: 'unknown', reason: `\`${name}\` is changed in place` }
      : known;
  }

  /** Whether the code seems to change what a name stands for where it is. */
  private isChanged(name: string): boolean {
    const changed = inPlaceChange(name);
    const { text } = this.document;
    return this.isAnywhere(`changes ${name}`, (start, end) => changed.test(text.slice(start, end)));
  }
}

/** Whether code may change a value where it is. */
function canChange({ kind }: Value): boolean {
  return kind === 'tensor' || kind === 'sequence' || kind === 'dictionary';
}

/** Whether the innermost of these expressions runs later: inside a lambda, or a generator that no call takes at once. */
function isDeferred(path: readonly Expression[], offset: number): boolean {
  return path.some((expression, index) => {
    if (expression.kind === 'lambda') return expression.body.span.touches(offset);
    if (expression.kind !== 'comprehension' || expression.form !== 'generator') return false;
    return path[index - 1]?.kind !== 'call' && expression.element.span.touches(offset);
  });
}

function simpleLiteral(expression: Expression): Value | undefined {
  if (isTold(expression)) return expression.value;
  if (expression.kind === 'number' && /^[\d.]{1,15}$/.test(expression.text))
    return numberLiteral(expression.text);
  if (expression.kind === 'string' && expression.value !== undefined)
    return { kind: 'string', value: expression.value };
  if (expression.kind === 'constant' && expression.value === null) return { kind: 'none' };
  if (expression.kind === 'constant' && typeof expression.value === 'boolean')
    return { kind: 'bool', value: expression.value };
  return undefined;
}
