import assert from 'node:assert/strict';
import { bind } from '../../src/engine/bind';
import { losses } from '../../src/engine/evaluate';
import { runReplay } from '../../src/engine/runReplay';
import { TorchError } from '../../src/engine/torchError';
import { finiteCalls, withDtype } from './caseCalls';

/** Losses whose mean is not the sum of what they give unreduced over a denominator. */
const ofOtherParts: ReadonlySet<string> = new Set(['CTCLoss']);

function isMean({
  reduction = 'mean',
  size_average: average,
  reduce,
}: Readonly<Record<string, unknown>>): boolean {
  return reduction === 'mean' && (average ?? null) === null && (reduce ?? null) === null;
}

describe('a mean is the sum of the elements over the denominator', () => {
  for (const definition of losses) {
    if (ofOtherParts.has(definition.name)) continue;
    it(definition.name, async () => {
      let compared = 0;
      for (const { id, call } of await finiteCalls(definition.name)) {
        if (!isMean(call.parameters ?? {})) continue;
        const exact = { ...withDtype(call, 'float64'), gradients: [], elements: true };
        const warn = (): void => undefined;
        let result;
        try {
          result = runReplay(definition, exact, bind(definition, exact, warn), []);
        } catch (error) {
          if (!(error instanceof TorchError)) throw error;
          // Float64 is not taken beside what cannot be converted: options of a mixed precision.
          continue;
        }
        const { loss, elements, denominator = assert.fail(`${id}: none is known`) } = result;
        const [mean = NaN] = loss.data;
        if (!Number.isFinite(mean)) continue;
        let sum = 0;
        let size = Math.abs(mean);
        for (const value of elements?.data ?? []) {
          sum += value;
          size += Math.abs(value / denominator);
        }
        assert.ok(
          Math.abs(sum / denominator - mean) <= 1e-7 * size,
          `${id}: ${String(sum)} / ${String(denominator)}`,
        );
        compared++;
      }
      assert.ok(compared >= 20, `only ${String(compared)} calls`);
    });
  }
});
