import { floorDivide, remainder } from './division';
import { itemsOf } from './indexing';
import { roundedDecimal, roundHalfEven } from './rounded';
import {
  bool,
  float,
  int,
  none,
  numberOf,
  tuple,
  unknown,
  type CallValues,
  type SequenceValue,
  type Value,
} from './values';

/** The value of a number as Python writes it: `1_000`, `0x1f`, `1e-3`; complex numbers aren't known. */
export function numberLiteral(text: string): Value {
  const plain = text.replaceAll('_', '');
  if (/[jJ]$/.test(plain)) unknown({ kind: 'complex' });
  if (/^0[xXoObB]/.test(plain)) return int(Number(plain.replace(/[lL]$/, '')));
  if (/^\d+[lL]?$/.test(plain)) {
    const digits = plain.replace(/[lL]$/, '');
    return int(/^0\d/.test(digits) ? parseInt(digits, 8) : Number(digits));
  }
  return float(Number(plain));
}

/** Python's arithmetic on two numbers; `undefined` if they aren't both numbers. */
export function scalarBinary(operator: string, left: Value, right: Value): Value | undefined {
  const a = numberOf(left);
  const b = numberOf(right);
  if (a === undefined || b === undefined) return sequenceBinary(operator, left, right);
  const isInt = left.kind !== 'float' && right.kind !== 'float';
  const number = isInt ? int : float;
  switch (operator) {
    case '+':
      return number(a + b);
    case '-':
      return number(a - b);
    case '*':
      return number(a * b);
    case '/':
      return b === 0 ? unknown('a division by zero') : float(a / b);
    case '//':
      return b === 0 ? unknown('a division by zero') : number(floorDivide(a, b));
    case '%':
      return b === 0 ? unknown('a division by zero') : number(remainder(a, b));
    case '**':
      return isInt && b < 0 ? float(a ** b) : number(a ** b);
    default:
      return bitwise(operator, left, right);
  }
}

/** The bits of two ints, as far as a number holds them; of two bools it is one. */
function bitwise(operator: string, left: Value, right: Value): Value | undefined {
  const [a, b] = [left, right].map((value) => (value.kind === 'float' ? undefined : numberOf(value)));
  if (a === undefined || b === undefined || Math.max(Math.abs(a), Math.abs(b)) >= 2 ** 31) return undefined;
  const bits = operator === '&' ? a & b : operator === '|' ? a | b : operator === '^' ? a ^ b : undefined;
  if (bits === undefined) return undefined;
  return left.kind === 'bool' && right.kind === 'bool' ? bool(bits !== 0) : int(bits);
}

function sequenceBinary(operator: string, left: Value, right: Value): Value | undefined {
  if (operator === '+' && left.kind === 'string' && right.kind === 'string')
    return { kind: 'string', value: left.value + right.value };
  if (left.kind === 'sequence' && operator === '+' && right.kind === 'sequence' && left.form === right.form)
    return { kind: 'sequence', form: left.form, items: [...left.items, ...right.items] };
  if (left.kind === 'sequence' && operator === '*' && right.kind === 'int') {
    if (right.value * left.items.length > 50_000) unknown('a long list');
    const items: Value[] = [];
    for (let count = 0; count < right.value; count++) for (const item of left.items) items.push(item);
    return { kind: 'sequence', form: left.form, items };
  }
  return undefined;
}

/** Python's comparison of two scalars; `undefined` for what isn't compared here. */
export function scalarComparison(operator: string, left: Value, right: Value): boolean | undefined {
  if (left.kind === 'dtype' && right.kind === 'dtype' && /^(?:[=!]=|is(?: not)?)$/.test(operator))
    return (left.dtype === right.dtype) === (operator === '==' || operator === 'is');
  if (operator === 'is' || operator === 'is not') {
    const isNone = left.kind === 'none' || right.kind === 'none';
    if (!isNone) return undefined;
    return (left.kind === right.kind) === (operator === 'is');
  }
  if (operator === 'in' || operator === 'not in') {
    if (right.kind !== 'sequence') return undefined;
    const found = right.items.map((item) => scalarComparison('==', left, item));
    if (found.includes(undefined)) return undefined;
    return found.includes(true) === (operator === 'in');
  }
  if (left.kind === 'sequence' && right.kind === 'sequence' && /^[=!]=$/.test(operator)) {
    const areSame = sameItems(left, right);
    return areSame === undefined ? undefined : areSame === (operator === '==');
  }
  const a = comparable(left);
  const b = comparable(right);
  if (a === undefined || b === undefined || typeof a !== typeof b) {
    if (a === undefined || b === undefined || (operator !== '==' && operator !== '!=')) return undefined;
    return operator === '!=';
  }
  switch (operator) {
    case '==':
      return a === b;
    case '!=':
    case '<>':
      return a !== b;
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '>':
      return a > b;
    case '>=':
      return a >= b;
    default:
      return undefined;
  }
}

