import { logSigmoid, sigmoid, softplus } from '../../engine/numeric/sigmoid';
import { isFloat, isHalf } from '../../engine/tensor/dtype';
import { map, negate } from '../../engine/tensor/pointwise';
import { roundTo } from '../../engine/tensor/rounding';
import { storage } from '../../engine/tensor/tensor';
import { Given } from './callArguments';
import { distance, similarity } from './distances';
import { erf, gelu, geluSingle } from './gelu';
import { rounded } from './rounded';
import type { Family, Operation } from './operations';
import { overwrite, refuseLeaf } from './memory';
import { dimension, permuted, shaping } from './shaping';
import { functionalSoftmaxNames, softmax, softmin } from './softmax';
import { elementwiseFamily } from './spellings';
import { contents, int, tensorValue, unknown, type CallValues, type TensorValue, type Value } from './values';

type Elementwise = (value: number, given: Given) => number;

/** Functions of one element; of integers they give float32 except where the result is an integer itself. */
const elementwise: Readonly<
  Record<
    string,
    {
      readonly apply: Elementwise;
      /** What PyTorch computes in float32, where rounding on the way makes another number of it. */
      readonly applySingle?: Elementwise;
      readonly names?: readonly string[];
      readonly required?: readonly string[];
      readonly keepsIntegers?: true;
      readonly onlyFloats?: true;
      /** Whether it is in `torch.nn.functional` alone. */
      readonly isFunctional?: true;
    }
  >
> = {
  // From a score of 17 on, the float32 sigmoid is 1.
  sigmoid: { apply: (x) => sigmoid(x), applySingle: (x) => sigmoid(x, Math.fround) },
  logsigmoid: {
    apply: (x) => logSigmoid(x),
    applySingle: (x) => logSigmoid(x, Math.fround),
    onlyFloats: true,
    isFunctional: true,
  },
  exp: { apply: Math.exp },
  log: { apply: Math.log },
  log2: { apply: Math.log2 },
  log10: { apply: Math.log10 },
  log1p: { apply: Math.log1p },
  expm1: { apply: Math.expm1 },
  sqrt: { apply: Math.sqrt },
  reciprocal: { apply: (x) => 1 / x },
  rsqrt: { apply: (x) => 1 / Math.sqrt(x) },
  tanh: { apply: Math.tanh },
  sin: { apply: Math.sin },
  cos: { apply: Math.cos },
  tan: { apply: Math.tan },
  sinh: { apply: Math.sinh },
  cosh: { apply: Math.cosh },
  asin: { apply: Math.asin },
  acos: { apply: Math.acos },
  atan: { apply: Math.atan },
  erf: { apply: erf },
  frac: { apply: (x) => x - Math.trunc(x), onlyFloats: true },
  relu: { apply: (x) => (x > 0 || Number.isNaN(x) ? x : 0), keepsIntegers: true, names: ['inplace'] },
  abs: { apply: Math.abs, keepsIntegers: true },
  neg: { apply: (x) => -x, keepsIntegers: true },
  square: { apply: (x) => x * x, keepsIntegers: true },
  // PyTorch's has no sign of NaN.
  sign: { apply: (x) => (Number.isNaN(x) ? 0 : Math.sign(x)), keepsIntegers: true },
  floor: { apply: Math.floor, keepsIntegers: true },
  ceil: { apply: Math.ceil, keepsIntegers: true },
  softplus: {
    onlyFloats: true,
    isFunctional: true,
    names: ['beta', 'threshold'],
    apply: (x, given) => {
      const beta = given.number('beta') ?? 1;
      return x * beta > (given.number('threshold') ?? 20) ? x : softplus(x * beta) / beta;
    },
  },
  leaky_relu: {
    onlyFloats: true,
    isFunctional: true,
    names: ['negative_slope', 'inplace'],
    apply: (x, given) => (x > 0 ? x : x * (given.number('negative_slope') ?? 0.01)),
  },
  elu: {
    onlyFloats: true,
    isFunctional: true,
    names: ['alpha', 'inplace'],
    apply: (x, given) => (x > 0 ? x : (given.number('alpha') ?? 1) * Math.expm1(x)),
  },
  trunc: { apply: Math.trunc, keepsIntegers: true },
  silu: { onlyFloats: true, isFunctional: true, names: ['inplace'], apply: (x) => x / (1 + Math.exp(-x)) },
  softsign: { onlyFloats: true, isFunctional: true, apply: (x) => x / (1 + Math.abs(x)) },
  relu6: {
    onlyFloats: true,
    isFunctional: true,
    names: ['inplace'],
    apply: upToSix,
  },
  hardsigmoid: {
    onlyFloats: true,
    isFunctional: true,
    names: ['inplace'],
    apply: (x) => upToSix(x + 3) / 6,
    applySingle: (x) => upToSix(Math.fround(x + 3)) / 6,
  },
  hardswish: {
    onlyFloats: true,
    isFunctional: true,
    names: ['inplace'],
    apply: (x) => (x * upToSix(x + 3)) / 6,
    applySingle: (x) => Math.fround(x * upToSix(Math.fround(x + 3))) / 6,
  },
  selu: {
    onlyFloats: true,
    isFunctional: true,
    names: ['inplace'],
    apply: (x) => (x > 0 ? x * seluScale : Math.expm1(x) * (seluAlpha * seluScale)),
    applySingle: (x) =>
      x > 0
        ? x * Math.fround(seluScale)
        : Math.fround(Math.expm1(x)) * Math.fround(Math.fround(seluAlpha) * Math.fround(seluScale)),
  },
  celu: {
    onlyFloats: true,
    isFunctional: true,
    names: ['alpha', 'inplace'],
    apply: (x, given) => {
      const alpha = given.number('alpha') ?? 1;
      return x > 0 ? x : alpha * Math.expm1(x / alpha);
    },
  },
  gelu: {
    onlyFloats: true,
    isFunctional: true,
    names: ['approximate'],
    apply: gelu,
    applySingle: geluSingle,
  },
  mish: {
    onlyFloats: true,
    isFunctional: true,
    names: ['inplace'],
    apply: (x) => x * Math.tanh(softplus(x)),
  },
  softshrink: {
    onlyFloats: true,
    isFunctional: true,
    names: ['lambd'],
    apply: (x, given) => shrunk(x, given.number('lambd') ?? 0.5),
    applySingle: (x, given) => shrunk(x, Math.fround(given.number('lambd') ?? 0.5)),
  },
  hardshrink: {
    onlyFloats: true,
    isFunctional: true,
    names: ['lambd'],
    apply: (x, given) => (Math.abs(x) <= (given.number('lambd') ?? 0.5) ? 0 : x),
    applySingle: (x, given) => (Math.abs(x) <= Math.fround(given.number('lambd') ?? 0.5) ? 0 : x),
  },
  tanhshrink: {
    onlyFloats: true,
    isFunctional: true,
    apply: (x) => x - Math.tanh(x),
    applySingle: (x) => x - Math.fround(Math.tanh(x)),
  },
  threshold: {
    isFunctional: true,
    keepsIntegers: true,
    required: ['threshold', 'value'],
    names: ['threshold', 'value', 'inplace'],
    apply: (x, given) => (x <= (given.number('threshold') ?? NaN) ? (given.number('value') ?? NaN) : x),
    applySingle: (x, given) =>
      x <= Math.fround(given.number('threshold') ?? NaN) ? (given.number('value') ?? NaN) : x,
  },
  hardtanh: {
    onlyFloats: true,
    isFunctional: true,
    names: ['min_val', 'max_val', 'inplace'],
    apply: (x, given) => Math.min(Math.max(x, given.number('min_val') ?? -1), given.number('max_val') ?? 1),
  },
};

