import assert from 'node:assert/strict';
import fc from 'fast-check';
import { losses } from '../../src/engine/evaluate';
import { examplesOf } from '../../src/engine/examples';
import { lossForms } from '../../src/playground/lossForms';
import {
  applyEdit,
  initialState,
  restoredState,
  type PlaygroundEdit,
} from '../../src/playground/playgroundEdits';
import { PlaygroundSession } from '../../src/playground/session';
import { mostSteps } from '../../src/protocol/descend';
import { isPlaygroundState, isToWebview } from '../../src/protocol/messageGuards';
import type { InputState, PlaygroundState, ToWebview } from '../../src/protocol/messages';
import { isAnswer, isQuestion } from '../../src/protocol/questionGuards';
import type { Question } from '../../src/protocol/questions';
import type { Setting } from '../../src/protocol/setting';

const lossNames = losses.map(({ name }) => name);
const parameterNames = [...new Set(losses.flatMap(({ parameters }) => parameters.map(({ name }) => name)))];
const inputNames = [...new Set(losses.flatMap(({ inputs }) => inputs.map(({ name }) => name)))];

/** Names that mean something to JavaScript's objects. */
const trickyNames = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', ''];

const smallNumber = fc.constantFrom('0', '1', '2', '-1', '0.5', '-3.25', '1e30', 'nan', 'inf', '-inf', '7');
const row = fc.array(smallNumber, { maxLength: 4 }).map((numbers) => `[${numbers.join(', ')}]`);
const text = fc.oneof(
  { weight: 4, arbitrary: row },
  { weight: 3, arbitrary: fc.array(row, { maxLength: 3 }).map((rows) => `[${rows.join(', ')}]`) },
  { weight: 1, arbitrary: smallNumber },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 30 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('', '[', 'torch.zeros(2', '[1, [2]]', 'tensor([1., 2.], dtype=torch.float16)'),
  },
);
const parameterText = fc.oneof(
  fc.constantFrom(
    'True',
    'False',
    'None',
    'sum',
    'mean',
    'none',
    'batchmean',
    '-100',
    '1e999',
    '99999999999',
    '[1]',
    '[1, 2]',
  ),
  smallNumber,
  text,
);
const parameters = fc.dictionary(fc.constantFrom(...parameterNames, ...trickyNames), parameterText, {
  maxKeys: 4,
});
const loss = fc.oneof(
  { weight: 9, arbitrary: fc.constantFrom(...lossNames) },
  { weight: 1, arbitrary: fc.constantFrom(...trickyNames) },
);
const dtype = fc.constantFrom('auto', 'float32', 'float64', 'float16', 'bfloat16', 'int64', 'uint8', 'bool');
const input: fc.Arbitrary<InputState> = fc.record({ text, dtype });
const state: fc.Arbitrary<PlaygroundState> = fc
  .tuple(
    fc.constantFrom(...losses),
    loss,
    parameters,
    fc.dictionary(fc.constantFrom(...inputNames, ...trickyNames), input, { maxKeys: 3 }),
    fc.boolean(),
  )
  .map(([example, name, changed, inputs, keepsLoss]) => {
    const start = initialState(example);
    return {
      ...start,
      loss: keepsLoss ? start.loss : name,
      parameters: { ...start.parameters, ...changed },
      inputs: { ...start.inputs, ...inputs },
    };
  });
const setting: fc.Arbitrary<Setting> = fc.record({ loss, parameters });
const number = fc.oneof(
  fc.constantFrom(0, -1, 0.5, 1e300, -1e-300),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);
