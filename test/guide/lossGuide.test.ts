import assert from 'node:assert/strict';
import { lossByName, losses } from '../../src/engine/evaluate';
import { examplesOf } from '../../src/engine/examples';
import { adviceBelow, isQuestion, type Question } from '../../src/guide/advice';
import { lossGuide } from '../../src/guide/lossGuide';

describe('the way to a loss', () => {
  const all = adviceBelow(lossGuide);

  it('is short, and no answer looks like another', () => {
    const walk = (question: Question, depth: number): void => {
      assert.ok(depth <= 3, question.ask);
      const answers = question.choices.map(({ answer }) => answer);
      assert.equal(new Set(answers).size, answers.length, question.ask);
      assert.ok(answers.length >= 2 && answers.length <= 8, question.ask);
      for (const choice of question.choices) if (isQuestion(choice)) walk(choice, depth + 1);
    };
    walk(lossGuide, 1);
  });

  it('fits the lines of the list that shows it, which end at about 84 letters', () => {
    for (const { id, formula, reason, lastLayer, target, alternatives } of all) {
      const lines = [
        `Open in playground ${formula}`,
        reason,
        `Last layer: ${lastLayer}`,
        `Target: ${target}`,
      ];
      for (const line of [...lines, ...alternatives.map(({ when }) => `if ${when}`)])
        assert.ok(line.length <= 84, `${id}: ${line}`);
    }
  });

  it('has each id once', () => {
    assert.equal(new Set(all.map(({ id }) => id)).size, all.length);
  });

  it('leads to every loss, by itself or as an alternative', () => {
    const named = new Set(
      all.flatMap(({ loss, alternatives }) => [loss, ...alternatives.map((one) => one.loss)]),
    );
    const missing = losses.map(({ name }) => name).filter((name) => !named.has(name));
    assert.deepEqual(missing, ['NLLLoss2d'], 'but the deprecated one');
    for (const name of named) assert.ok(lossByName(name), name);
  });

  for (const { id, loss: name, code, example } of all) {
    it(`gives arguments that the loss has, and an example with them: ${id}`, () => {
      const loss = lossByName(name);
      assert.ok(loss);
      const shown = examplesOf(loss)[example];
      assert.ok(shown);
      for (const argument of Object.keys(code)) {
        const row = loss.parameters.find((parameter) => parameter.name === argument);
        assert.ok(row && !row.legacy && !row.functionalOnly, argument);
        assert.ok(argument in shown.parameters || row.kind === 'float', argument);
      }
      for (const row of loss.parameters) if (row.required) assert.ok(row.name in code, row.name);
    });
  }
});
