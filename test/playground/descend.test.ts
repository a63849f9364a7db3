import assert from 'node:assert/strict';
import { PlaygroundSession } from '../../src/playground/session';
import type { DescendAnswer, DescendQuestion } from '../../src/protocol/descend';
import type { PlaygroundState } from '../../src/protocol/messages';
import { stateOf } from '../ui/webview/states';

const regression = stateOf('MSELoss', { input: '[2.5, 0.0, 2.1, 7.8]', target: '[3.0, -0.5, 2.0, 7.0]' });

describe('gradient descent', () => {
  it('goes where torch.optim.SGD goes: the numbers are from PyTorch 2.13', () => {
    const { losses, tensors } = descend(regression, { learningRate: 0.3, momentum: 0.9, steps: 5 });
    assert.deepEqual(
      Array.from(losses),
      [
        0.2875000834465027, 0.2077188491821289, 0.0992324948310852, 0.01990501582622528, 0.001340420451015234,
        0.03649899363517761,
      ],
    );
    const [input] = tensors;
    assert.equal(input?.kept, 4);
    assert.deepEqual(
      Array.from(input.values.subarray(0, 4)),
      [2.5, 0, 2.0999999046325684, 7.800000190734863],
    );
    assert.deepEqual(
      Array.from(input.values.subarray(20)),
      [3.178152322769165, -0.6781523823738098, 1.964369535446167, 6.714956283569336],
    );
  });

  it('shrinks the distance to the target of a squared error by the same factor in each step', () => {
    const state = stateOf('MSELoss', { input: 'tensor([5.0], dtype=torch.float64)', target: '[1.0]' });
    const { tensors } = descend(state, { learningRate: 0.1, steps: 20 });
    for (const [step, value] of tensors[0]?.values.entries() ?? [])
      assert.ok(Math.abs(value - (1 + 4 * 0.8 ** step)) < 1e-12, `step ${step}: ${value}`);
  });

  it('moves only the inputs that it is asked to, and several at once', () => {
    const { tensors } = descend(regression, { inputs: ['input', 'target'], steps: 3 });
    assert.deepEqual(
      tensors.map(({ name, values }) => [name, values.length]),
      [
        ['input', 16],
        ['target', 16],
      ],
    );
    const only = descend(regression, { inputs: ['target'], steps: 3 });
    assert.deepEqual(
      only.tensors.map(({ name }) => name),
      ['target'],
    );
  });

  it('ends where a number is no longer finite, and says which', () => {
    const { losses, end, tensors } = descend(regression, { learningRate: 1e6, steps: 100 });
    assert.ok(end?.notFinite && end.step < 20, JSON.stringify(end));
    assert.equal(losses.length, end.step + 1);
    assert.equal(tensors[0]?.values.length, 4 * losses.length);
    assert.ok(!Number.isFinite(losses.at(-1)));
    assert.ok(losses.subarray(0, -1).every(Number.isFinite));
  });

  it('ends where PyTorch refuses what it has come to', () => {
    const state = stateOf('BCELoss', { input: '[0.1, 0.8]', target: '[0.0, 1.0]' });
    const { end, losses } = descend(state, { learningRate: 10, steps: 5 });
    assert.equal(end?.step, 1);
    assert.match(end.error?.message ?? '', /between 0 and 1/);
    assert.equal(losses.length, 1);
  });

  it('is refused as torch.optim.SGD refuses it', () => {
    const errors = [{ learningRate: -1 }, { momentum: -0.5 }].map((change) =>
      new PlaygroundSession().ask(questionWith(change), regression),
    );
    assert.deepEqual(errors, [
      { kind: 'error', type: 'ValueError', message: 'Invalid learning rate: -1.0' },
      { kind: 'error', type: 'ValueError', message: 'Invalid momentum value: -0.5' },
    ]);
  });

  it('tells of large tensors their first elements', () => {
    const text = `[${'0.5,'.repeat(5000)}]`;
    const { tensors, losses } = descend(stateOf('MSELoss', { input: text, target: '1.0' }), { steps: 10 });
    assert.equal(tensors[0]?.kept, 1000);
    assert.equal(tensors[0].values.length, 11_000);
    assert.equal(losses.length, 11);
  });

  it('leaves the tensors as they are', () => {
    const session = new PlaygroundSession();
    const first = session.ask(questionWith({}), regression);
    assert.deepEqual(session.ask(questionWith({}), regression), first);
  });
});

function questionWith(change: Partial<DescendQuestion>): DescendQuestion {
  return { kind: 'descend', inputs: ['input'], learningRate: 0.1, momentum: 0, steps: 10, ...change };
}

function descend(state: PlaygroundState, change: Partial<DescendQuestion>): DescendAnswer {
  const answer = new PlaygroundSession().ask(questionWith(change), state);
  assert.ok(answer.kind === 'descend', JSON.stringify(answer));
  return answer;
}
