import assert from 'node:assert/strict';
import { bind } from '../../src/engine/bind';
import type { LossDefinition } from '../../src/engine/defineLoss';
import { losses, type LossCall, type LossResult } from '../../src/engine/evaluate';
import { runKernel } from '../../src/engine/runKernel';
import { runReplay } from '../../src/engine/runReplay';
import type { Tensor } from '../../src/engine/tensor/tensor';
import { finiteCalls, withDtype } from './caseCalls';

/** Relative to the largest element: what rounding once instead of at every step may change. */
const tolerance = { float32: 1e-5, float64: 1e-13 } as const;

function assertSame(
  fused: Tensor | null | undefined,
  replayed: Tensor | null | undefined,
  what: string,
): void {
  assert.deepEqual(
    [fused?.dtype, fused?.shape],
    [replayed?.dtype, replayed?.shape],
    `${what}: dtype and shape`,
  );
  if (!fused || !replayed) return;
  let largest = 1;
  for (const value of replayed.data) if (Number.isFinite(value)) largest = Math.max(largest, Math.abs(value));
  const allowed = largest * tolerance[fused.dtype as keyof typeof tolerance];
  fused.data.forEach((value, i) => {
    const other = replayed.data[i];
    if (other === undefined || Object.is(value, other)) return;
    const isSame = Math.abs(value - other) <= allowed;
    assert.ok(isSame, `${what}[${String(i)}]: fused ${String(value)}, replayed ${String(other)}`);
  });
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

describe('fused kernels agree with the replay', () => {
  for (const definition of losses) {
    if (definition.kernel === undefined) continue;
    for (const dtype of ['float32', 'float64'] as const) {
      it(`${definition.name}, ${dtype}`, async () => {
        let taken = 0;
        for (const { id, call: original } of await finiteCalls(definition.name)) {
          const call = withDtype({ ...original, elements: true }, dtype);
          let pair;
          try {
            pair = bothWays(definition, call);
          } catch {
            // In another dtype a call may be refused; both ways are the replay then.
            continue;
          }
          if (pair === undefined) continue;
          taken++;
          const { fused, replayed } = pair;
          assertSame(fused.loss, replayed.loss, `loss of ${id}`);
          assertSame(fused.elements, replayed.elements, `elements of ${id}`);
          for (const name of call.gradients ?? []) {
            assertSame(fused.gradients[name], replayed.gradients[name], `gradient of ${name} of ${id}`);
          }
        }
        assert.ok(taken >= 50, `the kernel took only ${String(taken)} calls`);
      });
    }
  }
});
