import assert from 'node:assert/strict';
import { atOnce, lossCalls, partName, selectedLossCalls } from '../../src/insights/documentInsights';
import { openPython } from '../python/openPython';

const preamble = `import torch
import torch.nn as nn
import torch.nn.functional as F
criterion = nn.L1Loss()
`;

/** The calls that are meant where the code between « and » is selected. */
async function selected(code: string): Promise<string[]> {
  const text = preamble + code;
  const start = text.indexOf('«');
  const end = text.indexOf('»') - 1;
  const document = await openPython(text.replace(/[«»]/g, ''));
  return atOnce(selectedLossCalls(document, { start, end })).map((call) =>
    document.text.slice(call.start, call.end),
  );
}

describe('the loss calls that a selection means', () => {
  for (const [what, code, expected] of [
    ['the call', 'total = 2 * «criterion(x, y)» + 1', ['criterion(x, y)']],
    ['its statement', '«total = 2 * criterion(x, y) + 1»', ['criterion(x, y)']],
    ['a part of its arguments', 'criterion(«x», y)', ['criterion(x, y)']],
    ['what is around it', 'torch.«log(1 + F.l1_loss(x, y))»', ['F.l1_loss(x, y)']],
    ['all on a line', '«criterion(x, y) + F.mse_loss(x, y)»', ['criterion(x, y)', 'F.mse_loss(x, y)']],
    ['the second on a line', 'criterion(x, y) + «F.mse_loss(x, y)»', ['F.mse_loss(x, y)']],
    ['a part up to the middle of a name', 'criterion(x, y)« + F.mse»_loss(x, y)', ['F.mse_loss(x, y)']],
    ['a part from the middle of a name', 'a = crit«erion(x, y) + 1\nb = 2»', ['criterion(x, y)']],
    ['none of it, but of its line', '«total» = criterion(x, y)', ['criterion(x, y)']],
    [
      'lines of which some have one',
      '«a = 1\nb = F.mse_loss(x, y)\n\nfor x in z:\n    c = criterion(x, y)\n»d = criterion(y, x)',
      ['F.mse_loss(x, y)', 'criterion(x, y)'],
    ],
    ['a function', '«def f(x, y):\n    return criterion(x, y)»\n', ['criterion(x, y)']],
    ['a call in a call', '«F.mse_loss(criterion(x, y), z)»', ['F.mse_loss(criterion(x, y), z)']],
    ['the inner call of them', 'F.mse_loss(«criterion(x, y)», z)', ['criterion(x, y)']],
    ['a part of the inner call', 'F.mse_loss(criterion(«x», y), z)', ['criterion(x, y)']],
    ['tensors above it', '«x = [1.0]\ny = [2.0]»\nz = criterion(x, y)', []],
    ['lines that only touch it', 'z = criterion(x, y)«\nx = [1.0]\n»criterion(y, x)', []],
    ['the line that makes the instance', '«mine = nn.MSELoss()\n»mine(x, y)', ['mine(x, y)']],
    ['nothing that has to do with losses', 'criterion(x, y)\n«print(x)»', []],
  ] as const) {
    it(`when it is ${what}`, async () => assert.deepEqual(await selected(code), expected));
  }

  it('in a long selection, too, each once', async () => {
    const line = 'total = 2 * criterion(x,\n    y)\n';
    const found = await selected(`«${line.repeat(2000)}»`);
    assert.equal(found.length, 2000);
  });
});

describe('a loss call that is only a part of its line', () => {
  for (const [code, expected] of [
    ['loss = criterion(x, y)', undefined],
    ['a = b = (criterion(x, y))', undefined],
    ['criterion(x, y)', undefined],
    ['def f():\n    return criterion(x, y)', undefined],
    ['loss = 0.5 * criterion(x, y)', 'criterion(…)'],
    ['loss = nn\\\n  . MSELoss( )(x, y).item()', 'nn\\ . MSELoss( )(…)'],
    ['F.l1_loss(x, y).backward()', 'F.l1_loss(…)'],
    ['a, b = criterion(x, y), 1', 'criterion(…)'],
    ['loss += criterion(x, y)', 'criterion(…)'],
    ['assert criterion(x, y) < 1', 'criterion(…)'],
    [
      `loss = 1 + nn.L1Loss(reduction='sum', reduce=None)(x, y)`,
      "nn.L1Loss(reduction='sum', reduce=None)(…)",
    ],
    [
      'a = 1 + nn.CrossEntropyLoss(label_smoothing=0.25)(x, y)',
      'nn.CrossEntropyLoss(label_smoothing=0.2…(…)',
    ],
  ] as const) {
    it(`is told by what it calls: ${code}`, async () => {
      const document = await openPython(preamble + code);
      const [call] = lossCalls(document, { start: preamble.length, end: document.text.length });
      assert.equal(partName(document, call ?? assert.fail()), expected);
    });
  }
});
