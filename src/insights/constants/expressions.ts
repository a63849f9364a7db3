import type { Conditional, Expression, Subscript } from '../../python/syntax';
import type { Machine } from './machine';
import { workOf } from './arithmetic';
import { bulkLiteral } from './bulkLiteral';
import { CallEvaluator, type CallSurroundings } from './calls';
import { dtypeNamed } from './callArguments';
import { families } from './families';
import { guarded, ofValues } from './guarded';
import { indicesOf, itemsOf } from './indexing';
import { loseContents } from './memory';
import { rootOfAttribute } from './roots';
import { snapshot } from './snapshot';
import { orSomeDevice } from './someDevice';
import { namedConstants, numberLiteral, scalarBinary, scalarComparison, truth } from './scalars';
import { bool, int, none, unknown, type Value } from './values';

/** What the evaluator asks of the code around. */
export interface Surroundings extends CallSurroundings {
  /** The value of a name of an enclosing scope, or an attribute that the code sets once. */
  outerValue(expression: Expression): Value | undefined;
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
  'zip',
  'enumerate',
]);

/** Evaluates expressions in the state of a machine. */
export class Evaluator {
  private readonly calls: CallEvaluator;

  constructor(private readonly around: Surroundings) {
    this.calls = new CallEvaluator(around, this.evaluate, this.combine);
  }

  /** The value; throws `UnknownValue` with the reason where there is none to be known. */
  evaluate = (expression: Expression, machine: Machine): Value => {
    machine.spend(1);
    const value = this.compute(expression, machine);
    if (value.kind === 'unknown') unknown(value.reason);
    if ((value.kind === 'sequence' || value.kind === 'dictionary') && value.lost !== undefined)
      unknown(value.lost);
    return value;
  };

  /** Applies a binary operator, to tensors or numbers. */
  combine = (operator: string, left: Value, right: Value): Value => {
    const scalar = scalarBinary(operator, left, right);
    if (scalar) return scalar;
    const apply = families.binary[operator];
    return apply ? apply(left, right) : unknown(`the operator ${operator}`);
  };

