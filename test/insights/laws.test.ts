import assert from 'node:assert/strict';
import fc from 'fast-check';
import { rules } from '#rules';
import { printTensor } from '../../src/engine/tensor/printTensor';
import { atOnce } from '../../src/python/pauses';
import {
  evaluateCall,
  hoverAt,
  lossCalls,
  lossUseAt,
  renderHover,
} from '../../src/insights/documentInsights';
import type { Edit } from '../../src/insights/finding';
import type { Value } from '../../src/insights/constants/values';
import { RuleChecker } from '../../src/insights/ruleChecker';
import type { PythonDocument } from '../../src/python/pythonDocument';
import { seededRandom } from '../engine/seededRandom';
import { openPython } from '../python/openPython';
import { finalValue, header, readFacts } from './constants/facts';
import { placeAfter, placeBefore, rewrites, rewritten } from './rewritings';
import { preamble } from './rules/ruleExamples';

/** So many programs are written anew in each way. */
const numRuns = 60;

describe('a program is understood as before', () => {
  const programs = rules.flatMap(({ examples }) =>
    [...examples.bad, ...examples.good].map((code) => preamble + code),
  );
  for (const [title, rewrite] of Object.entries(rewrites))
    it(title, async () => {
      await fc.assert(
        fc.asyncProperty(fc.constantFrom(...programs), fc.nat(), async (program, seed) => {
          const document = await openPython(program);
          const { edits, renamed } = rewrite(document, seededRandom(seed));
          const other = await openPython(rewritten(program, edits));
          const names = new RegExp(`\\b(?:${renamed?.join('|') ?? '-'})\\b`, 'g');
          const answersOf = (one: PythonDocument, done: readonly Edit[]): unknown =>
            JSON.parse(JSON.stringify(answers(one, program, done)).replaceAll(names, '_'));
          assert.deepEqual(answersOf(other, edits), answersOf(document, []), other.text);
          document.dispose();
          other.dispose();
        }),
        { numRuns },
      );
    }).timeout(120_000);
});

describe('a value is known as before', () => {
  for (const [title, rewrite] of Object.entries(rewrites))
    it(title, async () => {
      const { snippets, examples, traps } = await readFacts();
      const codes = [...snippets, ...examples, ...traps].map(({ code }) => code);
      await fc.assert(
        fc.asyncProperty(fc.constantFrom(...codes), fc.nat(), async (code, seed) => {
          const program = `${header}${code}\n`;
          const document = await openPython(program);
          const { edits, renamed } = rewrite(document, seededRandom(seed));
          const name = renamed?.[0] === 'r' ? renamed[1] : 'r';
          const other = await finalValue(`${rewritten(program, edits)}\nfinal = ${name}\n`);
          assert.equal(shown(other), shown(await finalValue(`${program}\nfinal = r\n`)), document.text);
          document.dispose();
        }),
        { numRuns },
      );
    }).timeout(120_000);
});

/** All that a value is; of one that is unknown just that: what it is called in the reason may be another name. */
function shown(value: Value): string {
  if (value.kind === 'unknown') return 'unknown';
  if (value.kind !== 'tensor') return JSON.stringify(value);
  return `${String(value.requiresGrad)} ${value.memory.lost === undefined ? printTensor(value.tensor) : 'lost'}`;
}

/**
 * What is said about a program, after edits of it: over each of its names, about its loss calls, and by the rules.
 * Places are those before the edits.
 */
function answers(document: PythonDocument, program: string, edits: readonly Edit[]): unknown {
  const before = (place: number): number => placeBefore(edits, place);
  const hovers = [...program.matchAll(/\w+/g)].flatMap(({ index }) => {
    const offset = placeAfter(edits, index);
    const use = lossUseAt(document, offset);
    const hover = hoverAt(document, offset);
    if (!use && !hover) return [];
    const text = hover && renderHover(hover.content, { formula: (tex) => tex }).replaceAll(/\s+/g, ' ');
    const losses = use?.candidates.map(({ loss, role }) => `${role} ${loss.name}`);
    return [[index, use?.role, losses, use?.isOpen, use?.certainty, text ?? null]];
  });
  const calls = lossCalls(document, { start: 0, end: document.text.length }).map((call) => {
    const { inputs, result, error } = evaluateCall(document, call);
    const reasons = inputs.map(({ name, reason }) => [name, reason ?? null]);
    return [
      before(call.start),
      before(call.end),
      reasons,
      result && printTensor(result.loss),
      error?.message,
    ];
  });
  const checker = new RuleChecker(document, rules);
  const findings = atOnce(checker.fixable({ start: 0, end: document.text.length })).map((found) => [
    found.rule.id,
    before(found.start),
    before(found.end),
    found.message,
    found.fixes.map((fix) => fix.title),
    found.related.map((other) => [before(other.start), before(other.end), other.message]),
  ]);
  return { hovers, calls, findings };
}
