import type { Conditional, Expression, Subscript } from '../../python/syntax';
import type { Evaluate, Machine } from './machine';
import { workOf } from './arithmetic';
import { refuseAutocast } from './autocast';
import { bulkLiteral } from './bulkLiteral';
import { CallEvaluator, type CallSurroundings } from './calls';
import { dtypeNamed } from './callArguments';
import { isTold } from '../toldArguments';
import { families } from './families';
import { guarded, ofValues } from './guarded';
import { indicesOf, itemsOf, positionsOf } from './indexing';
import { loseContents } from './memory';
import { isPauseDue } from '../../python/pauses';
import { rootOfAttribute } from './roots';
import { snapshot } from './snapshot';
import { orSomeDevice } from './someDevice';
import { namedConstants, numberLiteral, scalarBinary, scalarComparison, truth } from './scalars';
import { bool, int, none, unknown, type Value } from './values';

/** What the evaluator asks of the code around. */
export interface Surroundings extends CallSurroundings {
  /** The value of a name of an enclosing scope, or an attribute that the code sets once. */
  outerValue(expression: Expression): Generator<void, Value | undefined>;
}

const builtins = new Set([
  'float',
  'int',
  'bool',
  'abs',
  'len',
  'range',
  'list',
  'dict',
  'tuple',
  'min',
  'max',
  'sum',
  'print',
  'round',
  'zip',
  'enumerate',
  'sorted',
  'reversed',
  'isinstance',
]);

/** Evaluates expressions in the state of a machine. */
export class Evaluator {
  private readonly calls: CallEvaluator;

  constructor(private readonly around: Surroundings) {
    this.calls = new CallEvaluator(around, this.evaluate, this.combine);
  }

  /** The value; throws `UnknownValue` with the reason where there is none to be known. */
  evaluate: Evaluate = (expression, machine) => this.valueOf(expression, machine);

  private *valueOf(expression: Expression, machine: Machine): Generator<void, Value> {
    machine.spend(1);
    if (isPauseDue()) yield;
    const value = yield* this.compute(expression, machine);
    if (value.kind === 'unknown') unknown(value.reason);
    if ((value.kind === 'sequence' || value.kind === 'dictionary') && value.lost !== undefined)
      unknown(value.lost);
    return value;
  }

  /** Applies a binary operator, to tensors or numbers. */
  combine = (operator: string, left: Value, right: Value): Value => {
    const scalar = scalarBinary(operator, left, right);
    if (scalar) return scalar;
    const apply = [left, right].some(({ kind }) => kind === 'tensor') ? families.binary[operator] : undefined;
    return apply ? apply(left, right) : unknown(`the operator ${operator}`);
  };

  private *compute(expression: Expression, machine: Machine): Generator<void, Value> {
    switch (expression.kind) {
      case 'number':
        return numberLiteral(expression.text);
      case 'string':
        return expression.value === undefined
          ? unknown('a string with parts in it')
          : { kind: 'string', value: expression.value };
      case 'constant':
        if (expression.value === undefined) return { kind: 'ellipsis' };
        return expression.value === null ? none : bool(expression.value);
      case 'name':
        return machine.names.get(expression.id) ?? (yield* this.name(expression, machine));
      case 'attribute':
        return yield* this.attribute(expression, machine);
      case 'call':
        return yield* this.calls.call(expression, machine);
      case 'sequence':
        return yield* this.sequence(expression, machine);
      case 'bulk':
        return yield* bulkLiteral(machine.block.source.text, expression.span, machine);
      case 'dictionary':
        return yield* this.dictionary(expression, machine);
      case 'unary':
        return this.unary(expression.operator, yield* this.valueOf(expression.operand, machine), machine);
      case 'binary':
        return yield* this.binary(expression.operator, expression.left, expression.right, machine);
      case 'comparison':
        return yield* this.comparison(expression.operators, expression.operands, machine);
      case 'conditional':
        return yield* this.conditional(expression, machine);
      case 'subscript':
        return yield* this.subscript(expression, machine);
      case 'walrus': {
        const value = yield* this.valueOf(expression.value, machine);
        yield* machine.assign(expression.target, value);
        return value;
      }
      case 'comprehension':
        return yield* this.comprehension(expression, machine);
      case 'slice':
        return yield* this.slice(expression, machine);
      case 'lambda':
        return unknown('a function of the code');
      case 'star':
      case 'other':
        if (isTold(expression)) return expression.value;
        return unknown('an expression that is not followed');
    }
  }

