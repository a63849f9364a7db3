import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { rules } from '#rules';
import type { Rule } from '../../../src/insights/defineRule';
import type { FixableFinding } from '../../../src/insights/ruleChecker';
import { projectRoot } from '../../projectRoot';
import { applyFix, findingsOf, preamble } from './ruleExamples';

const file = path.join(projectRoot, 'test/insights/rules/messages.txt');

describe('what the rules say of their bad examples', () => {
  it('is what was read and found good (UPDATE_MESSAGES=1 writes messages.txt anew, to be read)', async () => {
    const said: string[] = [];
    for (const rule of rules) said.push(await saidBy(rule));
    const text = said.join('\n');
    if (process.env['UPDATE_MESSAGES']) await writeFile(file, text);
    assert.deepEqual(text.split('\n'), (await readFile(file, 'utf8')).split('\n'));
  });
});

/** Each bad example of a rule with what is found in it: where, what else is pointed at, and what each fix makes of it. */
async function saidBy(rule: Rule): Promise<string> {
  const lines = [`## ${rule.id}`, ''];
  for (const code of rule.examples.bad) {
    lines.push(...indented(code), '');
    const text = preamble + code;
    for (const finding of await findingsOf([rule], text)) lines.push(...linesOf(finding, text), '');
  }
  return lines.join('\n');
}

function linesOf({ message, start, end, related, fixes }: FixableFinding, text: string): readonly string[] {
  const lines = [message, `  at ${quoted(text.slice(start, end))}`];
  for (const other of related)
    lines.push(`  see ${quoted(text.slice(other.start, other.end))}: ${other.message}`);
  for (const fix of fixes) lines.push(`  fix: ${fix.title}`, ...changed(text, applyFix(text, fix)));
  return lines;
}

/** The lines that a fix writes anew. */
function changed(before: string, after: string): readonly string[] {
  const old = new Set(before.split('\n'));
  return indented(
    after
      .split('\n')
      .filter((line) => !old.has(line))
      .join('\n'),
  );
}

function indented(code: string): readonly string[] {
  return code.split('\n').map((line) => `    ${line}`.trimEnd());
}

function quoted(text: string): string {
  return text.replaceAll(/\s+/g, ' ');
}
