import assert from 'node:assert/strict';
import { PlaygroundSession } from '../../src/playground/session';
import type { PlaygroundState } from '../../src/protocol/messages';
import { alongMargin, type CurveAnswer, type CurveLine } from '../../src/protocol/questions';
import { numberAt } from '../../src/protocol/movedNumber';
import { replaceNumber } from '../../webview/curve/numberInText';
import { stateOf } from '../ui/webview/states';

/** By loss, calls in float64, and where along the margin they stand. */
const calls: readonly (readonly [string, Record<string, string>, Record<string, string>, number])[] = [
  ['CrossEntropyLoss', { input: '[[0.3, -1.2, 2.0], [1, 0, -1]]', target: '[0, 2]' }, {}, 0.3 - 2],
  ['CrossEntropyLoss', { input: '[0.5, 3.0]', target: '1' }, {}, 2.5],
  ['MultiMarginLoss', { input: '[[0.3, -1.2, 2.0]]', target: '[2]' }, { margin: '2' }, 1.7],
  ['MarginRankingLoss', { input1: '[0.5, 2]', input2: '[1, 1]', target: '[-1, 1]' }, { margin: '0.5' }, 0.5],
  ['SoftMarginLoss', { input: '[0.5, 2]', target: '[-1, 1]' }, {}, -0.5],
  [
    'TripletMarginLoss',
    { anchor: '[[0, 0], [1, 1]]', positive: '[[3, 4], [1, 2]]', negative: '[[6, 8], [2, 2]]' },
    {},
    5,
  ],
  [
    'TripletMarginLoss',
    { anchor: '[[0, 0]]', positive: '[[3, 4]]', negative: '[[1, 1]]' },
    { p: '1', margin: '2' },
    -5,
  ],
  [
    'CosineEmbeddingLoss',
    { input1: '[[1, 0], [0, 2]]', input2: '[[3, 4], [1, 1]]', target: '[-1, 1]' },
    { margin: '0.2' },
    0.6,
  ],
];

