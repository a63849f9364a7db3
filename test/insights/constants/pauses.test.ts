import assert from 'node:assert/strict';
import { rules } from '#rules';
import { printTensor } from '../../../src/engine/tensor/printTensor';
import { atOnce, stepsBetweenPauses } from '../../../src/python/pauses';
import {
  evaluateCall,
  hoverAt,
  lossCallAt,
  settled,
  tensorAt,
  type EvaluatedCall,
} from '../../../src/insights/documentInsights';
import { newEvaluator } from '../../../src/insights/evaluateCall';
import { RuleChecker } from '../../../src/insights/ruleChecker';
import { locate } from '../../../src/python/locate';
import type { PythonDocument } from '../../../src/python/pythonDocument';
import { openPython } from '../../python/openPython';

const head = `import torch
import torch.nn as nn
from elsewhere import Model, f
torch.manual_seed(0)
x, y = torch.rand(8, 2), torch.rand(8, 2)
`;
const tail = '\nloss = nn.L1Loss()(x, y)\n';

/** Code that takes long to evaluate. */
const programs: Readonly<Record<string, string>> = {
  '2,000 calls that are not known': Array.from({ length: 2000 }, (_, i) => `x${i} = f(x${i - 1}, ${i})`).join(
    '\n',
  ),
  'a loop in a loop': 'for i in range(20):\n    for j in range(100):\n        x = x + 1.0',
  'a long comprehension': 'x = x + sum([i * 2 + 1 for i in range(9000)])',
  'a list of 100,000 numbers': `z = torch.tensor([${'1.25, '.repeat(100_000)}])\nx = x + z[0]`,
  'a large draw': 'z = torch.randn(140_000)\nx = x + z[-1]',
  'a larger one than any other tensor': 'z = torch.randn(1, 3, 224, 224)\nx = x + torch.rand(1)',
  'a draw in place': 'z = torch.empty(70_000).uniform_(1, 2)\nx = x + z[-1]',
  'a layer that is made': 'layer = nn.Linear(400, 300)\nx = x + torch.rand(1)',
  'a table that is made': 'table = nn.Embedding(1400, 100)\nx = x + table(torch.tensor([1399]))[0, :1]',
  'integers of 64 bits': 'z = torch.randint(2**40, (20_000,))\nx = x + z[-1]',
  'a loss whose parameters are computed': `def smooth():\n    pass\ns = 0\nfor i in range(3000):\n    s = s + 1\nx = x + nn.SmoothL1Loss(beta=s)(x, y)`,
};

/** What the last loss call comes to, and how much was paid between pauses at most. */
interface Answer {
  readonly told: unknown;
  readonly pauses: number;
  readonly most: number;
}

