import assert from 'node:assert/strict';
import { isAnswer, isQuestion } from '../../src/protocol/questionGuards';
import type { Answer, CurvePoints, NoAnswer, Question } from '../../src/protocol/questions';

const points: CurvePoints = {
  x: Float64Array.of(0, 1),
  loss: Float64Array.of(NaN, Infinity),
  gradient: new Float64Array(),
};
const answers: readonly (Answer | NoAnswer)[] = [
  {
    kind: 'curve',
    range: { low: -1, high: 1 },
    lines: [{ ...points, here: points, kinks: points }],
    subgradients: [],
  },
  {
    kind: 'curve',
    range: { low: -1, high: 1 },
    lines: [],
    drag: {
      input: 'input2',
      numbers: [{ offset: 2, origin: 0, slope: 3, turn: 4 }],
      low: -0.999,
      high: 0.999,
    },
    subgradients: [],
  },
  { kind: 'steps', at: 0, shape: [2], element: '0.25', steps: [], reduction: [] },
  {
    kind: 'steps',
    at: 1,
    shape: [2],
    steps: [
      { kind: 'quantity', name: 'loss', symbol: 'ℓ', formula: 'd²', working: '0.5²', value: '0.25' },
      {
        kind: 'table',
        name: 'softmax',
        each: 'class',
        columns: [{ symbol: 'x', name: 'score' }],
        rows: [{ label: '0', cells: ['1'], mark: 'target' }],
        count: 30,
      },
      { kind: 'lattice', name: 'all', states: ['∅'], cells: [['−0.1']], path: [0], frames: 1, stateCount: 1 },
    ],
    reduction: [],
  },
  {
    kind: 'precisions',
    isSum: false,
    rows: [
      {
        dtype: 'float16',
        isOwn: true,
        loss: 'inf',
        lossError: 'inf',
        gradientError: '',
        gradientNorm: '',
        findings: [{ what: 'overflow', of: 'loss', count: 1, total: 1, indices: [], exact: '70000.0' }],
      },
    ],
  },
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
    for (const junk of [
      null,
      {},
      { kind: 'steeps' },
      { kind: 'steps', at: 0, shape: [2], steps: [{ kind: 'picture' }], reduction: [] },
      { kind: 'precisions', isSum: false, rows: [{ dtype: 'int64' }] },
      { kind: 'curve', range: { low: 0, high: 1 } },
    ])
      assert.equal(isAnswer(junk), false);
    const line = { ...points, x: [0, 1], here: points, kinks: points };
    assert.equal(
      isAnswer({ kind: 'curve', range: { low: 0, high: 1 }, lines: [line], subgradients: [] }),
      false,
    );
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
