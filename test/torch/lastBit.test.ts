import assert from 'node:assert/strict';
import path from 'node:path';
import type { DType, Tensor } from '../../src/engine/tensor/tensor';
import { askEngine } from './answer';
import { caseFiles } from './cli';
import { readCases } from './referenceCase';

/** Losses that are made of sums, products and comparisons, which every processor rounds alike. */
const plainLosses = [
  'HingeEmbeddingLoss',
  'L1Loss',
  'MSELoss',
  'MarginRankingLoss',
  'MultiLabelMarginLoss',
  'MultiMarginLoss',
];

type Role = 'loss' | 'gradient';

/**
 * Whether a loss's recorded numbers are the engine's to the last bit, NaN and the sign of zero included: in 16 bits
 * nearly all, as every step is rounded where PyTorch rounds it, which the tolerances would not show.
 */
function isExact(loss: string, dtype: DType, role: Role): boolean {
  if (plainLosses.includes(loss)) return true;
  if (role === 'loss' && ['HuberLoss', 'SmoothL1Loss'].includes(loss)) return true;
  if (dtype !== 'float16' && dtype !== 'bfloat16') return false;
  // Sums of products, and derivatives that a processor's library may round once less.
  if (role === 'loss') return true;
  return (
    !['CrossEntropyLoss', 'LinearCrossEntropyLoss'].includes(loss) &&
    !(loss === 'HuberLoss' && dtype === 'float16')
  );
}

// PyTorch's CTC takes no 16-bit floats.
const files = (await caseFiles()).filter((file) => !file.includes('CTCLoss'));

describe('numbers are those of PyTorch to the last bit', () => {
  async function compare(file: string): Promise<void> {
    let compared = 0;
    for (const each of await readCases(file)) {
      if ('error' in each.expect) continue;
      const answer = askEngine(each);
      assert.ok('loss' in answer);
      const assertBits = (expected: Tensor | null, actual: Tensor | null | undefined, role: Role): void => {
        if (expected === null || !isExact(each.loss, expected.dtype, role)) return;
        compared++;
        assert.deepEqual([...(actual?.data ?? [])], [...expected.data], `${role} of ${each.id}`);
      };
      assertBits(each.expect.loss, answer.loss, 'loss');
      for (const [name, gradient] of Object.entries(each.gradients)) {
        assertBits(gradient, answer.gradients[name], 'gradient');
      }
    }
    assert.ok(compared >= 100, `only ${String(compared)} tensors`);
  }

  for (const file of files) it(path.basename(file, '.jsonl.gz'), () => compare(file));
});