/** Of `torch.nn.SELU`, as ATen has them. */
const seluAlpha = 1.6732632423543772;
const seluScale = 1.0507009873554805;

/** As `softshrink`. */
function shrunk(x: number, lambda: number): number {
  return x > lambda ? x - lambda : x < -lambda ? x + lambda : x * 0;
}

/** As `relu6`. */
function upToSix(x: number): number {
  return Math.min(Math.max(x, 0), 6);
}

function mapped(name: string): Operation {
  return (call, context) => {
    const rule = elementwise[name];
    const given = new Given(call, ['input', ...(rule?.names ?? [])]);
    const value = given.tensor('input');
    const tensor = contents(value);
    context.spend(tensor.data.length);
    if (!rule) return unknown(name);
    for (const one of rule.required ?? []) given.required(one);
    // A whole number has none of the digits of what it is set to.
    if (name === 'threshold' && !isFloat(tensor.dtype)) unknown('a threshold of whole numbers');
    const keeps = isFloat(tensor.dtype) || rule.keepsIntegers === true;
    if (tensor.dtype === 'bool' && keeps) unknown(`\`${name}\` of bools`);
    if (/^(?:rsqrt|tanhshrink)$/.test(name) && isHalf(tensor.dtype)) unknown(`the last bits of \`${name}\``);
    if (value.isArray && /^(?:bool|u?int8|int16)$/.test(tensor.dtype))
      unknown('what NumPy makes of small integers');
    if (!isFloat(tensor.dtype) && rule.onlyFloats) unknown(`PyTorch refuses \`${name}\` of integers`);
    const dtype = keeps ? tensor.dtype : value.isArray ? 'float64' : 'float32';
    const apply = (dtype === 'float64' ? undefined : rule.applySingle) ?? rule.apply;
    const result = tensorValue(
      map(tensor, (x) => apply(x, given), dtype),
      value.requiresGrad,
      value.isArray,
    );
    if (rule.names?.includes('inplace') !== true || !given.flag('inplace')) return result;
    refuseLeaf(value, context.isGradEnabled);
    overwrite(value, result);
    return value;
  };
}

