import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { evaluate, lossByFunctional, lossByName, losses } from '../../src/engine/evaluate';
import { examplesOf } from '../../src/engine/examples';
import { configurationsOf } from '../../src/engine/formulaRepresentatives';
import { kinksOf } from '../../src/engine/kinks';
import type { Expression, ParameterValue } from '../../src/engine/lossDefinition';
import { projectRoot } from '../projectRoot';
import { exampleCall } from './exampleCall';

function assertTex(tex: string): void {
  let depth = 0;
  for (const [bracket] of tex.matchAll(/(?<!\\)[{}]/g)) {
    depth += bracket === '{' ? 1 : -1;
    assert.ok(depth >= 0, tex);
  }
  assert.equal(depth, 0, tex);
  assert.equal([...tex.matchAll(/\\left\b/g)].length, [...tex.matchAll(/\\right\b/g)].length, tex);
}

function assertSentence(text: string): void {
  assert.match(text, /^[`A-Z0-9][^]*[.!?]$/, 'not a sentence');
}

describe('the folder of losses', () => {
  it('holds exactly the losses that the engine knows', async () => {
    const files = await readdir(path.join(projectRoot, 'src/engine/losses'));
    assert.deepEqual(
      losses.map(({ name }) => `${name}.ts`),
      files.sort(),
    );
    for (const loss of losses) assert.equal(lossByName(loss.name), loss);
  });

  it('gives each functional one loss', () => {
    for (const { functional } of losses) {
      if (functional === null) continue;
      assert.equal(lossByFunctional(functional)?.functional, functional);
      const current = losses.filter(
        (each) => each.functional === functional && each.deprecated === undefined,
      );
      assert.equal(current.length, 1, functional);
    }
  });

  it('says the same thing under the same pitfall id', () => {
    const known = new Map<string, string>();
    for (const { pitfalls } of losses) {
      for (const { id, title } of pitfalls) {
        assert.match(id, /^[a-z0-9]+(-[a-z0-9]+)+$/);
        assert.equal(known.get(id) ?? title, title, id);
        known.set(id, title);
      }
    }
  });
});

for (const loss of losses) {
  describe(loss.name, () => {
    it('is documented in sentences', () => {
      assertSentence(loss.summary);
      assert.ok(loss.summary.length <= 120, 'the summary is long');
      assertSentence(loss.whenToUse);
      for (const { description } of [...loss.inputs, ...loss.parameters]) assertSentence(description);
      for (const { title, detail } of loss.pitfalls) {
        assertSentence(title);
        assertSentence(detail);
      }
      for (const { gradient } of kinksOf(loss)) assert.notEqual(gradient, '');
    });

    it('has a consistent table', () => {
      const parameters = loss.parameters.map(({ name, argument = name }) => argument);
      const names = [...loss.inputs.map(({ name }) => name), ...parameters];
      assert.equal(new Set(names).size, names.length, 'two arguments of one name');
      for (const name of loss.functionalArguments) {
        const named = [...loss.inputs, ...loss.parameters].filter((each) => {
          return (each.functionalName ?? each.name) === name;
        });
        assert.equal(named.length, 1, name);
      }
      assert.equal(loss.functionalArguments.length > 0, loss.functional !== null);
      for (const parameter of loss.parameters) {
        const { kind, choices, default: value, minimum, maximum } = parameter;
        if (kind === 'choice') assert.ok(choices?.includes(value as string), parameter.name);
        if (typeof value === 'number' && minimum !== undefined) assert.ok(value >= minimum);
        if (typeof value === 'number' && maximum !== undefined) assert.ok(value <= maximum);
        if (parameter.legacy === true) assert.equal(value, null);
      }
      assert.ok(loss.shapes.length > 0 && examplesOf(loss).length > 0);
      const ids = loss.pitfalls.map(({ id }) => id);
      assert.equal(new Set(ids).size, ids.length, 'two pitfalls of one id');
      assert.ok(ids.length >= 1);
    });

    it('has a formula for every configuration, out of a finite set', () => {
      const texs = new Set<string>();
      for (const configuration of configurationsOf(loss)) {
        const { tex, words, gradientTex, gradientWords } = loss.formula(configuration);
        for (const each of [tex, gradientTex]) {
          assert.notEqual(each, '');
          assertTex(each);
          texs.add(each);
        }
        for (const each of [words, gradientWords]) assert.match(each, /^[^\\{}$]+$/);
      }
      const unusual: readonly (ParameterValue | Expression)[] = [0.37, 12, true, null, { expression: 'a.b' }];
      for (const { name } of loss.parameters) {
        for (const value of unusual) {
          const { tex, gradientTex } = loss.formula({ [name]: value });
          assert.ok(texs.has(tex), `${name}=${JSON.stringify(value)}: ${tex}`);
          assert.ok(texs.has(gradientTex), `${name}=${JSON.stringify(value)}: ${gradientTex}`);
        }
      }
    });

    it('shows formulas that the defaults and legacy arguments lead to', () => {
      const plain = loss.formula({}).tex;
      const spelled = Object.fromEntries(loss.parameters.map(({ name, default: value }) => [name, value]));
      assert.equal(loss.formula(spelled).tex, plain);
      if (!loss.parameters.some(({ name }) => name === 'size_average')) return;
      assert.equal(loss.formula({ size_average: false }).tex, loss.formula({ reduction: 'sum' }).tex);
      assert.equal(loss.formula({ reduce: false }).tex, loss.formula({ reduction: 'none' }).tex);
      assert.equal(loss.formula({ reduction: 'sum', reduce: true }).tex, plain);
    });

    for (const example of examplesOf(loss)) {
      it(`computes its example "${example.title}"`, () => {
        const result = evaluate(exampleCall(loss, example));
        assert.ok(result.loss.data.every(Number.isFinite), `the loss is ${result.loss.data.join()}`);
        assert.ok(result.loss.data.some((value) => value !== 0));
        for (const gradient of Object.values(result.gradients)) {
          assert.ok(gradient?.data.some((value) => value !== 0));
        }
      });
    }
  });
}
