import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { rules } from '#rules';
import { lossByName } from '../../../src/engine/evaluate';
import type { Rule, RuleSeverity } from '../../../src/insights/defineRule';
import { pitfallById } from '../../../src/insights/ruleBook';
import { projectRoot } from '../../projectRoot';
import { applyFix, findingsOf, parses, preamble } from './ruleExamples';

const folder = path.join(projectRoot, 'src/insights/rules');

describe('the rules', () => {
  it('are the files of their folder', () => {
    const camel = (id: string): string => id.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
    assert.deepEqual(
      rules.map((rule) => `${camel(rule.id)}.ts`),
      readdirSync(folder).sort(),
    );
  });

  for (const rule of rules) describe(rule.id, () => testRule(rule));
});

const severities: readonly RuleSeverity[] = ['off', 'hint', 'information', 'warning', 'error'];

/** The ids of the other rules that find something as bad in a text. */
async function othersAsBad(rule: Rule, text: string): Promise<string[]> {
  const least = severities.indexOf(rule.severity);
  const others = rules.filter((one) => one !== rule && severities.indexOf(one.severity) >= least);
  return (await findingsOf(others, text)).map(({ rule: { id } }) => id);
}

function testRule(rule: Rule): void {
  const { bad, good } = rule.examples;

  it('has examples, a pitfall and an effect that exist', () => {
    assert.ok(bad.length >= 4 && good.length >= 6, `${String(bad.length)} bad, ${String(good.length)} good`);
    assert.equal(new Set([...bad, ...good]).size, bad.length + good.length);
    assert.ok(pitfallById(rule.pitfall), rule.pitfall);
    const loss = lossByName(rule.effect.loss);
    const names = new Set(loss?.parameters.map(({ name }) => name));
    for (const name of Object.keys(rule.effect.parameters ?? {})) assert.ok(names.has(name), name);
    assert.deepEqual(
      Object.keys(rule.effect.inputs),
      loss?.inputs.map(({ name }) => name),
    );
  });

  bad.forEach((code, index) => {
    it(`finds bad example ${String(index + 1)}, and not in the fixed code`, async () => {
      const text = preamble + code;
      assert.ok(await parses(text), 'the example is broken');
      const findings = await findingsOf([rule], text);
      assert.ok(findings.length > 0, code);
      const others = await othersAsBad(rule, text);
      for (const { message, start, end, related, fixes } of findings) {
        assert.match(message, /^[^\n]{10,200}[^.\n]$/);
        assert.ok(preamble.length <= start && start < end && end <= text.length);
        for (const other of related) assert.ok(other.start < other.end && other.end <= text.length);
        for (const fix of fixes) {
          const fixed = applyFix(text, fix);
          assert.ok(await parses(fixed), fixed);
          assert.equal((await findingsOf([rule], fixed)).length, findings.length - 1, fixed);
          const left = (await othersAsBad(rule, fixed)).filter((id) => !others.includes(id));
          assert.deepEqual(left, [], `what the fix leads to:\n${fixed}`);
        }
      }
    });
  });

  good.forEach((code, index) => {
    it(`says nothing about good example ${String(index + 1)}`, async () => {
      assert.ok(await parses(preamble + code), 'the example is broken');
      const findings = await findingsOf([rule], preamble + code);
      assert.deepEqual(
        findings.map(({ message }) => message),
        [],
        code,
      );
    });
  });

  it('has a fix for one of its bad examples', async () => {
    for (const code of bad)
      if ((await findingsOf([rule], preamble + code)).some(({ fixes }) => fixes.length > 0)) return;
    assert.fail('no fix');
  });
}
