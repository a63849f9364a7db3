import assert from 'node:assert/strict';
import { bind } from '../../src/engine/bind';
import type { LossDefinition } from '../../src/engine/defineLoss';
import { losses, type LossCall, type LossResult } from '../../src/engine/evaluate';
import { mostExact } from '../../src/engine/kernel';
import type { ParameterValue } from '../../src/engine/lossDefinition';
import { isTensorValue } from '../../src/engine/nativeTypes';
import { runKernel } from '../../src/engine/runKernel';
import { runReplay } from '../../src/engine/runReplay';
import { storage, type Tensor } from '../../src/engine/tensor/tensor';
import { TorchError } from '../../src/engine/torchError';
import { finiteCalls, withDtype } from './caseCalls';
import { randomCalls } from './random/calls';
import { Draw } from './random/draw';

/** Relative to the largest number of a call: what rounding once instead of at every step may change. */
const tolerance = { float32: 3e-5, float64: 1e-13 } as const;

function assertSame(
  fused: Tensor | null | undefined,
  replayed: Tensor | null | undefined,
  inputs: number,
  what: string,
): void {
  assert.deepEqual(
    [fused?.dtype, fused?.shape],
    [replayed?.dtype, replayed?.shape],
    `${what}: dtype and shape`,
  );
  if (!fused || !replayed) return;
  const largest = Math.max(1, inputs, largestOf(replayed));
  const allowed = largest * tolerance[fused.dtype as keyof typeof tolerance];
  fused.data.forEach((value, i) => {
    const other = replayed.data[i];
    if (other === undefined || Object.is(value, other)) return;
    const isSame = Math.abs(value - other) <= allowed;
    assert.ok(isSame, `${what}[${String(i)}]: fused ${String(value)}, replayed ${String(other)}`);
  });
}

function largestOf({ data }: Tensor): number {
  let largest = 0;
  for (const value of data) if (Number.isFinite(value)) largest = Math.max(largest, Math.abs(value));
  return largest;
}

/** Both ways through a call; undefined where the kernel leaves it to the replay. */
function bothWays(
  definition: LossDefinition,
  call: LossCall,
): { readonly fused: LossResult; readonly replayed: LossResult } | undefined {
  const warn = (): void => undefined;
  const fused = runKernel(definition, call, bind(definition, call, warn), []);
  return fused && { fused, replayed: runReplay(definition, call, bind(definition, call, warn), []) };
}

/**
 * Compares both ways through each call of a loss; answers how many the kernel took. In another dtype or size a
 * call may be refused: both ways are the replay then.
 */
async function compare(
  definition: LossDefinition,
  change: (call: LossCall) => LossCall | undefined,
): Promise<number> {
  let taken = 0;
  for (const { id, call: original } of await finiteCalls(definition.name)) {
    const call = change({ ...original, elements: true });
    let pair;
    try {
      pair = call && bothWays(definition, call);
    } catch (error) {
      if (!(error instanceof TorchError)) throw error;
    }
    if (pair === undefined) continue;
    taken++;
    const { fused, replayed } = pair;
    const inputs = Math.max(...Object.values(original.inputs).filter(isTensorValue).map(largestOf));
    assertSame(fused.loss, replayed.loss, inputs, `loss of ${id}`);
    assertSame(fused.elements, replayed.elements, inputs, `elements of ${id}`);
    assertSame(fused.output, replayed.output, inputs, `output of ${id}`);
    for (const name of original.gradients ?? []) {
      assertSame(fused.gradients[name], replayed.gradients[name], inputs, `gradient of ${name} of ${id}`);
    }
  }
  return taken;
}

/** The same call with a batch so often repeated that kernels may take their fast ways; if it has a batch. */
function enlarged(call: LossCall): LossCall | undefined {
  const tensors = Object.values(call.inputs).filter(isTensorValue);
  const [batch] = tensors[0]?.shape ?? [];
  const count = tensors[0]?.data.length ?? 0;
  if (batch === undefined || count === 0 || tensors.some(({ shape }) => shape[0] !== batch)) return undefined;
  const times = Math.ceil((2 * mostExact) / count);
  const repeat = <T extends ParameterValue>(value: T): T | Tensor => {
    if (!isTensorValue(value)) return value;
    const { dtype, shape, data } = value;
    const repeated = storage(dtype, data.length * times);
    for (let i = 0; i < times; i++) repeated.set(data, i * data.length);
    return { dtype, shape: [batch * times, ...shape.slice(1)], data: repeated };
  };
  return {
    ...call,
    inputs: Object.fromEntries(Object.entries(call.inputs).map(([name, value]) => [name, repeat(value)])),
  };
}

