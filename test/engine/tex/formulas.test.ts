import assert from 'node:assert/strict';
import { evaluate, losses } from '../../../src/engine/evaluate';
import { configurationsOf } from '../../../src/engine/formulaRepresentatives';
import type { Configuration } from '../../../src/engine/lossDefinition';
import { Draw } from '../random/draw';
import { FormulaReader } from './compute';
import { settings } from './settings';

function isKnown(configuration: Configuration): boolean {
  const { distance_function: distance = null } = configuration;
  return typeof distance !== 'object' || distance === null;
}

function assertClose(actual: ArrayLike<number>, expected: readonly number[], what: string): void {
  assert.equal(actual.length, expected.length, what);
  expected.forEach((value, i) => {
    const other = actual[i] ?? NaN;
    assert.ok(
      Math.abs(value - other) <= 1e-9 * (1 + Math.abs(value)),
      `${what}: ${String(other)}, by TeX ${String(value)}`,
    );
  });
}

describe('every formula, read as TeX, gives the number', () => {
  for (const loss of losses) {
    const setting = settings[loss.forwarder ?? loss.name] ?? assert.fail(`no setting of ${loss.name}`);
    it(loss.name, () => {
      let compared = 0;
      for (const configuration of configurationsOf(loss)) {
        if (!isKnown(configuration)) continue;
        for (let seed = 1; seed <= 8; seed++) {
          const {
            parameters,
            inputs,
            symbols,
            origin,
            losses: elements,
            by,
          } = setting(configuration, new Draw(seed));
          const { tex, gradientTex } = loss.formula(configuration);
          const { reduction } = configuration;
          const result = evaluate({
            loss: loss.name,
            parameters: { ...parameters, ...(typeof reduction === 'string' && { reduction }) },
            inputs,
            gradients: [by.tensor],
            via:
              configuration['weight'] && /^(?:L1|MSE|Huber)Loss$/.test(loss.name) ? 'functional' : 'module',
          });
          const reader = new FormulaReader([tex, gradientTex], symbols, origin);
          const what = `${JSON.stringify(configuration)}, seed ${String(seed)}`;
          const values = reduction === 'none' ? elements : [[]];
          const computed = values.map((indices) => reader.value('\\ell', ...indices)) as number[];
          assertClose(result.loss.data, computed, `${what}: ${tex}`);
          const slopes = by.indices.flatMap((indices) => {
            const slope = reader.value(`\\partial ${by.symbol}`, ...indices) as number | readonly number[];
            return by.times === undefined ? slope : by.times.map((factor) => factor * (slope as number));
          });
          assertClose(result.gradients[by.tensor]?.data ?? [], slopes.flat(), `${what}: ${gradientTex}`);
          compared++;
        }
      }
      assert.ok(compared > 0);
    });
  }
});

it('no gradient stands in brackets of its own', () => {
  for (const loss of losses)
    for (const configuration of configurationsOf(loss)) {
      const { gradientTex } = loss.formula(configuration);
      assert.doesNotMatch(gradientTex, /= \\left\((?:(?!\\left|\\right).)*\\right\)$/, loss.name);
    }
});