describe('the curve along a margin', () => {
  for (const [loss, texts, parameters, where] of calls) {
    it(`starts where the tensors stand and rises as its gradient says: ${loss} at ${where}`, () => {
      const state = float64(stateOf(loss, texts, parameters));
      const line = onlyLine(along(state));
      assert.ok(Math.abs(at(line.here.x, 0) - where) < 1e-9, String(line.here.x));
      const { outcome } = new PlaygroundSession().answer(state, 1);
      assert.ok(outcome.kind === 'value');
      assert.equal(line.here.loss[0], outcome.loss.data[0]);
      const jumps = Array.from(line.kinks.x);
      let checked = 0;
      for (let i = 0; i + 1 < line.x.length; i++) {
        const [left, right] = [at(line.x, i), at(line.x, i + 1)];
        // At its ends the way of a cosine is infinitely steep.
        if (loss === 'CosineEmbeddingLoss' && (left < -0.95 || right > 0.95)) continue;
        if (right - left < 1e-3 || jumps.some((jump) => jump >= left && jump <= right)) continue;
        const slope = (at(line.loss, i + 1) - at(line.loss, i)) / (right - left);
        const expected = (at(line.gradient, i) + at(line.gradient, i + 1)) / 2;
        assert.ok(Math.abs(slope - expected) < 2e-3, `at ${left}: ${slope}, not ${expected}`);
        checked++;
      }
      assert.ok(checked > 100);
    });
  }

  it('has its kink where the margin is what the loss asks for', () => {
    const kinks = (loss: string, texts: Record<string, string>, parameters: Record<string, string>) =>
      Array.from(onlyLine(along(float64(stateOf(loss, texts, parameters)))).kinks.x, (x) =>
        Number(x.toFixed(5)),
      );
    assert.deepEqual(
      kinks('MarginRankingLoss', { input1: '[0.5]', input2: '[1]', target: '[-1]' }, { margin: '0.75' }),
      [0.75],
    );
    const triplet = { anchor: '[[0, 0]]', positive: '[[3, 4]]', negative: '[[6, 8]]' };
    assert.deepEqual(kinks('TripletMarginLoss', triplet, {}), [1]);
    const pair = { input1: '[[1, 0]]', input2: '[[3, 4]]', target: '[-1]' };
    assert.deepEqual(kinks('CosineEmbeddingLoss', pair, { margin: '0.2' }), [0.2]);
  });

  it('tells which number of which text stands where', () => {
    const state = stateOf('CrossEntropyLoss', { input: '[[0.5, -1.0, 2.0], [1, 0, -1]]', target: '[0, 2]' });
    const { drag, range } = along(state, 1);
    const offset = '[[0.5, -1.0, 2.0], [1, 0, '.length;
    assert.deepEqual(drag, {
      input: 'input',
      numbers: [{ offset, origin: 1, slope: 1, turn: 0 }],
      ...range,
    });
    const turned = along(stateOf('SoftMarginLoss', { input: '[0.5, 2]', target: '[-1, 1]' }));
    assert.equal(turned.drag?.numbers[0]?.slope, -1);
    const texts = { input: '[nan, 1.0]', target: '[1, 1]' };
    assert.equal(along(stateOf('SoftMarginLoss', texts), 1).drag?.numbers.length, 1);
    const unknown = { input1: '[1.0]', input2: '[nan]', target: '[1]' };
    assert.equal(along(stateOf('MarginRankingLoss', unknown)).drag, undefined);
    const long = `[${'1.0, '.repeat(100_000)}2.0]`;
    assert.equal(along(stateOf('SoftMarginLoss', { input: long, target: long })).drag, undefined);
  });

  it('tells how a whole vector is dragged, as far as it has a direction', () => {
    const dragged = calls.filter(([loss, texts, , where]) => {
      const state = float64(stateOf(loss, texts));
      const { drag } = along(state);
      if (!drag || drag.numbers.length === 1) return false;
      const { input, numbers, low, high } = drag;
      const { text, dtype } = state.inputs[input] ?? assert.fail();
      for (const x of [low, where + 0.01, high]) {
        const moved = numbers.reduceRight(
          (changed, number) => replaceNumber(changed, number.offset, String(numberAt(number, x))) ?? '',
          text,
        );
        const there = along({ ...state, inputs: { ...state.inputs, [input]: { text: moved, dtype } } });
        assert.ok(Math.abs(at(onlyLine(there).here.x, 0) - x) < 1e-9, `${loss} at ${x}: ${moved}`);
      }
      return true;
    });
    const names = dragged.map(([loss]) => loss);
    assert.deepEqual(names, ['TripletMarginLoss', 'TripletMarginLoss', 'CosineEmbeddingLoss']);
  });

  it('is none where there is no margin', () => {
    for (const [loss, texts, element] of [
      ['MSELoss', { input: '[1.0]', target: '[2.0]' }, 0],
      ['CrossEntropyLoss', { input: '[[0.5, 1.0]]', target: '[-100]' }, 0],
      ['CrossEntropyLoss', { input: '[[0.5, 1.0]]', target: '[[0.5, 0.5]]' }, 0],
      ['CrossEntropyLoss', { input: '[[0.5, 1.0]]', target: '[0]' }, 7],
      ['CosineEmbeddingLoss', { input1: '[[1, 0]]', input2: '[[2, 0]]', target: '[1]' }, 0],
      ['TripletMarginLoss', { anchor: '[[1.0]]', positive: '[[2.0]]', negative: '[[1.0]]' }, 0],
    ] as const)
      assert.deepEqual(along(float64(stateOf(loss, texts)), element).lines, [], loss);
  });

  it('carries another loss along the same way', () => {
    const state = stateOf('CrossEntropyLoss', { input: '[[0.5, 1.0]]', target: '[0]' });
    const others = [{ loss: 'MultiMarginLoss', parameters: {} }];
    const answer = new PlaygroundSession().ask({ kind: 'curve', input: alongMargin, at: 0, others }, state);
    assert.ok(answer.kind === 'curve');
    const [own, other] = answer.lines;
    assert.ok(own && other);
    assert.deepEqual(other.here.x, own.here.x);
    assert.deepEqual(Array.from(other.kinks.x), [1]);
  });
});

function float64(state: PlaygroundState): PlaygroundState {
  const inputs = Object.entries(state.inputs).map(([name, { text }]) => {
    const isIndex = name === 'target' && ['CrossEntropyLoss', 'MultiMarginLoss'].includes(state.loss);
    return [name, { text, dtype: isIndex ? 'auto' : 'float64' }] as const;
  });
  return { ...state, inputs: Object.fromEntries(inputs) };
}

function along(state: PlaygroundState, element = 0): CurveAnswer {
  const answer = new PlaygroundSession().ask(
    { kind: 'curve', input: alongMargin, at: element, others: [] },
    state,
  );
  if (answer.kind !== 'curve') assert.fail(JSON.stringify(answer));
  return answer;
}

function onlyLine({ lines }: CurveAnswer): CurveLine {
  assert.equal(lines.length, 1);
  return lines[0] ?? assert.fail();
}

function at(numbers: Float64Array, index: number): number {
  return numbers[index] ?? NaN;
}
