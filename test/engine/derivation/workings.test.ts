import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Derivation, DerivationStep } from '../../../src/engine/derivation/derivation';
import { derive } from '../../../src/engine/derivation/derive';
import { withSymbols } from '../../../src/engine/derivation/expression';
import { evaluate, losses } from '../../../src/engine/evaluate';
import { projectRoot } from '../../projectRoot';
import { finiteCalls } from '../caseCalls';

const file = path.join(projectRoot, 'test/engine/derivation/workings.txt');

/** A step in words and symbols, without its numbers. */
function stepText(step: DerivationStep): string {
  if (step.kind === 'lattice') return step.name;
  if (step.kind === 'table') {
    const columns = step.columns.map(({ symbol, name }) => `${symbol} (${name})`);
    const marks = [...new Set(step.rows.flatMap(({ mark }) => mark ?? []))].sort();
    return `${step.name}, by ${step.each}: ${columns.join(', ')}${marks.length > 0 ? `; ${marks.join(', ')}` : ''}`;
  }
  const note = step.note === undefined ? '' : ` (${step.note})`;
  return `${step.name}: ${step.symbol} = ${withSymbols(step.from)}${note}`;
}

function reductionText({ reduction: { reduction, divisors, denominator } }: Derivation): string {
  const by = [divisors?.name, denominator?.name].filter((name) => name !== undefined);
  return `reduced: ${reduction}${by.length > 0 ? `, by ${by.join(', then by ')}` : ''}`;
}

/** A text without the numbers that are those of one call. */
function general(text: string): string {
  return text.replaceAll(/(ignore_index, |cluster )-?\d+/g, '$1…');
}

describe('the steps of workings', () => {
  it('are what was read and found good (UPDATE_WORKINGS=1 writes workings.txt anew, to be read)', async () => {
    const told: string[] = [];
    for (const { name } of losses) {
      const steps = new Set<string>();
      const reductions = new Set<string>();
      for (const { call } of await finiteCalls(name)) {
        const result = evaluate({ ...call, gradients: [], elements: true });
        const count = Math.min(result.elements?.data.length ?? 0, 3);
        for (let index = 0; index < count; index++) {
          const derivation = derive(call, index, result);
          for (const step of derivation.steps) steps.add(general(stepText(step)));
          reductions.add(reductionText(derivation));
        }
      }
      told.push(`## ${name}`, '', ...[...steps].sort(), ...[...reductions].sort(), '');
    }
    const text = told.join('\n');
    if (process.env['UPDATE_WORKINGS']) await writeFile(file, text);
    assert.deepEqual(text.split('\n'), (await readFile(file, 'utf8')).split('\n'));
  }).timeout(60_000);
});
