import assert from 'node:assert/strict';
import { PlaygroundSession } from '../../src/playground/session';
import type { PlaygroundState } from '../../src/protocol/messages';
import type { PrecisionRow } from '../../src/protocol/precisions';
import { isAnswer } from '../../src/protocol/questionGuards';
import { fourPredictions, stateOf } from '../ui/webview/states';

function rowsOf(state: PlaygroundState): Readonly<Record<string, PrecisionRow>> {
  const answer = new PlaygroundSession().ask({ kind: 'precisions' }, state);
  assert.ok(isAnswer(answer) && answer.kind === 'precisions', JSON.stringify(answer));
  return Object.fromEntries(answer.rows.map((row) => [row.dtype, row]));
}

/** What was found in a row: `overflow of input input, 1 of 2, first at [1]: 70000.0`. */
function findings(row: PrecisionRow | undefined): readonly string[] {
  return (row?.findings ?? []).map(
    ({ what, of, name = '', count, total, indices, exact }) =>
      `${what} of ${of} ${name}, ${count} of ${total}, first at [${indices.join(', ')}]: ${exact}`,
  );
}

describe('the same call in each floating-point dtype', () => {
  it('has loss, errors and the norm of the gradients', () => {
    const rows = rowsOf(fourPredictions);
    assert.deepEqual(Object.keys(rows), ['float64', 'float32', 'bfloat16', 'float16']);
    assert.deepEqual(
      Object.values(rows).map(({ isOwn }) => isOwn),
      [false, true, false, false],
    );
    assert.equal(rows['float64']?.lossError, '0');
    assert.equal(rows['float32']?.loss, '0.28750008');
    assert.equal(rows['bfloat16']?.loss, '0.29296875');
    assert.ok(Number(rows['bfloat16'].lossError) > 1e-3 && Number(rows['bfloat16'].lossError) < 1e-2);
    assert.equal(rows['float32'].gradientNorm, '0.75829');
    assert.deepEqual(
      Object.values(rows).map(({ gradientError }) => gradientError),
      ['0', '0', '0.0062', '0.00039'],
    );
    assert.deepEqual(findings(rows['float32']), []);
  });

  it('finds what float16 cannot hold', () => {
    const { float16, bfloat16 } = rowsOf(
      stateOf('L1Loss', { input: '[1.0, 70000.0]', target: '[0.0, 0.0]' }),
    );
    assert.deepEqual(findings(float16), [
      'overflow of input input, 1 of 2, first at [1]: 70000',
      'overflow of elements , 1 of 2, first at [1]: 70000',
      'overflow of loss , 1 of 1, first at []: 35001',
    ]);
    assert.deepEqual(findings(bfloat16), []);
  });

  it('finds what is too small there, and the gradient that got lost', () => {
    const { float16 } = rowsOf(stateOf('MSELoss', { input: '[1e-9, 1.0]', target: '[0.0, 1.0]' }));
    const found = findings(float16).map((text) => text.split(',')[0]);
    assert.deepEqual(found, [
      'underflow of input input',
      'underflow of elements ',
      'underflow of loss ',
      'underflow of gradient input',
      'underflow of gradient target',
    ]);
  });

  it("has PyTorch's error where it refuses a dtype", () => {
    const { float16, float32 } = rowsOf(
      stateOf('CTCLoss', {
        log_probs: '[[[-0.1, -2.4]], [[-3.0, -0.05]]]',
        targets: '[[1]]',
        input_lengths: '[2]',
        target_lengths: '[1]',
      }),
    );
    assert.match(float16?.error?.message ?? '', /not implemented for 'Half'/);
    assert.equal(float16?.loss, '');
    assert.equal(float32?.error, undefined);
  });

  it('has the sum of a loss that is not reduced', () => {
    const state = stateOf('MSELoss', { input: '[1.0, 2.0]', target: '[0.0, 0.0]' }, { reduction: 'none' });
    const answer = new PlaygroundSession().ask({ kind: 'precisions' }, state);
    assert.ok(answer.kind === 'precisions' && answer.isSum);
    assert.equal(answer.rows[0]?.loss, '5');
  });
});
