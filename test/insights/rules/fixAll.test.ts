import assert from 'node:assert/strict';
import { rules } from '#rules';
import type { Rule } from '../../../src/insights/defineRule';
import { fixAll } from '../../../src/insights/fixAll';
import { applyFix, findingsOf, parses, preamble } from './ruleExamples';

/** Pieces of code in one file, each in a function of its own. */
function fileOf(pieces: readonly string[]): string {
  const functions = pieces.map(
    (code, index) => `def case_${String(index)}():\n    ${code.replaceAll('\n', '\n    ')}\n`,
  );
  return preamble + functions.join('\n\n');
}

/** Makes all fixes at once, and once more those that had to wait for others that change the same. */
async function fixed(of: readonly Rule[], text: string): Promise<string> {
  for (let time = 0; time < 2; time++) {
    const edits = fixAll(await findingsOf(of, text)).flatMap((fix) => fix.edits);
    text = applyFix(text, { edits });
    assert.ok(await parses(text), text);
  }
  return text;
}

describe('all fixes at once', () => {
  for (const rule of rules)
    it(`leave nothing that ${rule.id} could fix in its bad examples`, async () => {
      const text = fileOf(rule.examples.bad);
      assert.ok((await findingsOf([rule], text)).length >= rule.examples.bad.length - 1);
      const left = await findingsOf([rule], await fixed([rule], text));
      assert.deepEqual(
        left.filter(({ fixes }) => fixes.length > 0),
        [],
      );
    });

  it('leave out what changes the same as another', async () => {
    const [one] = await findingsOf(rules, `${preamble}nn.MSELoss('sum')`);
    const [fix] = one?.fixes ?? [];
    const [edit] = fix?.edits ?? [];
    assert.ok(one && fix && edit);
    const touching = { ...one, fixes: [{ ...fix, edits: [{ ...edit, text: 'reduction="sum"' }] }] };
    const behind = { ...one, fixes: [{ ...fix, edits: [{ ...edit, start: edit.end, end: edit.end }] }] };
    assert.equal(fixAll([one, touching]).length, 1);
    assert.equal(fixAll([one, behind]).length, 2);
  });

  it('leave no assignment of a name to itself, and no block empty', async () => {
    const net = (forward: string): string =>
      `${preamble}class Net(nn.Module):\n    def forward(self, x):\n${forward}\n\nnet = Net()\ndef step(x, y):\n    return F.cross_entropy(net(x), y)`;
    const [block, line] = ['        with torch.no_grad():\n    ', '        x = F.softmax(x, dim=1)\n'];
    const end = '        return x';
    assert.equal(await fixed(rules, net(line + end)), net(end));
    assert.equal(
      await fixed(rules, net(line + end).replaceAll('\n', '\r\n')),
      net(end).replaceAll('\n', '\r\n'),
    );
    assert.equal(await fixed(rules, net(block + line + end)), net(`${block}        x = x\n${end}`));
  });
});
