import assert from 'node:assert/strict';
import { needsParameter } from '../../../src/insights/constants/needsParameter';
import { openPython } from '../../python/openPython';

/** Bodies of `def forward(self, batch, scale=2.0)` in a class, whose last line is the expression that is asked about. */
const needing: Readonly<Record<string, string>> = {
  'a parameter': 'batch',
  'one with a default': 'scale',
  'what is computed of one': 'out = model(batch)\n-out.float()[0] * 2.0',
  'what another method gives': 'self.model(batch, 1)',
  'an item of what is gone through': 'for i, (x, y) in enumerate(batch):\n    pass\nx',
  'a parameter that is computed anew of itself': 'batch = batch + 1\nbatch = self.layer(batch)\nbatch',
  'names that need each other': 'y = batch\nx = y\nfor _ in range(3):\n    y = x + 1\n    x = y * 2\nx',
  'either branch': 'if self.training:\n    x = batch\nelse:\n    x = batch.mean()\nx',
};

const free: Readonly<Record<string, string>> = {
  'what the object of a method holds': 'self.weight',
  'what is written': 'x = torch.ones(2)\nx',
  'a parameter that gets another value': 'batch = torch.ones(2)\nbatch',
  'one of two branches': 'if self.training:\n    x = batch\nelse:\n    x = torch.ones(2)\nx',
  'what may not be evaluated': 'flag and batch',
  'what stands in brackets': '[batch]',
  'a keyword argument': 'x.to(device=batch)',
  'a name of the module': 'other',
  'what is refuted behind the back of another name':
    'for _ in range(3):\n    x = y + 1\n    y = x * 2\n    x = torch.ones(2)\ny',
  'a name that nobody binds': 'missing',
};

function needs(expression: string): Promise<boolean> {
  return inFunction(
    `class Model:\n    def forward(self, batch, scale=2.0):\n${expression.replaceAll(/^/gm, '        ')}\n`,
  );
}

async function inFunction(code: string): Promise<boolean> {
  const document = await openPython(code);
  const [outer] = [...document.module.chunks].slice(-1).map((chunk) => chunk.statement);
  const inner = outer?.kind === 'class' ? outer.body.chunks[0]?.statement : outer;
  assert.ok(inner?.kind === 'function');
  const last = inner.body.chunks.at(-1)?.statement;
  assert.ok(last?.kind === 'expression' && last.values[0]);
  const answer = needsParameter(last.values[0], inner.body);
  assert.equal(needsParameter(last.values[0], inner.body), answer, 'the second time');
  document.dispose();
  return answer;
}

describe('what needs a parameter', () => {
  for (const [name, body] of Object.entries(needing))
    it(`is ${name}`, async () => assert.equal(await needs(body), true));
  for (const [name, body] of Object.entries(free))
    it(`is not ${name}`, async () => assert.equal(await needs(body), false));

  it('is told of chains of names and bodies that are not too long', async () => {
    const chained = (length: number): Promise<boolean> => {
      const chain = Array.from({ length }, (_, i) => `x${String(i + 1)} = x${String(i)}`).join('\n    ');
      return inFunction(`def f(x0):\n    ${chain}\n    x${String(length)}\n`);
    };
    assert.equal(await chained(50), true);
    assert.equal(await chained(900), false);
    assert.equal(await chained(2000), false);
  });

  it('is nothing of a module', async () => {
    const document = await openPython('x = 1\nx\n');
    const last = document.module.chunks.at(-1)?.statement;
    assert.ok(last?.kind === 'expression' && last.values[0]);
    assert.equal(needsParameter(last.values[0], document.module), false);
    document.dispose();
  });
});
