import { lossByName } from '../engine/evaluate';
import { fillNormal, Mersenne } from '../engine/tensor/random';
import { cast } from '../engine/tensor/rounding';
import { elementCount, storage, type Tensor } from '../engine/tensor/tensor';
import type { InputState, PlaygroundState } from '../protocol/messages';
import { mostRandomElements } from '../protocol/randomLimits';
import { tensorToPython } from '../text/exportTensor';
import { parseTensor } from '../text/parseTensor';
import { printSize } from '../engine/tensor/printTensor';

/** What is drawn, and the PyTorch code that draws it after `torch.manual_seed`. */
interface Draw {
  readonly tensor: Tensor;
  readonly code: string;
}

type Drawing = (shape: readonly number[], random: Mersenne) => Draw;

const normal: Drawing = (shape, random) => {
  const data = new Float32Array(elementCount(shape));
  fillNormal(data, 'float32', random, 0, 1);
  return { tensor: { dtype: 'float32', shape, data }, code: `torch.randn(${printSize(shape)})` };
};

const uniform: Drawing = (shape, random) => {
  const data = new Float32Array(elementCount(shape));
  for (let index = 0; index < data.length; index++) data[index] = random.uniform24();
  return { tensor: { dtype: 'float32', shape, data }, code: `torch.rand(${printSize(shape)})` };
};

/** Integers of `[low, high)`. */
function integers(low: number, high: number): Drawing {
  return (shape, random) => {
    const data = storage('int64', elementCount(shape));
    for (let index = 0; index < data.length; index++) data[index] = low + (random.bits32() % (high - low));
    const bounds = low === 0 ? String(high) : `${String(low)}, ${String(high)}`;
    return {
      tensor: { dtype: 'int64', shape, data },
      code: `torch.randint(${bounds}, ${printSize(shape)})`,
    };
  };
}

/** Integers as floats, perhaps times and plus something. */
function floats(drawing: Drawing, suffix = '', change = (value: number): number => value): Drawing {
  return (shape, random) => {
    const { tensor, code } = drawing(shape, random);
    const data = Float32Array.from(tensor.data, change);
    return { tensor: { dtype: 'float32', shape, data }, code: `${code}.float()${suffix}` };
  };
}

const bits = floats(integers(0, 2));
const signs = floats(integers(0, 2), ' * 2 - 1', (value) => value * 2 - 1);
const counts = floats(integers(0, 6));

/** What inputs take that are neither any real numbers nor classes, by loss and input. */
const drawings: Readonly<Record<string, Drawing>> = {
  'BCELoss.input': uniform,
  'BCELoss.target': bits,
  'BCEWithLogitsLoss.target': bits,
  'MultiLabelSoftMarginLoss.target': bits,
  'SoftMarginLoss.target': signs,
  'HingeEmbeddingLoss.target': signs,
  'MarginRankingLoss.target': signs,
  'CosineEmbeddingLoss.target': signs,
  'KLDivLoss.target': uniform,
  'GaussianNLLLoss.var': uniform,
  'PoissonNLLLoss.target': counts,
};

/**
 * A random tensor for an input of the state's loss, of a kind that the input takes: the very numbers that PyTorch
 * draws after `torch.manual_seed(seed)`, under a comment that says how. Undefined for an input that there is not, and
 * for a shape of too many elements.
 */
export function randomInput(
  state: PlaygroundState,
  name: string,
  shape: readonly number[],
  seed: number,
): InputState | undefined {
  const loss = lossByName(state.loss);
  const definition = loss?.inputs.find((each) => each.name === name);
  if (!loss || !definition || elementCount(shape) > mostRandomElements) return undefined;
  const usual = definition.dtype === 'int64' ? classIndices(state) : normal;
  const { tensor, code } = (drawings[`${loss.name}.${name}`] ?? usual)(shape, new Mersenne(seed));
  const { dtype = 'auto', nameInCode } = state.inputs[name] ?? {};
  const isConverted = dtype !== 'auto' && dtype !== tensor.dtype;
  const written = tensorToPython(isConverted ? cast(tensor, dtype) : tensor).replaceAll('], [', '],\n  [');
  const conversion = isConverted ? `.to(torch.${dtype})` : '';
  const text = `# torch.manual_seed(${String(seed)}); ${code}${conversion}\n${written}`;
  return { text, dtype, ...(nameInCode !== undefined && { nameInCode }) };
}

/** So many classes where nothing tells how many there are. */
const usualClasses = 10;

/** Beyond 32 bits PyTorch draws in another way. */
function isClassCount(count: number): boolean {
  return Number.isInteger(count) && count >= 1 && count < 2 ** 32;
}

/** Indices of the classes that the other tensor, or a parameter, has. CTC's targets leave out the blank, 0. */
function classIndices(state: PlaygroundState): Drawing {
  const loss = lossByName(state.loss);
  const given = ['n_classes', 'num_classes'].map((name) => Number(state.parameters[name] ?? NaN));
  const first = parseTensor(state.inputs[loss?.inputs[0]?.name ?? '']?.text ?? '');
  const shape = first.ok ? first.tensor.shape : [];
  const isSequence = loss?.task === 'sequence';
  const scores = isSequence ? shape.at(-1) : (shape[1] ?? shape[0]);
  const classes = given.find(isClassCount) ?? scores ?? usualClasses;
  const low = isSequence ? 1 : 0;
  return integers(low, Math.max(low + 1, classes));
}
