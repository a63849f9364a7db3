import assert from 'node:assert/strict';
import path from 'node:path';
import { losses } from '../../src/engine/evaluate';
import { caseFiles } from './cli';
import { readCases } from './referenceCase';
import { listDisagreements, tally } from './tally';

const files = await caseFiles();

describe('reference cases', () => {
  for (const file of files) {
    it(`agree with PyTorch: ${path.basename(file)}`, async () => {
      for (const { cases, disagreements } of tally(await readCases(file)).values()) {
        const count = `${String(disagreements.length)} of ${String(cases)} cases disagree`;
        assert.equal(disagreements.length, 0, `${count}\n${listDisagreements(disagreements, 5)}`);
      }
    });
  }

  it('exist for every loss, at least 300 each', async () => {
    for (const { name } of losses) {
      const file = files.find((each) => path.basename(each) === `${name}.jsonl.gz`);
      assert.ok(file !== undefined, `test/torch/cases has nothing about ${name}`);
      const cases = await readCases(file);
      assert.ok(
        cases.every(({ loss }) => loss === name),
        `${name}.jsonl.gz holds another loss`,
      );
      assert.ok(cases.length >= 300, `${name} has only ${String(cases.length)} cases`);
      assert.equal(new Set(cases.map(({ id }) => id)).size, cases.length, `${name} has two cases of one id`);
    }
  });
});
