import assert from 'node:assert/strict';
import type { ToHost } from '../../src/protocol/messages';
import type { Answer, Question } from '../../src/protocol/questions';
import { Questions } from '../../webview/questions';

const question: Question = { kind: 'curve', input: 'input', at: 0, others: [] };

function answerWith(high: number): Answer {
  return { kind: 'curve', range: { low: 0, high }, lines: [], subgradients: [] };
}

describe('the questions of a webview', () => {
  let posted: ToHost[];
  let questions: Questions;

  beforeEach(() => {
    posted = [];
    questions = new Questions((message) => posted.push(message));
  });

  it('are asked once, however often they are put', () => {
    assert.deepEqual(questions.ask(question, 1), {
      answer: undefined,
      about: undefined,
      noAnswer: undefined,
      isCurrent: false,
    });
    questions.ask(question, 1);
    assert.deepEqual(posted, [{ type: 'ask', id: 1, question, revision: 1 }]);
    questions.receive(1, answerWith(1));
    const asked = questions.ask(question, 1);
    assert.deepEqual(asked, { answer: answerWith(1), about: question, noAnswer: undefined, isCurrent: true });
    assert.equal(posted.length, 1);
  });

  it('are asked anew about a new result, and keep the old answer meanwhile', () => {
    questions.ask(question, 1);
    questions.receive(1, answerWith(1));
    assert.deepEqual(questions.ask(question, 2), {
      answer: answerWith(1),
      about: question,
      noAnswer: undefined,
      isCurrent: false,
    });
    assert.equal(posted.length, 2);
    questions.receive(2, answerWith(2));
    assert.deepEqual(questions.ask(question, 2).answer, answerWith(2));
    assert.equal(questions.ask(question, 2).isCurrent, true);
  });

  it('do not take the answer to an older one', () => {
    questions.ask(question, 1);
    questions.ask({ ...question, at: 1 }, 1);
    questions.receive(1, answerWith(1));
    assert.equal(questions.ask({ ...question, at: 1 }, 1).answer, undefined);
    questions.receive(2, answerWith(2));
    assert.equal(questions.ask({ ...question, at: 1 }, 1).isCurrent, true);
  });

  it('wait for a result to ask about', () => {
    questions.ask(question, undefined);
    assert.deepEqual(posted, []);
  });

  it('are no longer current while there is nothing to ask about', () => {
    questions.ask(question, 1);
    questions.receive(1, answerWith(1));
    const { answer, isCurrent } = questions.ask(question, undefined);
    assert.deepEqual([answer, isCurrent], [answerWith(1), false]);
  });

  it('can be asked again after they were cancelled', () => {
    questions.ask(question, 1);
    questions.receive(1, { kind: 'cancelled' });
    assert.deepEqual(questions.ask(question, 1).noAnswer, { kind: 'cancelled' });
    questions.forget('curve');
    assert.equal(questions.ask(question, 1).noAnswer, undefined);
    assert.equal(posted.length, 2);
  });

  it('are forgotten with their answers', () => {
    questions.ask(question, 1);
    questions.receive(1, answerWith(1));
    questions.clear();
    assert.equal(questions.ask(question, undefined).answer, undefined);
  });
});