describe('an evaluation that takes long', () => {
  for (const [name, code] of Object.entries(programs))
    it(`pauses for others, and comes to the same: ${name}`, async () => {
      const document = await openPython(`${head}${code}${tail}`);
      const { told, pauses, most } = answerInTurns(document);
      document.dispose();
      const fresh = await openPython(`${head}${code}${tail}`);
      assert.deepEqual(told, tell(evaluateCall(fresh, lastCall(fresh))));
      fresh.dispose();
      assert.ok(pauses >= 5, `${pauses} pauses`);
      // A step and what it costs at once may come behind the last that was free.
      assert.ok(most <= stepsBetweenPauses + 1, `${most} payments between two pauses`);
    });

  it('computes the losses that one may be in turns of their own', async () => {
    const losses = ['L1Loss', 'MSELoss', 'HuberLoss', 'SmoothL1Loss'];
    const chosen = losses
      .map((loss, i) => `${i === 0 ? 'if' : 'elif'} f(${i}):\n    c = nn.${loss}()\n`)
      .join('');
    const document = await openPython(
      `${head}x, y = torch.ones(70_000), torch.zeros(70_000)\n${chosen}else:\n    raise x\nloss = c(x, y)\n`,
    );
    const at = document.text.lastIndexOf('c(x');
    let pauses = 0;
    const steps = settled(() => hoverAt(document, at));
    let step = steps.next();
    for (; step.done !== true; step = steps.next()) pauses++;
    assert.equal(step.value?.content.explanations.length, 4);
    for (const { result } of step.value.content.explanations) assert.ok(result);
    assert.ok(pauses >= 8, `${pauses} pauses`);
    document.dispose();
  });

  it('follows names in turns', async () => {
    const many = (line: (i: number) => string): string =>
      Array.from({ length: 3000 }, (_, i) => line(i)).join('\n');
    const programs = {
      'many values of a name': `${many(() => 'c = nn.L1Loss()')}\nc(x, y)\n`,
      'many methods': `class A:\n    def __init__(self):\n        self.c = nn.L1Loss()\n\n${many((i) => `    def m${i}(self):\n        return self.c(x, y)`)}\n`,
    };
    for (const [name, code] of Object.entries(programs)) {
      const document = await openPython(head + code);
      const [chunk] = document.module.chunks;
      const reader = Object.getPrototypeOf(chunk) as { lower: (this: unknown) => unknown };
      const { lower } = reader;
      let [read, most, all] = [0, 0, 0];
      reader.lower = function (this: unknown): unknown {
        const statement = lower.call(this);
        read++;
        return statement;
      };
      try {
        const steps = settled(() => hoverAt(document, document.text.lastIndexOf('c(x')));
        for (let step = steps.next(); ; step = steps.next()) {
          [most, all, read] = [Math.max(most, read), all + read, 0];
          if (step.done !== true) continue;
          assert.equal(step.value?.content.explanations[0]?.loss, 'L1Loss');
          break;
        }
      } finally {
        reader.lower = lower;
      }
      assert.ok(all >= 3000, `${name}: ${all} read`);
      assert.ok(most <= 200, `${name}: ${most} read in one turn`);
      document.dispose();
    }
  }).timeout(20_000);

  it('reads few of the statements that mention a name in one turn', async () => {
    const calls = Array.from({ length: 2000 }, (_, i) => `x${i} = f(x, ${i})`).join('\n');
    const document = await openPython(`${head}${calls}${tail}`);
    const [chunk] = document.module.chunks;
    // Each statement is read from the tree once, and kept.
    const reader = Object.getPrototypeOf(chunk) as { lower: (this: unknown) => unknown };
    const { lower } = reader;
    let read = 0;
    reader.lower = function (this: unknown): unknown {
      read++;
      return lower.call(this);
    };
    try {
      const call = lastCall(document);
      const turns: number[] = [];
      for (const steps = settled(() => evaluateCall(document, call)); ;) {
        const before = read;
        const { done } = steps.next();
        turns.push(read - before);
        if (done) break;
      }
      assert.ok(read >= 2000, `${read} read`);
      assert.ok(Math.max(...turns) <= 400, `${Math.max(...turns)} read in one turn`);
    } finally {
      reader.lower = lower;
      document.dispose();
    }
  });

  it('can be left, and asked about again', async () => {
    const code = `${head}${programs['a loop in a loop'] ?? ''}${tail}`;
    const document = await openPython(code);
    const left = settled(() => evaluateCall(document, lastCall(document)));
    for (let step = 0; step < 7; step++) assert.equal(left.next().done, false);
    // Another question comes between, and a change of the text.
    const between = answerInTurns(document).told;
    document.update([{ offset: code.indexOf('1.0'), length: 3, text: '2.0' }]);
    await document.ready();
    const after = answerInTurns(document).told;
    const fresh = await openPython(document.text);
    assert.deepEqual(after, tell(evaluateCall(fresh, lastCall(fresh))));
    assert.notDeepEqual(after, between);
    fresh.dispose();
    document.dispose();
  });

  it('lets hovers, tensors and rules pause', async () => {
    const code = `${head}${programs['a loop in a loop'] ?? ''}\nw = [-1.0, x.sum().item()]${tail}nn.SmoothL1Loss(beta=w[0])\n`;
    const asked: Readonly<Record<string, (document: PythonDocument) => unknown>> = {
      hover: (document) =>
        hoverAt(document, document.text.indexOf('loss =') + 1)?.content.explanations.map((explanation) => ({
          ...explanation,
          playground: atOnce(explanation.playground()),
        })),
      tensor: (document) =>
        tensorAt(document, document.text.lastIndexOf('(x, y)') + 1, document.text.lastIndexOf('(x, y)') + 2),
    };
    for (const [name, ask] of Object.entries(asked)) {
      const document = await openPython(code);
      const steps = settled(() => ask(document));
      let pauses = 0;
      let step = steps.next();
      for (; step.done !== true; step = steps.next()) pauses++;
      assert.ok(pauses >= 5, `${name}: ${pauses} pauses`);
      const fresh = await openPython(code);
      assert.deepEqual(step.value, ask(fresh));
      assert.notEqual(step.value, undefined);
      fresh.dispose();
      document.dispose();
    }
  });

  it('tells what may cost more from what may cost less', async () => {
    const document = await openPython('x = [1, 2, 3]\ny = x + x\n');
    const at = document.text.indexOf('x + x');
    const [sum] = locate(document, at + 2).expressions;
    assert.ok(sum);
    const kinds = () =>
      [{ steps: 1 }, undefined].map((budget) => newEvaluator(document, budget).values([sum], at)[0]?.kind);
    assert.deepEqual(atOnce(settled(kinds)), ['unknown', 'sequence']);
    document.dispose();
  });

  it('lets rules pause, which are asked again then', async () => {
    const document = await openPython(
      `${head}s = 0\nfor i in range(150):\n    s = s - 1\nnn.SmoothL1Loss(beta=s)\n`,
    );
    const asked: string[] = [];
    const watched = rules.map((rule) => ({
      ...rule,
      check(...given: Parameters<typeof rule.check>) {
        asked.push(rule.id);
        return rule.check(...given);
      },
    }));
    assert.deepEqual(
      atOnce(new RuleChecker(document, watched).check()).map(({ rule }) => rule.id),
      ['constant-out-of-range'],
    );
    assert.deepEqual(
      asked.filter((id) => id === 'constant-out-of-range'),
      ['constant-out-of-range', 'constant-out-of-range'],
    );
    document.dispose();
  });
});

function answerInTurns(document: PythonDocument): Answer {
  const call = lastCall(document);
  let [payments, most, pauses] = [0, 0, 0];
  const isCancelled = (): boolean => {
    payments++;
    return false;
  };
  const steps = settled(() => evaluateCall(document, call, { steps: 400_000, isCancelled }));
  for (;;) {
    payments = 0;
    const step = steps.next();
    most = Math.max(most, payments);
    if (step.done === true) return { told: tell(step.value), pauses, most };
    pauses++;
  }
}

function lastCall(document: PythonDocument) {
  return lossCallAt(document, document.text.lastIndexOf('L1Loss()(x') + 1) ?? assert.fail();
}

function tell({ inputs, configured, result }: EvaluatedCall): unknown {
  return [
    inputs.map(({ value, reason }) => reason ?? value),
    configured.given,
    result && printTensor(result.loss),
  ];
}
