import type { Argument, Call, Expression } from '../../python/syntax';
import { families, type CallLoss } from './families';
import { callGenerator } from './generators';
import { guarded, ofValues, sizeOf } from './guarded';
import { itemsOf } from './indexing';
import type { Combine, Evaluate, Machine } from './machine';
import { hasWeights, loseContents, loseMemory, refuseLeaf, writtenInto } from './memory';
import { nestedInSteps } from './nestedLists';
import { withSelf } from './operations';
import { isElementwise, takesOut } from './outputs';
import { methodOf } from './pythonMethods';
import { markResult } from './results';
import { rootOfAttribute } from './roots';
import { builtin } from './scalars';
import { orSomeDevice } from './someDevice';
import { int, none, numberOf, unknown, type CallValues, type TensorValue, type Value } from './values';

/** What the evaluation of calls asks of the code around. */
export interface CallSurroundings {
  /** The path of something imported. */
  importedPath(expression: Expression): string | undefined;
  /** Computes the call if it is a loss's. */
  readonly callLoss: CallLoss;
  /** What a call seeds PyTorch's generator with, as a function of the file does; undefined for other calls. */
  seedGiven(call: Call): Expression | undefined;
}

/** Evaluates calls in the state of a machine: of functions, methods, modules and losses. */
export class CallEvaluator {
  constructor(
    private readonly around: CallSurroundings,
    private readonly evaluate: Evaluate,
    private readonly combine: Combine,
  ) {}

  /** The value of a call. */
  *call(call: Call, machine: Machine): Generator<void, Value> {
    const value = yield* this.follow(call, machine);
    machine.followed.add(call);
    return value;
  }

  private *follow(call: Call, machine: Machine): Generator<void, Value> {
    const loss = yield* this.around.callLoss(call, (argument) => this.evaluate(argument, machine), machine);
    if (loss) {
      markResult(loss, ofValues(), machine.isGradEnabled);
      return loss;
    }
    const seed = this.around.seedGiven(call);
    if (seed) {
      machine.seed(numberOf(yield* this.evaluate(seed, machine)) ?? unknown('the seed'));
      return none;
    }
    const { callee } = call;
    if (callee.kind === 'attribute' && !this.isPath(callee, machine)) {
      const object = yield* this.evaluate(callee.object, machine);
      if (object.kind === 'tensor') {
        const method = (object.isArray ? families.arrayMethods : families.methods)[callee.attribute];
        if (!method) {
          if (callee.attribute.endsWith('_')) loseMemory(object, `\`${callee.attribute}\` changed it`);
          return unknown(`the method ${callee.attribute}`);
        }
        const given = yield* this.arguments(call.arguments, machine);
        const { requiresGrad } = object;
        if (changingMethod.test(callee.attribute)) refuseLeaf(object, machine.isGradEnabled);
        const result = guarded(withSelf(given, object), machine, () => method(object, given, machine));
        yield* machine.finish();
        if (!machine.isGradEnabled && callee.attribute !== 'requires_grad_')
          object.requiresGrad &&= requiresGrad;
        return result;
      }
      const ofPython = methodOf(object, callee.attribute);
      if (ofPython && call.arguments.every(({ name }) => name === undefined))
        return ofPython((yield* this.arguments(call.arguments, machine)).positional);
      if (object.kind === 'path')
        return yield* this.apply(`${object.path}.${callee.attribute}`, call, machine);
      if (object.kind === 'generator') {
        const given = yield* this.arguments(call.arguments, machine);
        return callGenerator(object, callee.attribute, given, machine);
      }
      if (object.kind === 'module') {
        const { attribute } = callee;
        if (askingMethod.test(attribute)) return unknown('parameters of a module');
        if ((hasWeights(object) ? keepingWeights : keepingMethod).test(attribute)) {
          const { positional, keywords } = yield* this.arguments(call.arguments, machine);
          if (![...positional, ...keywords.values()].some(mayBeDType)) return object;
        }
      }
      loseContents(object, `\`${callee.attribute}\` may have changed it`);
      return unknown(`the method ${callee.attribute}`);
    }
    const value = yield* this.evaluate(callee, machine);
    if (value.kind === 'module') {
      const given = yield* this.arguments(call.arguments, machine);
      refuseArrays(given);
      return guarded(given, machine, () => families.callModule(value, given, machine));
    }
    if (value.kind === 'dtype' && value.isOfNumPy) {
      const { positional, keywords } = yield* this.arguments(call.arguments, machine);
      const given = { positional: [value, ...positional], keywords };
      return guarded(given, machine, () => families.functions['numpy.generic']?.(given, machine) ?? none);
    }
    return value.kind === 'path' ? yield* this.apply(value.path, call, machine) : unknown('what is called');
  }