const normalize: Operation = (call, context) => {
  const given = new Given(call, ['input', 'p', 'dim', 'eps'], [], false);
  const value = given.tensor('input');
  const source = contents(value);
  context.spend(source.data.length);
  if ((given.number('p') ?? 2) !== 2 || !isFloat(source.dtype)) return unknown('a norm');
  const dim = dimension(given.integer('dim') ?? 1, source.shape.length);
  const order = source.shape.map((_, index) => index).filter((index) => index !== dim);
  if (source.shape.length > 0) order.push(dim);
  const moved = permuted(source, order);
  const length = source.shape[dim] ?? 1;
  const data = storage(source.dtype, moved.data.length);
  for (let start = 0; start < data.length; start += length) {
    let sum = 0;
    for (let i = start; i < start + length; i++) sum += (moved.data[i] ?? 0) ** 2;
    const norm = Math.max(roundTo(source.dtype, Math.sqrt(sum)), given.number('eps') ?? 1e-12);
    for (let i = start; i < start + length; i++) data[i] = roundTo(source.dtype, (moved.data[i] ?? 0) / norm);
  }
  const back: number[] = [];
  order.forEach((from, index) => (back[from] = index));
  const shape = order.map((index) => source.shape[index] ?? 1);
  return tensorValue(permuted({ dtype: source.dtype, shape, data }, back), value.requiresGrad);
};

/** As the module does, which leaves the first dimension. */
const flattened: Operation = (call, context) => {
  const flatten = shaping.functions['torch.flatten'];
  const keywords = new Map<string, Value>([['start_dim', int(1)], ...call.keywords]);
  return flatten ? flatten({ ...call, keywords }, context) : unknown('a shape');
};

/** To whole numbers, or so many digits behind the point; integers are whole. */
const round: Operation = (call, context) => {
  const given = new Given(call, ['input'], ['decimals']);
  const value = given.tensor('input');
  const decimals = given.integer('decimals') ?? 0;
  context.spend(value.tensor.data.length);
  if (isFloat(value.tensor.dtype)) return rounded(value, decimals);
  if (decimals !== 0 || value.tensor.dtype === 'bool') return unknown('PyTorch refuses to round that');
  return tensorValue(value.tensor);
};

const operations: Record<string, Operation> = {
  softmax: softmax(false),
  log_softmax: softmax(true),
  round,
};
const functionalOnly: Record<string, Operation> = {};
for (const [name, { isFunctional }] of Object.entries(elementwise))
  (isFunctional ? functionalOnly : operations)[name] = mapped(name);
const tests: Readonly<Record<string, (value: number) => boolean>> = {
  isnan: Number.isNaN,
  isinf: (x) => Math.abs(x) === Infinity,
  isfinite: Number.isFinite,
  logical_not: (x) => x === 0,
};
for (const [name, holds] of Object.entries(tests))
  operations[name] = (call, context) => {
    const tensor = contents(new Given(call, ['input']).tensor('input'));
    context.spend(tensor.data.length);
    return tensorValue(map(tensor, (x) => Number(holds(x)), 'bool'));
  };
const aliases = { absolute: 'abs', negative: 'neg' };
for (const [alias, name] of Object.entries(aliases)) operations[alias] = mapped(name);
const family = elementwiseFamily(operations);
const functions: Record<string, Operation> = { ...family.functions };
const functionals: Record<string, Operation> = {
  ...functionalOnly,
  sigmoid: mapped('sigmoid'),
  tanh: mapped('tanh'),
  relu: mapped('relu'),
  softmax: softmax(false, functionalSoftmaxNames),
  log_softmax: softmax(true, functionalSoftmaxNames),
  softmin,
  normalize,
};
for (const [name, operation] of Object.entries(functionals))
  functions[`torch.nn.functional.${name}`] = operation;
functions['torch.special.expit'] = mapped('sigmoid');
for (const name of 'exp log sqrt abs tanh sin cos square sign floor ceil'.split(' '))
  functions[`numpy.${name}`] = mapped(name);

