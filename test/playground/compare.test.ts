import assert from 'node:assert/strict';
import { PlaygroundSession } from '../../src/playground/session';
import type { CompareAnswer } from '../../src/protocol/compare';
import type { PlaygroundState } from '../../src/protocol/messages';
import type { Setting } from '../../src/protocol/setting';
import { stateOf } from '../ui/webview/states';

const regression = stateOf('MSELoss', { input: '[2.5, 0.0, 2.1, 7.8]', target: '[3.0, -0.5, 2.0, 7.0]' });

describe('comparing settings', () => {
  it('gives each the numbers that it has by itself', () => {
    const settings: readonly Setting[] = [
      { loss: 'MSELoss', parameters: { reduction: 'none' } },
      { loss: 'HuberLoss', parameters: { delta: '0.5', reduction: 'sum' } },
      { loss: 'SoftMarginLoss', parameters: {} },
    ];
    const { rows } = compare(regression, settings);
    const alone = [{ loss: 'MSELoss', parameters: {} }, ...settings];
    assert.equal(rows.length, alone.length);
    for (const [index, { loss, parameters }] of alone.entries()) {
      const row = rows[index];
      const { outcome } = new PlaygroundSession().answer({ ...regression, loss, parameters }, 1);
      assert.ok(outcome.kind === 'value' && row && !('error' in row));
      assert.equal(row.printed, outcome.printed);
      assert.equal(row.precise, outcome.precise);
      assert.equal(row.reduction, outcome.reduction);
      assert.deepEqual(row.elements, outcome.elements);
      const gradient = outcome.gradients['input']?.data ?? [];
      assert.deepEqual(row.gradientNorms.names, Object.keys(outcome.gradients));
      assert.ok(Math.abs((row.gradientNorms.norms[0] ?? NaN) - Math.hypot(...gradient)) < 1e-12);
    }
  });

  it("shows PyTorch's error where a setting is refused, and goes on", () => {
    const { rows } = compare(regression, [
      { loss: 'BCELoss', parameters: {} },
      { loss: 'HuberLoss', parameters: { delta: 'x' } },
      { loss: 'GaussianNLLLoss', parameters: {} },
      { loss: 'L1Loss', parameters: {} },
    ]);
    assert.deepEqual(
      rows.map((row) => ('error' in row ? row.error.type : row.printed)),
      ['tensor(0.2875)', 'RuntimeError', 'SyntaxError', 'TypeError', 'tensor(0.4750)'],
    );
  });

  it('tells no elements where there are very many, and the length of the whole gradient', () => {
    const text = `[${'1.0,'.repeat(10_000)}]`;
    const { rows } = compare(stateOf('MSELoss', { input: text, target: '0.0' }, { reduction: 'sum' }), []);
    const [row] = rows;
    assert.ok(row && !('error' in row));
    assert.equal(row.elements, undefined);
    assert.ok(Math.abs((row.gradientNorms.norms[0] ?? NaN) - 200) < 1e-9);
  });
});

function compare(state: PlaygroundState, settings: readonly Setting[]): CompareAnswer {
  const answer = new PlaygroundSession().ask({ kind: 'compare', settings }, state);
  assert.ok(answer.kind === 'compare', JSON.stringify(answer));
  return answer;
}