  /** A name that the block has not assigned so far. */
  private *name(expression: Expression & { kind: 'name' }, machine: Machine): Generator<void, Value> {
    const path = this.around.importedPath(expression);
    if (path !== undefined) return pathValue(path);
    const outer = yield* this.around.outerValue(expression);
    if (outer) {
      // What is done to it here must be seen under its other names here, and nowhere else.
      const own = snapshot(outer);
      machine.names.set(expression.id, own);
      return own;
    }
    if (builtins.has(expression.id)) return { kind: 'path', path: expression.id };
    return unknown(`\`${expression.id}\` is not known`);
  }

  private *attribute(
    expression: Expression & { kind: 'attribute' },
    machine: Machine,
  ): Generator<void, Value> {
    const root = rootOfAttribute(expression);
    if (root === undefined || !machine.names.has(root)) {
      const path = this.around.importedPath(expression);
      if (path !== undefined) return pathValue(path);
    }
    const outer = yield* this.around.outerValue(expression);
    if (outer) return outer;
    const object = yield* this.valueOf(expression.object, machine);
    if (object.kind === 'path') return pathValue(`${object.path}.${expression.attribute}`);
    if (object.kind === 'sequence') {
      const at = object.fields?.indexOf(expression.attribute) ?? -1;
      return object.items[at] ?? unknown(`the attribute ${expression.attribute}`);
    }
    if (object.kind === 'module') loseContents(object, 'its weights may have been changed');
    if (object.kind !== 'tensor') return unknown(`the attribute ${expression.attribute}`);
    const attributes = object.isArray ? families.arrayAttributes : families.attributes;
    const apply = attributes[expression.attribute];
    return apply ? apply(object) : unknown(`the attribute ${expression.attribute} of a tensor`);
  }

  private *sequence(
    { form, elements }: Expression & { kind: 'sequence' },
    machine: Machine,
  ): Generator<void, Value> {
    if (form === 'set') return unknown('a set');
    const items: Value[] = [];
    for (const element of elements) {
      if (element.kind !== 'star') items.push(yield* this.compute(element, machine));
      else {
        const value = yield* this.valueOf(element.value, machine);
        if (value.kind !== 'sequence') return unknown('what is unpacked');
        for (const item of value.items) items.push(item);
      }
    }
    return { kind: 'sequence', form, items };
  }

  private *dictionary(
    expression: Expression & { kind: 'dictionary' },
    machine: Machine,
  ): Generator<void, Value> {
    const entries = new Map<string, Value>();
    for (const { key, value } of expression.entries) {
      const at = key && (yield* this.valueOf(key, machine));
      if (at?.kind !== 'string') return unknown('a dictionary');
      entries.set(at.value, yield* this.compute(value, machine));
    }
    return { kind: 'dictionary', entries };
  }

  private unary(operator: string, operand: Value, machine: Machine): Value {
    if (operator === 'not') return bool(!truth(operand));
    if (operand.kind === 'int' || operand.kind === 'float') {
      if (operator === '-')
        return {
          kind: operand.kind,
          value: operand.kind === 'int' && operand.value === 0 ? 0 : -operand.value,
        };
      if (operator === '+') return operand;
    }
    if (operand.kind === 'bool' && operator === '-') return int(-Number(operand.value));
    const apply = families.unary[operator];
    if (operand.kind !== 'tensor' || !apply) return unknown(`the operator ${operator}`);
    return guarded(ofValues(operand), machine, () => apply(operand));
  }

  private *binary(
    operator: string,
    left: Expression,
    right: Expression,
    machine: Machine,
  ): Generator<void, Value> {
    const first = yield* this.valueOf(left, machine);
    if (operator === 'and') return truth(first) ? yield* this.valueOf(right, machine) : first;
    if (operator === 'or') return truth(first) ? first : yield* this.valueOf(right, machine);
    const second = yield* this.valueOf(right, machine);
    machine.spend(workOf(operator, first, second));
    if (operator === '@') refuseAutocast(machine);
    return guarded(ofValues(first, second), machine, () => this.combine(operator, first, second));
  }

  private *comparison(
    operators: readonly string[],
    operands: readonly Expression[],
    machine: Machine,
  ): Generator<void, Value> {
    const values: Value[] = [];
    for (const [index, operand] of operands.entries()) {
      values.push(yield* this.valueOf(operand, machine));
      const [left, right, operator] = [values[index - 1], values[index], operators[index - 1]];
      // What stands behind what does not hold is not asked.
      const holds = left && right && operator !== undefined && scalarComparison(operator, left, right);
      if (holds === false) return bool(false);
    }
    const [operator] = operators;
    const [left, right] = values;
    const isIdentity = operator === 'is' || operator === 'is not';
    if (values.some((value) => value.kind === 'tensor') && !isIdentity) {
      const apply = operator === undefined ? undefined : families.binary[operator];
      if (!apply || !left || !right || operators.length > 1) return unknown('a comparison');
      machine.spend(workOf('==', left, right));
      return guarded(ofValues(left, right), machine, () => apply(left, right));
    }
    for (const [index, operator] of operators.entries()) {
      const [left, right] = [values[index], values[index + 1]];
      const holds = left && right && scalarComparison(operator, left, right);
      if (holds === undefined) return unknown('a comparison');
      if (!holds) return bool(false);
    }
    return bool(true);
  }