function sameItems(left: SequenceValue, right: SequenceValue): boolean | undefined {
  if (left.lost !== undefined || right.lost !== undefined) return undefined;
  if (left.form !== right.form || left.items.length !== right.items.length) return false;
  let areSame = true;
  for (const [index, item] of left.items.entries()) {
    const other = right.items[index];
    const isSame = other && scalarComparison('==', item, other);
    if (isSame === undefined) return undefined;
    areSame &&= isSame;
  }
  return areSame;
}

function comparable(value: Value): number | string | undefined {
  if (value.kind === 'string') return value.value;
  if (value.kind === 'none') return 'None\0';
  return numberOf(value);
}

/** Whether a value counts as true. */
export function truth(value: Value): boolean {
  switch (value.kind) {
    case 'none':
      return false;
    case 'string':
      return value.value !== '';
    case 'sequence':
      return value.items.length > 0;
    case 'dictionary':
      return value.entries.size > 0;
    case 'tensor':
      if (value.memory.lost !== undefined || value.tensor.data.length !== 1) unknown('the truth of a tensor');
      return value.tensor.data[0] !== 0;
    case 'unknown':
      return unknown(value.reason);
    default: {
      const number = numberOf(value);
      return number === undefined ? true : number !== 0;
    }
  }
}

const mathFunctions: Readonly<Record<string, (x: number) => number>> = {
  sqrt: Math.sqrt,
  exp: Math.exp,
  log: Math.log,
  log2: Math.log2,
  log10: Math.log10,
  sin: Math.sin,
  cos: Math.cos,
  tanh: Math.tanh,
  fabs: Math.abs,
};

/** Constants of `math`, NumPy and PyTorch. */
export const namedConstants: Readonly<Record<string, number>> = {
  'math.pi': Math.PI,
  'math.e': Math.E,
  'math.inf': Infinity,
  'math.nan': NaN,
  'numpy.pi': Math.PI,
  'numpy.e': Math.E,
  'math.tau': 2 * Math.PI,
  'numpy.inf': Infinity,
  'numpy.nan': NaN,
  'torch.pi': Math.PI,
  'torch.inf': Infinity,
  'torch.nan': NaN,
};

