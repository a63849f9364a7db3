import assert from 'node:assert/strict';
import { PlaygroundSession } from '../../src/playground/session';
import type { PlaygroundState } from '../../src/protocol/messages';
import type { CurveAnswer, CurveLine, CurveQuestion } from '../../src/protocol/questions';
import type { Setting } from '../../src/protocol/setting';
import { stateOf } from '../ui/webview/states';

describe('the curve along one element', () => {
  it('has the loss and the gradient that the call has there', () => {
    const state = stateOf('MSELoss', { input: '[2.5, 0.0, 2.1, 7.8]', target: '[3.0, -0.5, 2.0, 7.0]' });
    const line = onlyLine(curveOf(state));
    assert.deepEqual(Array.from(line.here.x), [2.5]);
    assert.equal(line.here.loss[0]?.toFixed(4), '0.2875');
    assert.equal(line.here.gradient[0], -0.25);
    const session = new PlaygroundSession();
    for (const index of [0, 50, line.x.length - 1]) {
      const x = line.x[index] ?? NaN;
      const { outcome } = session.answer(
        stateOf('MSELoss', { input: `[${x}, 0.0, 2.1, 7.8]`, target: '[3.0, -0.5, 2.0, 7.0]' }),
        1,
      );
      assert.ok(outcome.kind === 'value');
      assert.equal(line.loss[index], outcome.loss.data[0]);
      assert.equal(line.gradient[index], outcome.gradients['input']?.data[0]);
    }
  });

  for (const [loss, texts] of Object.entries({
    MSELoss: { input: '[0.3, -1.2]', target: '[1.0, 2.0]' },
    CrossEntropyLoss: { input: '[[0.3, -1.2, 2.0], [1, 0, -1]]', target: '[0, 2]' },
    BCEWithLogitsLoss: { input: '[0.3, -1.2]', target: '[1.0, 0.0]' },
    CosineEmbeddingLoss: { input1: '[[0.3, -1.2]]', input2: '[[1.0, 2.0]]', target: '[1]' },
    GaussianNLLLoss: { input: '[0.3, -1.2]', target: '[1.0, 2.0]', var: '[0.5, 1.5]' },
  })) {
    it(`rises as the gradient says: ${loss}`, () => {
      const inputs = Object.fromEntries(
        Object.entries(texts).map(([name, text]) => [
          name,
          { text, dtype: name === 'target' ? 'auto' : 'float64' },
        ]),
      ) as PlaygroundState['inputs'];
      for (const input of Object.keys(texts).filter((name) => name !== 'target')) {
        const { x, loss: values, gradient } = onlyLine(curveOf({ ...stateOf(loss, {}), inputs }, { input }));
        for (let i = 1; i + 1 < x.length; i++) {
          const [left, right] = [at(x, i - 1), at(x, i + 1)];
          const slope = (at(values, i + 1) - at(values, i - 1)) / (right - left);
          const steepest = Math.max(...[-1, 0, 1].map((step) => at(gradient, i + step)));
          const flattest = Math.min(...[-1, 0, 1].map((step) => at(gradient, i + step)));
          const room = 0.05 * (steepest - flattest) + 1e-9;
          assert.ok(
            slope <= steepest + room && slope >= flattest - room,
            `${input} at ${at(x, i)}: ${slope}`,
          );
        }
      }
    });
  }

  it('marks the kink of the absolute error, with the gradient that PyTorch takes there', () => {
    const line = onlyLine(curveOf(stateOf('L1Loss', { input: '[2.5, 0.0]', target: '[3.1, -0.5]' })));
    assert.deepEqual(Array.from(line.kinks.x), [Math.fround(3.1)]);
    assert.deepEqual(Array.from(line.kinks.gradient), [0]);
    const beside = Array.from(line.x).findIndex((x) => x === line.kinks.x[0]);
    assert.deepEqual([at(line.gradient, beside - 1), at(line.gradient, beside + 1)], [-0.5, 0.5]);
  });

  it('marks kinks that lie between its points, and no steep places', () => {
    const margin = onlyLine(
      curveOf(
        stateOf(
          'MarginRankingLoss',
          { input1: '[0.2]', input2: '[0.0]', target: '[1]' },
          { margin: '0.3333' },
        ),
        {
          input: 'input1',
        },
      ),
    );
    assert.equal(margin.kinks.x.length, 1);
    assert.ok(Math.abs(at(margin.kinks.x, 0) - 0.3333) < 1e-6);
    for (const loss of ['MSELoss', 'HuberLoss', 'BCEWithLogitsLoss', 'SoftMarginLoss'])
      assert.equal(
        onlyLine(curveOf(stateOf(loss, { input: '[20.0]', target: '[-1.0]' }))).kinks.x.length,
        0,
        loss,
      );
    const half = stateOf('BCEWithLogitsLoss', {
      input: 'tensor([0.5], dtype=torch.float16)',
      target: '[1.0]',
    });
    assert.equal(onlyLine(curveOf(half)).kinks.x.length, 0);
  });

  it('stays where PyTorch takes the call', () => {
    const { range, lines } = curveOf(stateOf('BCELoss', { input: '[0.3]', target: '[1.0]' }));
    assert.deepEqual(range, { low: 0, high: 1 });
    assert.ok(lines[0]?.loss.every(Number.isFinite));
  });

  it('shows a wider range with gaps, if that is asked for', () => {
    const state = stateOf('BCELoss', { input: '[0.3]', target: '[1.0]' });
    const line = onlyLine(curveOf(state, { range: { low: -1, high: 2 } }));
    for (const [index, x] of line.x.entries())
      assert.equal(Number.isNaN(line.loss[index]), x < 0 || x > 1, String(x));
  });

  it('draws other settings on the same tensors, and says what PyTorch says of those it refuses', () => {
    const state = stateOf('MSELoss', { input: '[2.5, 0.0]', target: '[3.0, -0.5]' });
    const others: readonly Setting[] = [
      { loss: 'HuberLoss', parameters: { delta: '0.25' } },
      { loss: 'HuberLoss', parameters: { delta: '0' } },
      { loss: 'HuberLoss', parameters: { delta: 'much' } },
      { loss: 'NLLLoss', parameters: {} },
      { loss: 'NoLoss', parameters: {} },
    ];
    const { lines } = curveOf(state, { others });
    assert.equal(lines.length, 6);
    const huber = new PlaygroundSession().answer(
      { ...state, loss: 'HuberLoss', parameters: { delta: '0.25' } },
      1,
    );
    assert.ok(huber.outcome.kind === 'value');
    assert.equal(lines[1]?.here.loss[0], huber.outcome.loss.data[0]);
    assert.deepEqual(
      lines.map(({ error }) => error?.type),
      [undefined, undefined, 'RuntimeError', 'SyntaxError', 'RuntimeError', 'AttributeError'],
    );
    assert.match(lines[3]?.error?.message ?? '', /^delta: /);
  });

  it('draws no line for a loss without the input that moves, and says so', () => {
    const inputs = { anchor: '[[0.0, 1.0]]', positive: '[[0.5, 1.0]]', negative: '[[2.0, 1.0]]' };
    const state = stateOf('TripletMarginLoss', inputs);
    const { lines } = curveOf(state, { input: 'negative', others: [{ loss: 'MSELoss', parameters: {} }] });
    assert.ok((lines[0]?.x.length ?? 0) > 30);
    assert.deepEqual(lines[1]?.error, {
      type: 'TypeError',
      message: "MSELoss.forward() got an unexpected keyword argument 'negative'",
    });
  });

  it('sums what reduction none leaves', () => {
    const state = stateOf('MSELoss', { input: '[1.0, 2.0]', target: '[0.0, 0.0]' }, { reduction: 'none' });
    assert.equal(onlyLine(curveOf(state)).here.loss[0], 5);
  });

  it('is no longer finely drawn for many elements', () => {
    const text = `[${'0.5,'.repeat(200_000)}]`;
    const line = onlyLine(curveOf(stateOf('MSELoss', { input: text, target: text }), { at: 150_000 }));
    assert.ok(line.x.length > 30 && line.x.length < 60);
    assert.equal(line.here.gradient[0], 0);
  });

  it('has nothing to draw for what is no tensor with elements', () => {
    const state = stateOf('MSELoss', { input: '[]', target: '[]' });
    assert.deepEqual(curveOf(state).lines, []);
    assert.deepEqual(curveOf(state, { input: 'var' }).lines, []);
  });

  it('is left out while the tensors are not complete', () => {
    const question: CurveQuestion = { kind: 'curve', input: 'input', at: 0, others: [] };
    const answer = new PlaygroundSession().ask(question, stateOf('MSELoss', { input: '[1' }));
    assert.deepEqual(answer, { kind: 'incomplete', missing: ['input', 'target'] });
  });
});

function curveOf(state: PlaygroundState, change: Partial<CurveQuestion> = {}): CurveAnswer {
  const question: CurveQuestion = { kind: 'curve', input: 'input', at: 0, others: [], ...change };
  const answer = new PlaygroundSession().ask(question, state);
  assert.ok(answer.kind === 'curve', JSON.stringify(answer));
  return answer;
}

function onlyLine({ lines }: CurveAnswer): CurveLine {
  const [line] = lines;
  assert.ok(line && lines.length === 1);
  return line;
}

function at(values: Float64Array, index: number): number {
  return values[index] ?? NaN;
}