  private *subscript(expression: Subscript, machine: Machine): Generator<void, Value> {
    const value = yield* this.valueOf(expression.value, machine);
    const given: Value[] = [];
    for (const index of expression.indices) given.push(yield* this.valueOf(index, machine));
    const indices = indicesOf(given);
    const [first] = indices;
    if (value.kind === 'tensor')
      return guarded(ofValues(value), machine, () => families.index(value, indices));
    if (value.kind === 'dictionary' && first?.kind === 'string')
      return value.entries.get(first.value) ?? unknown('a key that is not there');
    if (value.kind !== 'sequence' || !first) return unknown('an element');
    if (first.kind === 'int') return value.items.at(first.value) ?? unknown('an index out of range');
    if (first.kind === 'slice') {
      const items = positionsOf(first.parts, value.items.length).flatMap((at) => value.items[at] ?? []);
      return { kind: 'sequence', form: value.form, items };
    }
    return unknown('an element');
  }

  private *slice(
    { lower, upper, step }: Expression & { kind: 'slice' },
    machine: Machine,
  ): Generator<void, Value> {
    const parts: (number | undefined)[] = [];
    for (const part of [lower, upper, step]) {
      const value = part && (yield* this.valueOf(part, machine));
      if (value === undefined || value.kind === 'none') parts.push(undefined);
      else parts.push(value.kind === 'int' ? value.value : unknown('the bound of a slice'));
    }
    return { kind: 'slice', parts };
  }

  private *comprehension(
    expression: Expression & { kind: 'comprehension' },
    machine: Machine,
  ): Generator<void, Value> {
    const { clauses, key, form, element } = expression;
    if (key || form === 'set') return unknown('a comprehension');
    const items: Value[] = [];
    const hidden = machine.names.copy();
    const evaluate = (one: Expression) => this.valueOf(one, machine);
    const holdsAll = (conditions: readonly Expression[]) => this.holdsAll(conditions, machine);
    const goThrough = function* (depth: number): Generator<void> {
      const clause = clauses[depth];
      if (!clause) {
        items.push(yield* evaluate(element));
        return;
      }
      for (const item of itemsOf(yield* evaluate(clause.iterable))) {
        yield* machine.assign(clause.target, item);
        if (yield* holdsAll(clause.conditions)) yield* goThrough(depth + 1);
      }
    };
    try {
      yield* goThrough(0);
    } finally {
      // The names of a comprehension are its own.
      machine.names.restore(hidden);
    }
    return { kind: 'sequence', form: 'list', items };
  }

  private *holdsAll(conditions: readonly Expression[], machine: Machine): Generator<void, boolean> {
    for (const condition of conditions) if (!truth(yield* this.valueOf(condition, machine))) return false;
    return true;
  }

  private *conditional(expression: Conditional, machine: Machine): Generator<void, Value> {
    const isDevice = [expression.body, expression.orElse].every(
      (one) => one.kind === 'string' && deviceName.test(one.value ?? ''),
    );
    const chosen = this.chosen(expression, machine);
    return yield* isDevice ? orSomeDevice(chosen) : chosen;
  }

  private *chosen({ test, body, orElse }: Conditional, machine: Machine): Generator<void, Value> {
    const isTrue = truth(yield* this.valueOf(test, machine));
    return yield* this.valueOf(isTrue ? body : orElse, machine);
  }
}

/** `"cuda" if torch.cuda.is_available() else "cpu"`: nobody can tell, and no number depends on it. */
const deviceName = /^(?:cpu|cuda|mps|xpu)(?::\d+)?$/;

function pathValue(path: string): Value {
  const constant = namedConstants[path];
  if (constant !== undefined) return { kind: 'float', value: constant };
  const dtype = /^torch\.(\w+)$/.exec(path)?.[1];
  const named = dtype === undefined ? undefined : dtypeNamed(dtype);
  // `torch.float` is a dtype; `torch.bool` too.
  if (named) return { kind: 'dtype', dtype: named };
  const array = /^numpy\.(float64|float32|float16|int64|int32|int16|int8|uint8|bool_)$/.exec(path)?.[1];
  const arrayType = array === undefined ? undefined : dtypeNamed(array.replace('_', ''));
  return arrayType ? { kind: 'dtype', dtype: arrayType, isOfNumPy: true } : { kind: 'path', path };
}