/** Python's built-in functions and those of `math`, on values that are known; `undefined` for others. */
export function builtin(path: string, call: CallValues): Value | undefined {
  const [first, second, third] = call.positional;
  const numbers = call.positional.map(numberOf);
  if (path.startsWith('math.')) {
    const whole = { floor: Math.floor, ceil: Math.ceil, trunc: Math.trunc }[path.slice(5)];
    const [only, base] = numbers;
    if (whole && numbers.length === 1 && only !== undefined) return int(whole(only));
    if (path === 'math.pow' && numbers.length === 2 && only !== undefined && base !== undefined)
      return float(only ** base);
    const apply = mathFunctions[path.slice(5)];
    return apply && numbers.length === 1 && numbers[0] !== undefined ? float(apply(numbers[0])) : undefined;
  }
  switch (path) {
    case 'float': {
      if (first?.kind === 'string') return float(pythonFloat(first.value));
      if (first?.kind === 'tensor' && first.tensor.data.length === 1) return float(first.tensor.data[0] ?? 0);
      return numbers[0] === undefined ? undefined : float(numbers[0]);
    }
    case 'int': {
      const number =
        first?.kind === 'tensor' && first.tensor.data.length === 1 ? first.tensor.data[0] : numbers[0];
      return number === undefined ? undefined : int(Math.trunc(number));
    }
    case 'bool':
      return first && bool(truth(first));
    case 'round': {
      const [number, digits] = numbers;
      if (number === undefined || call.positional.length > 2) return undefined;
      const places = call.keywords.get('ndigits') ?? second;
      if (places === undefined || places.kind === 'none') return int(roundHalfEven(number));
      if (places !== second || digits === undefined) return undefined;
      return first?.kind === 'float'
        ? float(roundedDecimal(number, digits))
        : int(digits < 0 ? unknown('digits before the point') : number);
    }
    case 'abs':
      return numbers[0] === undefined
        ? undefined
        : (first?.kind === 'float' ? float : int)(Math.abs(numbers[0]));
    case 'len':
      if (first?.kind === 'sequence') return int(first.items.length);
      if (first?.kind === 'string') return int(Array.from(first.value).length);
      if (first?.kind === 'tensor') return int(first.tensor.shape[0] ?? unknown('the length of a scalar'));
      return first?.kind === 'dictionary' ? int(first.entries.size) : undefined;
    case 'range': {
      if (numbers.some((number) => number === undefined)) return undefined;
      const start = second ? (numbers[0] ?? 0) : 0;
      const end = (second ? numbers[1] : numbers[0]) ?? 0;
      const step = third ? (numbers[2] ?? 1) : 1;
      const count = Math.max(0, Math.ceil((end - start) / step));
      if (!(count <= 100_000)) unknown('a long range');
      const items = Array.from({ length: count }, (_, index) => int(start + index * step));
      return { kind: 'sequence', form: 'list', items };
    }
    case 'dict':
      return first ? undefined : { kind: 'dictionary', entries: call.keywords };
    case 'list':
    case 'tuple':
      return first && { kind: 'sequence', form: path, items: [...itemsOf(first)] };
    case 'min':
    case 'max': {
      const items = first?.kind === 'sequence' && !second ? first.items : call.positional;
      const known = items.map(numberOf);
      if (known.length === 0 || known.some((number) => number === undefined) || call.keywords.size > 0)
        return undefined;
      const best = (path === 'min' ? Math.min : Math.max)(...known.map(Number));
      return items.find((item) => numberOf(item) === best);
    }
    case 'sorted':
    case 'reversed': {
      const items = [...itemsOf(first)];
      if (path === 'reversed') return { kind: 'sequence', form: 'list', items: items.reverse() };
      const isReversed = truth(call.keywords.get('reverse') ?? bool(false));
      const isPlain = [...call.keywords.keys()].every((name) => name === 'reverse');
      if (!isPlain || !items.every((item) => item.kind === 'int' || item.kind === 'float')) return undefined;
      const sign = isReversed ? -1 : 1;
      items.sort((a, b) => sign * ((numberOf(a) ?? 0) - (numberOf(b) ?? 0)));
      return { kind: 'sequence', form: 'list', items };
    }
    case 'isinstance':
      return isInstance(call.positional);
    case 'enumerate':
      return tuple(itemsOf(first).map((item, index) => tuple([int(index), item])));
    case 'zip': {
      const lists = call.positional.map(itemsOf);
      const shortest = Math.min(...lists.map((list) => list.length));
      if (lists.length === 0 || call.keywords.size > 0) return undefined;
      return tuple(
        (lists[0] ?? [])
          .slice(0, shortest)
          .map((_, index) => tuple(lists.flatMap((list) => list.slice(index, index + 1)))),
      );
    }
    case 'print':
      return none;
    default:
      return undefined;
  }
}

/** Whether a tensor is one, as far as that is asked. */
function isInstance([value, type]: readonly Value[]): Value | undefined {
  if (value?.kind !== 'tensor' || type?.kind !== 'path') return undefined;
  return type.path === 'torch.Tensor' && !value.isArray ? bool(true) : undefined;
}

function pythonFloat(text: string): number {
  const plain = text.trim().toLowerCase();
  const special = /^([+-]?)(inf|infinity|nan)$/.exec(plain);
  if (special) return special[2] === 'nan' ? NaN : special[1] === '-' ? -Infinity : Infinity;
  const number = Number(plain.replaceAll('_', ''));
  return Number.isNaN(number) || plain === '' ? unknown('a string that is no number') : number;
}
