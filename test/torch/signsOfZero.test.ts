import assert from 'node:assert/strict';
import path from 'node:path';
import type { Tensor } from '../../src/engine/tensor/tensor';
import { projectRoot } from '../projectRoot';
import { askEngine } from './answer';
import { readCases } from './referenceCase';

/** Losses whose every zero has PyTorch's sign, which shows where it is printed: `-0.`. */
const exactLosses = [
  'BCEWithLogitsLoss',
  'CTCLoss',
  'CosineEmbeddingLoss',
  'GaussianNLLLoss',
  'HingeEmbeddingLoss',
  'KLDivLoss',
  'L1Loss',
  'MSELoss',
  'MarginRankingLoss',
  'MultiLabelMarginLoss',
  'MultiMarginLoss',
  'NLLLoss',
  'PoissonNLLLoss',
  'SoftMarginLoss',
] as const;

function assertSigns(
  expected: Tensor | null | undefined,
  actual: Tensor | null | undefined,
  what: string,
): void {
  expected?.data.forEach((wanted, i) => {
    const got = actual?.data[i];
    if (wanted !== 0 || got !== 0) return;
    assert.ok(Object.is(wanted, got), `${what}[${String(i)}]: PyTorch's zero has the other sign`);
  });
}

describe('zeros have the sign that PyTorch gives them', () => {
  for (const loss of exactLosses) {
    it(loss, async () => {
      const file = path.join(projectRoot, 'test/torch/cases', `${loss}.jsonl.gz`);
      for (const each of await readCases(file)) {
        if ('error' in each.expect) continue;
        const answer = askEngine(each);
        if ('error' in answer) continue;
        assertSigns(each.expect.loss, answer.loss, `loss of ${each.id}`);
        for (const [name, gradient] of Object.entries(each.gradients)) {
          assertSigns(gradient, answer.gradients[name], `gradient of ${name} of ${each.id}`);
        }
      }
    });
  }
});
