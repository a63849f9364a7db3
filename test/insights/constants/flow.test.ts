import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { newEvaluator } from '../../../src/insights/evaluateCall';
import { evaluateCall, lossCalls } from '../../../src/insights/documentInsights';
import type { Expression } from '../../../src/python/syntax';
import { visitStatements } from '../../../src/python/visit';
import { projectRoot } from '../../projectRoot';
import { openPython } from '../../python/openPython';
import { header, type Fact } from './facts';

/** What flowPrograms.py and flowTraps.py found PyTorch to do. */
interface FlowFacts {
  readonly traps: readonly Fact[];
  readonly programs: readonly {
    readonly code: string;
    /** What each call gave, each time that it ran, by its start and end. */
    readonly calls: Readonly<Record<string, readonly (readonly number[])[]>>;
  }[];
}

async function readFlow(): Promise<FlowFacts> {
  const file = path.join(projectRoot, 'test/insights/constants/flow.json');
  return JSON.parse(await readFile(file, 'utf8')) as FlowFacts;
}

/** What the last assignment to `r` gives it, wherever it stands; undefined where that is not known. */
async function dataOfR(code: string): Promise<readonly number[] | undefined> {
  const document = await openPython(header + code);
  let last: Expression | undefined;
  for (const { statement } of document.module.chunks)
    visitStatements(
      statement,
      (inner) => {
        const target = inner.kind === 'assign' ? inner.targets[0] : undefined;
        if (inner.kind === 'assign' && target?.kind === 'name' && target.id === 'r') last = inner.value;
      },
      () => true,
    );
  assert.ok(last, code);
  const value = newEvaluator(document, { steps: 2_000_000 }).value(last);
  document.dispose();
  if (value.kind === 'tensor') return [...value.tensor.data];
  assert.equal(value.kind, 'unknown', code);
  return undefined;
}

function areClose(found: readonly number[], expected: readonly (number | string)[]): boolean {
  return (
    found.length === expected.length &&
    found.every((x, i) => Math.abs(x - Number(expected[i])) <= 1e-5 * Math.abs(Number(expected[i])) + 1e-6)
  );
}

describe('values that flow through code', () => {
  it('are right or unknown, behind aliases, deletions, conditions and errors', async () => {
    const { traps } = await readFlow();
    const wrong: string[] = [];
    let known = 0;
    for (const { code, r } of traps) {
      const found = await dataOfR(code);
      if (!found) continue;
      known++;
      assert.ok('data' in r, code);
      if (!areClose(found, r.data)) wrong.push(`${code}\n    r is ${String(r.data)}, not ${String(found)}`);
    }
    assert.equal(wrong.join('\n\n'), '');
    // Saying nothing would pass, too.
    assert.ok(known >= 20, `only ${known} of ${traps.length} are known`);
  });

  it('are right or unknown at each loss call in random programs', async () => {
    const { programs } = await readFlow();
    const wrong: string[] = [];
    let [known, asked] = [0, 0];
    for (const { code, calls } of programs) {
      const document = await openPython(code);
      for (const call of lossCalls(document, { start: 0, end: code.length })) {
        if (call.isOpen || call.candidates.length > 1) continue;
        const seen = calls[`${call.start} ${call.end}`];
        asked++;
        const { result } = evaluateCall(document, call);
        if (!result || !seen) continue;
        known++;
        const found = [...result.loss.data];
        if (!seen.every((one) => areClose(found, one)))
          wrong.push(
            `${code.slice(call.start, call.end)} in\n${code}\n    is ${JSON.stringify(seen)}, not ${String(found)}`,
          );
      }
      document.dispose();
    }
    assert.equal(wrong.join('\n\n'), '');
    assert.ok(known > 0.2 * asked, `only ${known} of ${asked} are known`);
  }).timeout(60_000);
});