/** The operator `-` and its kin on tensors. */
export const unaryOperators: Readonly<Record<string, (operand: TensorValue) => Value>> = {
  '-': (operand) => {
    if (operand.tensor.dtype === 'bool') return unknown('PyTorch refuses `-` of bools');
    return tensorValue(negate(contents(operand)), operand.requiresGrad, operand.isArray);
  },
  '+': (operand) => (operand.tensor.dtype === 'bool' ? unknown('PyTorch refuses `+` of bools') : operand),
  '~': (operand) => {
    const tensor = contents(operand);
    if (isFloat(tensor.dtype)) return unknown('PyTorch refuses the bits of floats');
    return tensorValue(map(tensor, tensor.dtype === 'bool' ? (x) => 1 - x : (x) => -1 - x));
  },
};

/** The activations that feed losses, and elementwise functions. */
export const activations: Family = { functions, methods: family.methods };

/** Modules without parameters of their own: the function that each applies, and the names of its arguments. */
export const activationModules: Readonly<
  Record<
    string,
    { readonly apply: Operation; readonly names: readonly string[]; readonly inputs?: number } | undefined
  >
> = {
  'torch.nn.Sigmoid': { apply: mapped('sigmoid'), names: [] },
  'torch.nn.LogSigmoid': { apply: mapped('logsigmoid'), names: [] },
  'torch.nn.Tanh': { apply: mapped('tanh'), names: [] },
  'torch.nn.ReLU': { apply: mapped('relu'), names: ['inplace'] },
  'torch.nn.LeakyReLU': { apply: mapped('leaky_relu'), names: ['negative_slope', 'inplace'] },
  'torch.nn.ELU': { apply: mapped('elu'), names: ['alpha', 'inplace'] },
  'torch.nn.SiLU': { apply: mapped('silu'), names: ['inplace'] },
  'torch.nn.Softsign': { apply: mapped('softsign'), names: [] },
  'torch.nn.ReLU6': { apply: mapped('relu6'), names: ['inplace'] },
  'torch.nn.Hardtanh': { apply: mapped('hardtanh'), names: ['min_val', 'max_val', 'inplace'] },
  'torch.nn.Hardsigmoid': { apply: mapped('hardsigmoid'), names: ['inplace'] },
  'torch.nn.Hardswish': { apply: mapped('hardswish'), names: ['inplace'] },
  'torch.nn.SELU': { apply: mapped('selu'), names: ['inplace'] },
  'torch.nn.CELU': { apply: mapped('celu'), names: ['alpha', 'inplace'] },
  'torch.nn.GELU': { apply: mapped('gelu'), names: ['approximate'] },
  'torch.nn.Mish': { apply: mapped('mish'), names: ['inplace'] },
  'torch.nn.Softshrink': { apply: mapped('softshrink'), names: ['lambd'] },
  'torch.nn.Hardshrink': { apply: mapped('hardshrink'), names: ['lambd'] },
  'torch.nn.Tanhshrink': { apply: mapped('tanhshrink'), names: [] },
  'torch.nn.Threshold': { apply: mapped('threshold'), names: ['threshold', 'value', 'inplace'] },
  'torch.nn.CosineSimilarity': { apply: similarity, names: ['dim', 'eps'], inputs: 2 },
  'torch.nn.PairwiseDistance': { apply: distance, names: ['p', 'eps', 'keepdim'], inputs: 2 },
  'torch.nn.Softmin': { apply: softmin, names: ['dim'] },
  'torch.nn.Flatten': { apply: flattened, names: ['start_dim', 'end_dim'] },
  'torch.nn.Identity': { apply: (call) => new Given(call, ['input']).tensor('input'), names: [] },
  'torch.nn.Softplus': { apply: mapped('softplus'), names: ['beta', 'threshold'] },
  'torch.nn.Softmax': { apply: softmax(false, functionalSoftmaxNames), names: ['dim'] },
  'torch.nn.LogSoftmax': { apply: softmax(true, functionalSoftmaxNames), names: ['dim'] },
};

/** Calls such a module on a tensor. */
export function callActivation(
  path: string,
  made: CallValues,
  call: CallValues,
  context: Parameters<Operation>[1],
): Value {
  const module = activationModules[path];
  const inputs = call.positional;
  if (inputs.length !== (module?.inputs ?? 1)) return unknown(`what \`${path}\` gives`);
  if (!module || inputs.some(({ kind }) => kind !== 'tensor')) return unknown(`what \`${path}\` gives`);
  const keywords = new Map(made.keywords);
  made.positional.forEach((value, index) => {
    const name = module.names[index];
    if (name !== undefined) keywords.set(name, value);
  });
  return module.apply({ positional: inputs, keywords }, context);
}
