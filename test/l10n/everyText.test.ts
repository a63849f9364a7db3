import assert from 'node:assert/strict';
import { rules } from '#rules';
import { losses } from '#losses';
import { evaluate, lossByName, type LossCall } from '../../src/engine/evaluate';
import { explanationText, type Explanation } from '../../src/engine/explanation/explanation';
import { explainNonFinite } from '../../src/engine/explanation/nonFinite';
import { explainRefusal } from '../../src/engine/explanation/refusal';
import { isTensorValue } from '../../src/engine/nativeTypes';
import type { Tensor } from '../../src/engine/tensor/tensor';
import { TorchError } from '../../src/engine/torchError';
import { FileError } from '../../src/files/fileError';
import { storedTensors, tensorFileExtensions } from '../../src/files/tensorFile';
import { hoverAt, renderHover } from '../../src/insights/documentInsights';
import { setTranslations } from '../../src/l10n/localize';
import { lossForms } from '../../src/playground/lossForms';
import { initialState, applyEdit } from '../../src/playground/playgroundEdits';
import { PlaygroundSession } from '../../src/playground/session';
import type { PlaygroundState } from '../../src/protocol/messages';
import { isAnswer } from '../../src/protocol/questionGuards';
import { parseTensor } from '../../src/text/parseTensor';
import { readFiles } from '../files/recordedFiles';
import { findingsOf, preamble } from '../insights/rules/ruleExamples';
import { openPython } from '../python/openPython';
import { unreadable } from '../text/unreadable';
import { caseFiles } from '../torch/cli';
import { readCases, type ReferenceCase } from '../torch/referenceCase';
import { isTranslated, pseudoTranslations, untranslated } from './pseudoLocale';

/** That a text is one of ours, translated, and that nothing untranslated of ours is among its values. */
function isOurs(text: string, of: string): void {
  assert.ok(isTranslated(text), `${of}: ${text}`);
  assert.deepEqual(untranslated(text), [], of);
}

/** In PyTorch's words, as it raises it for the text. */
const torchs = /^(?:expected sequence of length|value cannot be converted to type)/;

/** The playground with each example of each loss. */
function* examples(): Generator<PlaygroundState> {
  for (const loss of losses) {
    const { length } = lossForms().find(({ name }) => name === loss.name)?.examples ?? [];
    for (let index = 0; index < length; index++)
      yield applyEdit(initialState(loss), { type: 'loadExample', index, revision: 0 });
  }
}