  private compute(expression: Expression, machine: Machine): Value {
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
        return this.name(expression, machine);
      case 'attribute':
        return this.attribute(expression, machine);
      case 'call':
        return this.calls.call(expression, machine);
      case 'sequence':
        if (expression.form === 'set') return unknown('a set');
        return {
          kind: 'sequence',
          form: expression.form,
          items: expression.elements.flatMap((element) => this.elements(element, machine)),
        };
      case 'bulk':
        return bulkLiteral(machine.block.source.text, expression.span, machine);
      case 'dictionary':
        return this.dictionary(expression, machine);
      case 'unary':
        return this.unary(expression.operator, this.evaluate(expression.operand, machine), machine);
      case 'binary':
        return this.binary(expression.operator, expression.left, expression.right, machine);
      case 'comparison':
        return this.comparison(expression.operators, expression.operands, machine);
      case 'conditional':
        return this.conditional(expression, machine);
      case 'subscript':
        return this.subscript(expression, machine);
      case 'walrus': {
        const value = this.evaluate(expression.value, machine);
        machine.assign(expression.target, value);
        return value;
      }
      case 'comprehension':
        return this.comprehension(expression, machine);
      case 'slice':
        return {
          kind: 'slice',
          parts: [expression.lower, expression.upper, expression.step].map((part) => {
            const value = part && this.evaluate(part, machine);
            if (value === undefined || value.kind === 'none') return undefined;
            return value.kind === 'int' ? value.value : unknown('the bound of a slice');
          }),
        };
      case 'lambda':
        return unknown('a function of the code');
      case 'star':
      case 'other':
        return unknown('an expression that is not followed');
    }
  }

  private name(expression: Expression & { kind: 'name' }, machine: Machine): Value {
    const local = machine.names.get(expression.id);
    if (local) return local;
    const path = this.around.importedPath(expression);
    if (path !== undefined) return pathValue(path);
    const outer = this.around.outerValue(expression);
    if (outer) {
      // What is done to it here must be seen under its other names here, and nowhere else.
      const own = snapshot(outer);
      machine.names.set(expression.id, own);
      return own;
    }
    if (builtins.has(expression.id)) return { kind: 'path', path: expression.id };
    return unknown(`\`${expression.id}\` is not known`);
  }

  private attribute(expression: Expression & { kind: 'attribute' }, machine: Machine): Value {
    const root = rootOfAttribute(expression);
    if (root === undefined || !machine.names.has(root)) {
      const path = this.around.importedPath(expression);
      if (path !== undefined) return pathValue(path);
    }
    const outer = this.around.outerValue(expression);
    if (outer) return outer;
    const object = this.evaluate(expression.object, machine);
    if (object.kind === 'path') return pathValue(`${object.path}.${expression.attribute}`);
    if (object.kind === 'sequence') {
      const at = object.fields?.indexOf(expression.attribute) ?? -1;
      return object.items[at] ?? unknown(`the attribute ${expression.attribute}`);
    }
    if (object.kind === 'module') loseContents(object, 'its weights may have been changed');
    if (object.kind !== 'tensor') return unknown(`the attribute ${expression.attribute}`);
    const apply = families.attributes[expression.attribute];
    return apply ? apply(object) : unknown(`the attribute ${expression.attribute} of a tensor`);
  }

  private elements(element: Expression, machine: Machine): readonly Value[] {
    if (element.kind !== 'star') {
      const value = this.compute(element, machine);
      return [value];
    }
    const value = this.evaluate(element.value, machine);
    return value.kind === 'sequence' ? value.items : unknown('what is unpacked');
  }

  private dictionary(expression: Expression & { kind: 'dictionary' }, machine: Machine): Value {
    const entries = new Map<string, Value>();
    for (const { key, value } of expression.entries) {
      const at = key && this.evaluate(key, machine);
      if (at?.kind !== 'string') return unknown('a dictionary');
      entries.set(at.value, this.compute(value, machine));
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

  private binary(operator: string, left: Expression, right: Expression, machine: Machine): Value {
    const first = this.evaluate(left, machine);
    if (operator === 'and') return truth(first) ? this.evaluate(right, machine) : first;
    if (operator === 'or') return truth(first) ? first : this.evaluate(right, machine);
    const second = this.evaluate(right, machine);
    machine.spend(workOf(operator, first, second));
    return guarded(ofValues(first, second), machine, () => this.combine(operator, first, second));
  }

  private comparison(operators: readonly string[], operands: readonly Expression[], machine: Machine): Value {
    const values = operands.map((operand) => this.evaluate(operand, machine));
    if (values.some((value) => value.kind === 'tensor')) {
      const [operator] = operators;
      const [left, right] = values;
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

  private subscript(expression: Subscript, machine: Machine): Value {
    const value = this.evaluate(expression.value, machine);
    const indices = indicesOf(expression.indices.map((index) => this.evaluate(index, machine)));
    const [first] = indices;
    if (value.kind === 'tensor')
      return guarded(ofValues(value), machine, () => families.index(value, indices));
    if (value.kind === 'dictionary' && first?.kind === 'string')
      return value.entries.get(first.value) ?? unknown('a key that is not there');
    if (value.kind !== 'sequence' || !first) return unknown('an element');
    if (first.kind === 'int') return value.items.at(first.value) ?? unknown('an index out of range');
    if (first.kind === 'slice' && first.parts[2] === undefined)
      return { ...value, items: value.items.slice(first.parts[0] ?? 0, first.parts[1]) };
    return unknown('an element');
  }

  private comprehension(expression: Expression & { kind: 'comprehension' }, machine: Machine): Value {
    const [clause, another] = expression.clauses;
    if (!clause || another || expression.key || expression.form === 'set') return unknown('a comprehension');
    const iterable = itemsOf(this.evaluate(clause.iterable, machine));
    const items: Value[] = [];
    const hidden = new Map(machine.names);
    try {
      for (const item of iterable) {
        machine.assign(clause.target, item);
        if (clause.conditions.every((condition) => truth(this.evaluate(condition, machine))))
          items.push(this.evaluate(expression.element, machine));
      }
    } finally {
      // The names of a comprehension are its own.
      machine.names.clear();
      for (const [name, value] of hidden) machine.names.set(name, value);
    }
    return { kind: 'sequence', form: 'list', items };
  }

  private conditional({ test, body, orElse }: Conditional, machine: Machine): Value {
    const choose = (): Value => this.evaluate(truth(this.evaluate(test, machine)) ? body : orElse, machine);
    const isDevice = [body, orElse].every((one) => one.kind === 'string' && deviceName.test(one.value ?? ''));
    return isDevice ? orSomeDevice(choose) : choose();
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
  return arrayType ? { kind: 'dtype', dtype: arrayType } : { kind: 'path', path };
}
