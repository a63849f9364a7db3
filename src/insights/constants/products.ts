import { broadcastShapes } from '../../engine/tensor/broadcast';
import { isFloat } from '../../engine/tensor/dtype';
import { expandData } from '../../engine/tensor/shape';
import { elementCount, storage, type Tensor } from '../../engine/tensor/tensor';
import { refuseAutocast } from './autocast';
import { elementwise } from './arithmetic';
import { Given } from './callArguments';
import type { Family, Operation } from './operations';
import { productWork } from './productWork';
import { permuted, reshaped } from './shaping';
import { asMethod } from './spellings';
import { contents, tensorValue, unknown, type TensorValue, type Value } from './values';

/** The product of two matrices, of a matrix and a vector, or of as many of them as the dimensions in front say. */
export function matrixProduct(a: Value, b: Value): TensorValue {
  if (a.kind !== 'tensor' || b.kind !== 'tensor') return unknown('a matrix product');
  if (a.isArray !== b.isArray) return unknown('a tensor and an array together');
  const [x, y] = [asMatrices(contents(a), 'row'), asMatrices(contents(b), 'column')];
  const [rows = 1, inner = 1] = x.shape.slice(-2);
  const [height = 1, columns = 1] = y.shape.slice(-2);
  if (inner !== height || x.dtype !== y.dtype) unknown('PyTorch refuses that matrix product');
  if (['float16', 'bfloat16', 'bool'].includes(x.dtype)) unknown(`a matrix product of ${x.dtype}`);
  const batch = broadcastShapes(x.shape.slice(0, -2), y.shape.slice(0, -2));
  const left = expandData(x, [...batch, rows, inner]).data;
  const right = expandData(y, [...batch, inner, columns]).data;
  const data = storage(x.dtype, elementCount(batch) * rows * columns);
  for (let i = 0; i < data.length; i++) {
    const matrix = Math.floor(i / (rows * columns));
    const row = Math.floor(i / columns) * inner;
    const column = matrix * inner * columns + (i % columns);
    let sum = 0;
    for (let k = 0; k < inner; k++) sum += (left[row + k] ?? 0) * (right[column + k * columns] ?? 0);
    if (!isFloat(x.dtype) && !(Math.abs(sum) < 2 ** 31)) unknown('a matrix product of large integers');
    data[i] = sum;
  }
  const shape = [...batch];
  if (a.tensor.shape.length > 1) shape.push(rows);
  if (b.tensor.shape.length > 1) shape.push(columns);
  return tensorValue({ dtype: x.dtype, shape, data }, a.requiresGrad || b.requiresGrad);
}

function asMatrices(tensor: Tensor, vector: 'row' | 'column'): Tensor {
  const { shape } = tensor;
  if (shape.length === 0) return unknown('PyTorch refuses the matrix product of a scalar');
  if (shape.length > 1) return tensor;
  return { ...tensor, shape: vector === 'row' ? [1, ...shape] : [...shape, 1] };
}

/** A product of tensors of so many dimensions each; as many as one likes where nothing is said. */
function product(names: readonly [string, string], ranks?: readonly [number, number]): Operation {
  return (call, context) => {
    const given = new Given(call, names);
    const [a, b] = [given.tensor(names[0]), given.tensor(names[1])];
    const [m, n] = [a.tensor.shape, b.tensor.shape];
    if (ranks && (m.length !== ranks[0] || n.length !== ranks[1])) unknown('PyTorch refuses that product');
    if (m.length === 3 && ranks && m[0] !== n[0]) unknown('PyTorch refuses that product');
    refuseAutocast(context);
    context.spend(productWork(m, n));
    return matrixProduct(a, b);
  };
}

const outer: Operation = (call, context) => {
  const given = new Given(call, ['input', 'vec2']);
  const [a, b] = [given.tensor('input'), given.tensor('vec2')];
  if (a.tensor.shape.length !== 1 || b.tensor.shape.length !== 1)
    return unknown('PyTorch refuses that product');
  context.spend(a.tensor.data.length * b.tensor.data.length);
  return elementwise(reshaped(a, [-1, 1]), b, (x, y) => x * y);
};

/** `x @ weight.T + bias`. */
const linear: Operation = (call, context) => {
  const given = new Given(call, ['input', 'weight', 'bias']);
  const [x, weight, bias] = [given.tensor('input'), given.tensor('weight'), given.value('bias')];
  if (weight.tensor.shape.length !== 2 || x.tensor.shape.length === 0) return unknown('a linear map');
  const turned = tensorValue(permuted(contents(weight), [1, 0]), weight.requiresGrad);
  refuseAutocast(context);
  context.spend(productWork(x.tensor.shape, turned.tensor.shape));
  const result = matrixProduct(x, turned);
  return bias ? elementwise(result, bias, (a, b) => a + b) : result;
};

const operations: Readonly<Record<string, Operation>> = {
  matmul: product(['input', 'other']),
  mm: product(['input', 'mat2'], [2, 2]),
  bmm: product(['input', 'mat2'], [3, 3]),
  mv: product(['input', 'vec'], [2, 1]),
  dot: product(['input', 'tensor'], [1, 1]),
  outer,
};

/** Products of matrices and vectors. */
export const products: Family = {
  functions: {
    ...Object.fromEntries(Object.entries(operations).map(([name, one]) => [`torch.${name}`, one])),
    'torch.nn.functional.linear': linear,
  },
  methods: Object.fromEntries(Object.entries(operations).map(([name, one]) => [name, asMethod(one)])),
};
