import assert from 'node:assert/strict';
import { isAnswer, isQuestion } from '../../src/protocol/questionGuards';
import type { Answer, CurvePoints, NoAnswer, Question } from '../../src/protocol/questions';

const points: CurvePoints = {
  x: Float64Array.of(0, 1),
  loss: Float64Array.of(NaN, Infinity),
  gradient: new Float64Array(),
};
const answers: readonly (Answer | NoAnswer)[] = [
  { kind: 'curve', range: { low: -1, high: 1 }, lines: [{ ...points, here: points, kinks: points }] },
  { kind: 'error', type: 'ValueError', message: 'no', explanation: 'because' },
  { kind: 'incomplete', missing: ['target'] },
  { kind: 'cancelled' },
];
const curve: Question = {
  kind: 'curve',
  input: 'input',
  at: 2,
  range: { low: 0, high: 1 },
  others: [{ loss: 'L1Loss', parameters: {} }],
};

describe('question guards', () => {
  for (const answer of answers) {
    it(`take an answer of kind ${answer.kind}, also after a structured clone`, () =>
      assert.equal(isAnswer(structuredClone(answer)), true));
  }

  it('refuse answers without what they promise', () => {
    for (const junk of [null, {}, { kind: 'steeps' }, { kind: 'curve', range: { low: 0, high: 1 } }])
      assert.equal(isAnswer(junk), false);
    const line = { ...points, x: [0, 1], here: points, kinks: points };
    assert.equal(isAnswer({ kind: 'curve', range: { low: 0, high: 1 }, lines: [line] }), false);
  });

  it('refuse questions that nobody can answer', () => {
    assert.equal(isQuestion(curve), true);
    for (const change of [
      { kind: 'answer' },
      { at: -1 },
      { at: 0.5 },
      { range: { low: 0, high: Infinity } },
      { range: { low: NaN, high: 1 } },
      { others: [{ loss: 'L1Loss' }] },
      { others: undefined },
      { input: 3 },
    ])
      assert.equal(isQuestion({ ...curve, ...change }), false, JSON.stringify(change));
  });
});