  private isPath(expression: Expression, machine: Machine): boolean {
    const root = rootOfAttribute(expression);
    return (
      (root === undefined || !machine.names.has(root)) && this.around.importedPath(expression) !== undefined
    );
  }

  private *apply(path: string, call: Call, machine: Machine): Generator<void, Value> {
    const { out, ...given } = yield* this.argumentsAndOut(path, call.arguments, machine);
    const [first] = given.positional;
    if (path === 'sum' && given.positional.length === 1)
      return guarded(given, machine, () =>
        itemsOf(first).reduce((sum, item) => this.combine('+', sum, item), int(0)),
      );
    const isOfTensor = path === 'abs' && first?.kind === 'tensor';
    const operation = families.functions[isOfTensor ? 'torch.abs' : path];
    if (path.startsWith('torch.') && !takesArrays.test(path)) refuseArrays(given);
    if (operation) {
      const result = guarded(given, machine, () => operation(given, machine));
      yield* machine.finish();
      if (!out) return result;
      // What is computed element by element may be written over what it is computed of.
      return writtenInto(out, result, given, {
        isGradEnabled: machine.isGradEnabled,
        mayAlias: isElementwise(path),
      });
    }
    if (out) return unknown('what is written elsewhere');
    const made = families.newModule(path, given, machine);
    yield* machine.finish();
    if (made) return made;
    const value = builtin(path, given) ?? unknown(`what \`${path}\` gives`);
    machine.spend(sizeOf(value));
    return value;
  }

  /** The arguments of a function of PyTorch, and what it is to write its result into. */
  private *argumentsAndOut(
    path: string,
    given: readonly Argument[],
    machine: Machine,
  ): Generator<void, CallValues & { readonly out?: TensorValue }> {
    const last = given.at(-1);
    // Where it is not the last, what is behind it would be evaluated before.
    if (last?.name !== 'out' || !takesOut(path)) return yield* this.arguments(given, machine, path);
    const values = yield* this.arguments(given.slice(0, -1), machine, path);
    const out = yield* this.evaluate(last.value, machine);
    return out.kind === 'tensor' ? { ...values, out } : unknown('what is written elsewhere');
  }

  private *arguments(given: readonly Argument[], machine: Machine, path = ''): Generator<void, CallValues> {
    const areNested = takesArrays.test(path);
    const positional: Value[] = [];
    const keywords = new Map<string, Value>();
    for (const argument of given) {
      if (argument.kind === 'doubleStar') {
        const options = yield* this.evaluate(argument.value, machine);
        if (options.kind !== 'dictionary') return unknown('arguments that are unpacked');
        for (const [name, value] of options.entries) keywords.set(name, value);
        continue;
      }
      const computed = this.evaluate(argument.value, machine);
      let value = yield* argument.name === 'device' ? orSomeDevice(computed) : computed;
      if (areNested && value.kind === 'sequence' && value.items.length > 0)
        value = { ...value, nested: yield* nestedInSteps(value, machine) };
      if (value.kind === 'module' && path !== 'torch.nn.Sequential') loseContents(value, 'it was handed on');
      if (argument.name === 'out' && value.kind !== 'none') {
        loseContents(value, 'it was written into');
        return unknown('what is written elsewhere');
      }
      if (argument.kind === 'star') {
        if (value.kind !== 'sequence') return unknown('arguments that are unpacked');
        for (const item of value.items) positional.push(item);
      } else if (argument.name !== undefined) keywords.set(argument.name, value);
      else positional.push(value);
    }
    return { positional, keywords };
  }
}

/** Methods of tensors that write into them. */
const changingMethod = /^(?!requires_grad_|detach_|_).*_$/;

/** Methods of modules that change nothing: what they give may be changed later. */
const askingMethod = /^(?:(?:named_)?parameters|zero_grad)$/;

/** Methods of modules that give the module itself: on another device, or for another mode. */
const keepingMethod = /^(?:to|cpu|cuda|eval|train|requires_grad_)$/;
/** Those that leave its weights as they are, too. */
const keepingWeights = /^(?:cpu|eval|train)$/;

function mayBeDType({ kind }: Value): boolean {
  return kind === 'dtype' || kind === 'path' || kind === 'tensor';
}

/** What PyTorch makes tensors of. */
const takesArrays = /^(?:torch\.(?:tensor|as_tensor|asarray|from_numpy|\w*Tensor)|numpy\.(?:as)?array)$/;

function refuseArrays({ positional, keywords }: CallValues): void {
  for (const value of [...positional, ...keywords.values()])
    if (value.kind === 'tensor' && value.isArray) unknown('PyTorch takes tensors, no arrays');
}
