import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { rules } from '#rules';
import { newEvaluator } from '../../src/insights/evaluateCall';
import { isOutOfSight } from '../../src/insights/outOfSight';
import type { Expression } from '../../src/python/syntax';
import { visitStatements } from '../../src/python/visit';
import { expressionsOf, visitExpressions } from '../../src/python/walk';
import { projectRoot } from '../projectRoot';
import { openPython } from '../python/openPython';

const head = `import torch
import torch.nn as nn
import torch.nn.functional as F
import numpy as np

`;

/** Values that are known though a parameter has to do with them, and values that are not. */
const traps = [
  'class A:\n    margin = 0.5\n    def __init__(self):\n        self.beta = 2.0\n    def f(self, x):\n        return nn.SmoothL1Loss(beta=self.beta)(x, x) + self.margin',
  'class A:\n    @classmethod\n    def f(cls):\n        return cls.size\n    size = 3',
  'def f(x, n=3):\n    x = torch.ones(2)\n    n += 1\n    y = [x, n][0]\n    return y + n',
  'def f(x):\n    if x:\n        y = x\n    else:\n        y = 1.0\n    return y',
  'def f(x):\n    for x in [1, 2]:\n        pass\n    return x',
  'def f(x):\n    return [x, 2][1], (x, 3)[1], {"a": x, "b": 4}["b"], x if False else 5',
  'def f(x):\n    return torch.tensor([1.0], device=x), torch.zeros(3).to(x)',
  'def f(x):\n    with open(x) as y, torch.no_grad():\n        z = torch.ones(2)\n    return y, z',
  'def f(self):\n    return self.margin\nclass Config:\n    margin: float = 1.5\ndef g(config: Config):\n    return config.margin',
  'x = 1.0\ndef f(y):\n    global x\n    x = y\ndef g():\n    return x',
  'def f(xs):\n    return [x + 1 for x in xs], [2 for x in xs], sum(x for x in [1, 2]), (lambda q: q)(3)',
  'def f(a):\n    (b, c), d = a, 2\n    e = f = a.b\n    return b, c, d, e, f, not a, -a, a and 1, 1 or a, a == 1',
];

describe('what comes from outside of the code', () => {
  it('is nothing whose value is known', async () => {
    const recorded = JSON.parse(
      await readFile(path.join(projectRoot, 'test/insights/constants/facts.json'), 'utf8'),
    ) as Record<'snippets' | 'examples' | 'traps', readonly { readonly code: string }[]>;
    const codes = [
      ...traps,
      ...rules.flatMap(({ examples }) => [...examples.bad, ...examples.good]),
      ...[...recorded.snippets, ...recorded.examples, ...recorded.traps].map(({ code }) => code),
      ...recorded.traps.map(({ code }) => `def around(a, b):\n    ${code.replaceAll('\n', '\n    ')}`),
    ];
    let outside = 0;
    for (const code of codes) {
      const document = await openPython(head + code);
      const evaluator = newEvaluator(document);
      for (const { statement } of document.module.chunks)
        visitStatements(
          statement,
          (inner) => {
            for (const expression of expressionsOf(inner)) visitExpressions(expression, check);
          },
          () => true,
        );
      function check(expression: Expression): void {
        if (!isOutOfSight(document, expression)) return;
        outside++;
        const { kind } = evaluator.value(expression);
        const { start, end } = expression.span;
        assert.equal(kind, 'unknown', `${document.text.slice(start, end)} in ${code}`);
      }
      document.dispose();
    }
    assert.ok(outside > 1000, `${outside} expressions`);
  }).timeout(60_000);
});