describe('no text of ours stays English in another language', () => {
  before(() => {
    setTranslations(pseudoTranslations());
  });

  after(() => {
    setTranslations({});
  });

  for (const rule of rules)
    it(`of the rule ${rule.id}`, async () => {
      for (const code of rule.examples.bad)
        for (const { message, related, fixes } of await findingsOf([rule], preamble + code)) {
          isOurs(message, code);
          for (const one of related) isOurs(one.message, code);
          for (const { title } of fixes) isOurs(title, code);
        }
    });

  it('of what is said about texts that are no tensors', () => {
    for (const text of [...Object.values(unreadable).flatMap((each) => Object.keys(each)), '[1, ..., 2]']) {
      const result = parseTensor(text);
      assert.ok(!result.ok);
      if (!torchs.test(result.problem.message)) isOurs(result.problem.message, text);
    }
  });

  it('of what is said about files that are broken off', () => {
    let count = 0;
    for (const { file, bytes } of readFiles())
      for (const length of [0, 5, 20, Math.floor(bytes.length / 2), bytes.length - 1])
        try {
          for (const stored of storedTensors(file, bytes.slice(0, length))) stored.read();
        } catch (error) {
          assert.ok(error instanceof FileError && isTranslated(error.message), `${file}: ${String(error)}`);
          count++;
        }
    assert.ok(count > 10);
    assert.throws(() => storedTensors('x.bin', new Uint8Array()), /^FileError: ⟦/);
    assert.ok(tensorFileExtensions.length > 5);
  });

  for (const loss of losses)
    it(`of the hover of ${loss.name}`, async () => {
      const { functional, parameters } = loss;
      const keyword = parameters.find(({ functionalOnly }) => functionalOnly !== true)?.name ?? '';
      const codes = [
        `nn.${loss.name}()`,
        `nn.${loss.name}(${keyword}=x)`,
        ...(functional === null ? [] : [`F.${functional}(x, y)`, `F.${functional}(x, y, reduction=r)`]),
      ];
      for (const code of codes) {
        const document = await openPython(preamble + code);
        for (const name of [loss.name, functional ?? loss.name, keyword]) {
          const hover = hoverAt(document, document.text.lastIndexOf(name) + 1);
          if (hover)
            assert.deepEqual(untranslated(renderHover(hover.content, { formula: () => undefined })), []);
        }
        document.dispose();
      }
    });

  it('of hovers over what may be one of several losses', async () => {
    const code =
      'def f(c=nn.MSELoss()):\n    c = c if x else F.l1_loss\n    c(torch.ones(2), torch.zeros(2))';
    const document = await openPython(preamble + code);
    const hover = hoverAt(document, document.text.lastIndexOf('c(')) ?? assert.fail();
    assert.deepEqual(untranslated(renderHover(hover.content, { formula: () => undefined })), []);
    document.dispose();
  });

  it('of a hover that says why a value is not known', async () => {
    const document = await openPython(`${preamble}x = torch.rand(2)\nF.mse_loss(x, torch.zeros(2))\n`);
    const hover = hoverAt(document, document.text.indexOf('mse_loss')) ?? assert.fail();
    const text = renderHover(hover.content, { formula: () => undefined });
    assert.deepEqual(untranslated(text), []);
    assert.match(
      text,
      /⟦since ⟨⟦no random seed is set before: ⟨`torch\.manual_seed\(0\)`⟩ makes its numbers known⟧⟩\.⟧/,
    );
    document.dispose();
  });

  it('of a hover that says what may have drawn random numbers', async () => {
    const code = `${preamble}torch.manual_seed(0)\nprepare()\nx = torch.rand(2)\nF.mse_loss(x, torch.zeros(2))\n`;
    const document = await openPython(code);
    const hover = hoverAt(document, code.indexOf('mse_loss')) ?? assert.fail();
    const text = renderHover(hover.content, { formula: () => undefined });
    assert.deepEqual(untranslated(text), []);
    assert.match(
      text,
      /⟦⟨`prepare`⟩ may have drawn random numbers before: a seed set behind it makes them known⟧/,
    );
    document.dispose();
  });

  it('of the forms', () => {
    for (const form of lossForms()) {
      isOurs(form.summary, form.name);
      isOurs(form.whenToUse, form.name);
      for (const { description } of [...form.inputs, ...form.parameters]) isOurs(description, form.name);
      for (const text of [...form.shapes.map(({ label }) => label), ...form.examples])
        isOurs(text, form.name);
      for (const { task, reason, lastLayer, target, alternatives } of form.uses) {
        for (const text of [task, reason, lastLayer, target]) isOurs(text, form.name);
        for (const { when } of alternatives) isOurs(when, form.name);
      }
    }
  });

  it('of results and of how they came about', () => {
    const session = new PlaygroundSession();
    for (const state of examples()) {
      const { outcome } = session.answer(state, 0);
      assert.ok(outcome.kind === 'value', state.loss);
      isOurs(outcome.reduction, state.loss);
      const answer = session.ask({ kind: 'steps', at: 0 }, state);
      assert.ok(isAnswer(answer) && answer.kind === 'steps');
      for (const step of [...answer.steps, ...answer.reduction]) {
        isOurs(step.name, state.loss);
        if (step.kind === 'quantity' && step.note !== undefined) isOurs(step.note, state.loss);
        if (step.kind !== 'table') continue;
        for (const text of [step.each, ...step.columns.map(({ name }) => name)]) isOurs(text, state.loss);
        for (const { mark, label } of step.rows) {
          if (mark !== undefined) isOurs(mark, state.loss);
          assert.deepEqual(untranslated(label), []);
        }
      }
      const curve = session.ask(
        { kind: 'curve', input: state.loss === 'CTCLoss' ? 'log_probs' : 'input', at: 0, others: [] },
        state,
      );
      if (isAnswer(curve) && curve.kind === 'curve')
        for (const text of curve.subgradients) isOurs(text, state.loss);
    }
  });

  it('of explanations', async () => {
    const english = new Set<string>();
    let count = 0;
    for (const file of await caseFiles())
      for (const [index, reference] of (await readCases(file)).entries()) {
        if (index % 5 !== 0) continue;
        const explanation = explained(reference);
        if (!explanation) continue;
        for (const text of [explanation.cause, explanation.remedy, explanationText(explanation)])
          if (!isTranslated(text) || untranslated(text).length > 0) english.add(text);
        count++;
      }
    assert.deepEqual([...english].slice(0, 20), []);
    assert.ok(count > 500, String(count));
  });
});

function explained({
  loss,
  parameters,
  inputs,
  requiresGrad,
  via,
  expect,
}: ReferenceCase): Explanation | undefined {
  const call: LossCall = { loss, parameters, inputs, gradients: requiresGrad, via, elements: true };
  if (!('error' in expect)) return explainNonFinite(call, evaluate(call));
  const { type, message, stage } = expect.error;
  const definition = lossByName(loss);
  assert.ok(definition);
  const tensors = Object.entries(inputs).filter((each): each is [string, Tensor] => isTensorValue(each[1]));
  return explainRefusal(new TorchError(type as TorchError['type'], message, stage), {
    loss: definition,
    inputs: Object.fromEntries(tensors),
    parameters,
  });
}