const count = fc.oneof(fc.nat(10), fc.constantFrom(Number.MAX_SAFE_INTEGER, 100_000));
const question: fc.Arbitrary<Question> = fc.oneof(
  fc.record(
    {
      kind: fc.constant('curve' as const),
      input: fc.constantFrom(...inputNames, 'margin', ...trickyNames),
      at: count,
      range: fc.record({ low: number, high: number }),
      others: fc.array(setting, { maxLength: 2 }),
    },
    { requiredKeys: ['kind', 'input', 'at', 'others'] },
  ),
  fc.record({ kind: fc.constant('steps' as const), at: count }),
  fc.record({
    kind: fc.constant('descend' as const),
    inputs: fc.array(fc.constantFrom(...inputNames, ...trickyNames), { maxLength: 3 }),
    learningRate: number,
    momentum: number,
    steps: fc.nat(mostSteps),
  }),
  fc.record({ kind: fc.constant('compare' as const), settings: fc.array(setting, { maxLength: 3 }) }),
  fc.record({ kind: fc.constant('precisions' as const) }),
);

const name = fc.constantFrom(...inputNames, ...parameterNames, ...trickyNames);
const edit: fc.Arbitrary<PlaygroundEdit> = fc.oneof(
  fc.record({ type: fc.constant('chooseLoss' as const), loss, revision: count }),
  fc.record({
    type: fc.constant('setParameter' as const),
    name,
    text: fc.option(parameterText),
    revision: count,
  }),
  fc.record({ type: fc.constant('setInput' as const), name, text, dtype, revision: count }),
  fc.record({ type: fc.constant('setDType' as const), name, dtype, revision: count }),
  fc.record({ type: fc.constant('loadExample' as const), index: count, revision: count }),
  fc.record({
    type: fc.constant('randomInput' as const),
    name,
    shape: fc.array(count, { maxLength: 3 }),
    seed: count,
    revision: count,
  }),
);

const passes = (message: ToWebview): boolean => isToWebview(structuredClone(message));

const runs = { numRuns: 200 };

describe('any state that the guards let pass', () => {
  const session = new PlaygroundSession();

  it('has a result that they let pass', () => {
    fc.assert(
      fc.property(state, (any) => {
        assert.ok(isPlaygroundState(any));
        const result = session.answer(any, 1);
        assert.ok(passes({ type: 'result', result }), JSON.stringify(result.outcome));
      }),
      runs,
    );
  });

  it('has an answer to any question that they let pass', () => {
    fc.assert(
      fc.property(state, question, (any, asked) => {
        assert.ok(isQuestion(asked));
        const answer = session.ask(asked, any);
        assert.ok(isAnswer(structuredClone(answer)), JSON.stringify(answer));
      }),
      runs,
    );
  });

  it('is one after any edit', () => {
    fc.assert(
      fc.property(state, fc.array(edit, { maxLength: 4 }), (any, edits) => {
        assert.ok(isPlaygroundState(edits.reduce(applyEdit, restoredState(any))));
      }),
      runs,
    );
  });
});

describe('what the host sends about each loss', () => {
  it('is let pass by the guards', () => {
    const undoable = { undo: false, redo: false };
    assert.ok(passes({ type: 'show', losses: lossForms(), state: initialState(), revision: 0, undoable }));
    const session = new PlaygroundSession();
    for (const each of losses) {
      for (const index of examplesOf(each).keys()) {
        const example = applyEdit(initialState(each), { type: 'loadExample', index, revision: 1 });
        assert.ok(passes({ type: 'result', result: session.answer(example, 1) }), each.name);
        const questions: Question[] = [
          { kind: 'curve', input: each.inputs[0]?.name ?? '', at: 0, others: [] },
          { kind: 'curve', input: 'margin', at: 0, others: [] },
          { kind: 'steps', at: 0 },
          { kind: 'descend', inputs: [each.inputs[0]?.name ?? ''], learningRate: 0.1, momentum: 0, steps: 3 },
          { kind: 'compare', settings: [] },
          { kind: 'precisions' },
        ];
        for (const asked of questions)
          assert.ok(isAnswer(structuredClone(session.ask(asked, example))), `${each.name} ${asked.kind}`);
      }
    }
  });
});