/**
 * So many of 200 random calls the kernel takes, and of these enlarged in float32, at least: the others broadcast, have a
 * weight or another distance, or no batch. What a kernel declines is right all the same, but slow.
 */
const forKernels: Readonly<Record<string, readonly [plain: number, large: number]>> = {
  AdaptiveLogSoftmaxWithLoss: [108, 108],
  BCELoss: [123, 95],
  BCEWithLogitsLoss: [71, 54],
  CTCLoss: [200, 0],
  CosineEmbeddingLoss: [200, 143],
  CrossEntropyLoss: [186, 158],
  GaussianNLLLoss: [200, 137],
  HingeEmbeddingLoss: [173, 130],
  HuberLoss: [133, 85],
  KLDivLoss: [182, 134],
  L1Loss: [118, 75],
  LinearCrossEntropyLoss: [138, 123],
  MSELoss: [118, 75],
  MarginRankingLoss: [177, 134],
  MultiLabelMarginLoss: [200, 200],
  MultiLabelSoftMarginLoss: [94, 94],
  MultiMarginLoss: [200, 143],
  NLLLoss: [200, 157],
  NLLLoss2d: [200, 157],
  PoissonNLLLoss: [182, 134],
  SmoothL1Loss: [133, 96],
  SoftMarginLoss: [173, 130],
  TripletMarginLoss: [38, 38],
  TripletMarginWithDistanceLoss: [100, 100],
};

function takenOfRandom(definition: LossDefinition): readonly [number, number] {
  const make = randomCalls[definition.name] ?? assert.fail(definition.name);
  const isTaken = (call: LossCall | undefined): boolean =>
    call !== undefined &&
    runKernel(
      definition,
      call,
      bind(definition, call, () => undefined),
      [],
    ) !== undefined;
  let [plain, large] = [0, 0];
  for (let seed = 0; seed < 200; seed++) {
    const { inputs, parameters = {}, gradients, via } = make(new Draw(seed));
    const call = { loss: definition.name, inputs, parameters, gradients, ...(via && { via }) };
    plain += Number(isTaken(call));
    large += Number(isTaken(enlarged(withDtype(call, 'float32'))));
  }
  return [plain, large];
}

describe('fused kernels agree with the replay', () => {
  for (const definition of losses) {
    if (definition.kernel === undefined) continue;
    it(`${definition.name}, and are there for ordinary calls`, () => {
      const [plain, large] = forKernels[definition.name] ?? assert.fail(definition.name);
      const taken = takenOfRandom(definition);
      assert.ok(taken[0] >= plain && taken[1] >= large, `only ${taken.join(' and ')}`);
    });
    for (const dtype of ['float32', 'float64'] as const) {
      it(`${definition.name}, ${dtype}`, async () => {
        const taken = await compare(definition, (call) => withDtype(call, dtype));
        assert.ok(taken >= 50, `the kernel took only ${String(taken)} calls`);
      });
    }
    // A loss of sequences has batches in more than one layout: its own tests enlarge it.
    if (definition.inputs.some(({ orNumbers }) => orNumbers === true)) continue;
    it(`${definition.name}, many float32`, async () => {
      const taken = await compare(definition, (call) => enlarged(withDtype(call, 'float32')));
      assert.ok(taken >= 10, `the kernel took only ${String(taken)} calls`);
    });
    it(`${definition.name}, many float32 whose elements nobody asked for`, async () => {
      await compare(definition, (call) => {
        const large = enlarged(withDtype(call, 'float32'));
        return large && { ...large, elements: false, parameters: { ...large.parameters, reduction: 'sum' } };
      });
    });
  }
});
