import assert from 'node:assert/strict';
import { lossCode, plainText } from '../../src/insights/lossCode';
import { adviceBelow } from '../../src/guide/advice';
import { lossGuide } from '../../src/guide/lossGuide';
import { openPython } from '../python/openPython';

const adviceOf = (id: string) => adviceBelow(lossGuide).find((advice) => advice.id === id);

/** The text after the code of an advice was put in at the bar, or in place of what stands between two bars. */
async function after(marked: string, id: string, from = 0): Promise<string> {
  const start = marked.indexOf('|');
  const end = Math.max(start, marked.lastIndexOf('|') - 1);
  const text = marked.replaceAll('|', '');
  const document = await openPython(text);
  const advice = adviceOf(id);
  assert.ok(advice);
  const code = lossCode(document, advice, { start, end }, from);
  document.dispose();
  let changed = text.slice(0, start) + plainText(code) + text.slice(end);
  for (const { offset: at, text: put } of [...code.imports].reverse()) {
    assert.ok(at <= start && at >= from);
    changed = changed.slice(0, at) + put + changed.slice(at);
  }
  return changed;
}

describe('the code of a loss that was chosen', () => {
  const cases: readonly (readonly [what: string, id: string, before: string, expected: string])[] = [
    ['an empty file', 'regression', '|', 'import torch.nn as nn\n\ncriterion = nn.MSELoss()'],
    [
      'a file that imports nn',
      'regression',
      'from torch import nn\n\n|\n',
      'from torch import nn\n\ncriterion = nn.MSELoss()\n',
    ],
    [
      'another alias',
      'regression',
      'import torch.nn as layers\n|\n',
      'import torch.nn as layers\ncriterion = layers.MSELoss()\n',
    ],
    [
      'a script that says what runs it, and its encoding',
      'regression',
      '#!/usr/bin/env python\r\n# -*- coding: latin-1 -*-\r\nprint(1)\r\n|',
      '#!/usr/bin/env python\r\n# -*- coding: latin-1 -*-\r\nimport torch.nn as nn\n\nprint(1)\r\ncriterion = nn.MSELoss()',
    ],
    ['torch alone', 'regression', 'import torch\n|\n', 'import torch\ncriterion = torch.nn.MSELoss()\n'],
    [
      'the class itself',
      'regression',
      'import torch\nfrom torch.nn import MSELoss\n|',
      'import torch\nfrom torch.nn import MSELoss\ncriterion = MSELoss()',
    ],
    [
      'the right-hand side of an assignment',
      'regression',
      'from torch import nn\nloss_fn = |\n',
      'from torch import nn\nloss_fn = nn.MSELoss()\n',
    ],
    [
      'a function',
      'distillation',
      'import os\n\n\ndef train():\n    |\n',
      'import os\nimport torch.nn as nn\n\n\ndef train():\n    criterion = nn.KLDivLoss(reduction="batchmean")\n',
    ],
    [
      'a tensor among the arguments',
      'imbalance',
      'from torch import nn\n\n|\n',
      'from torch import nn\nimport torch\n\ncriterion = nn.CrossEntropyLoss(weight=torch.tensor([1.0, 5.0]))\n',
    ],
    [
      'a call that is selected',
      'regression',
      'from torch import nn\nloss_fn = |nn.L1Loss()|\n',
      'from torch import nn\nloss_fn = nn.MSELoss()\n',
    ],
    [
      'a line that is selected',
      'regression',
      'from torch import nn\n\ndef train():\n    |loss = None|\n',
      'from torch import nn\n\ndef train():\n    criterion = nn.MSELoss()\n',
    ],
    [
      'all of a file that is selected',
      'regression',
      '|import os\nx = 1|\n',
      'import torch.nn as nn\n\ncriterion = nn.MSELoss()\n',
    ],
    [
      'a docstring and a future import',
      'regression',
      '"""Trains."""\nfrom __future__ import annotations\n\n|\n',
      '"""Trains."""\nfrom __future__ import annotations\nimport torch.nn as nn\n\ncriterion = nn.MSELoss()\n',
    ],
    [
      'a docstring alone',
      'regression',
      '"""Trains."""\n\n|\n',
      '"""Trains."""\n\nimport torch.nn as nn\n\ncriterion = nn.MSELoss()\n',
    ],
    [
      'a licence',
      'regression',
      '# Copyright\n# Licence\n\ndef train():\n    |\n',
      '# Copyright\n# Licence\n\nimport torch.nn as nn\n\ndef train():\n    criterion = nn.MSELoss()\n',
    ],
    [
      'an nn of another framework',
      'regression',
      'from tensorflow import nn\n|\n',
      'from tensorflow import nn\nimport torch\ncriterion = torch.nn.MSELoss()\n',
    ],
    [
      'an nn that the function has shadowed',
      'regression',
      'import torch\nfrom torch import nn\n\ndef train(nn):\n    x = 1\n    |\n',
      'import torch\nfrom torch import nn\n\ndef train(nn):\n    x = 1\n    criterion = torch.nn.MSELoss()\n',
    ],
    [
      'the line below that function',
      'regression',
      'from torch import nn\n\nif True:\n    def train(nn):\n        x = 1\n|\n',
      'from torch import nn\n\nif True:\n    def train(nn):\n        x = 1\ncriterion = nn.MSELoss()\n',
    ],
  ];
  for (const [what, id, before, expected] of cases) {
    it(`fits ${what}`, async () => assert.equal(await after(before, id), expected));
  }

  it('puts imports into the cell, not into one above it', async () => {
    const first = 'import os\n';
    assert.equal(
      await after(`${first}x = 1\n|`, 'regression', first.length),
      `${first}import torch.nn as nn\n\nx = 1\ncriterion = nn.MSELoss()`,
    );
    // `%%time` of the cell, as the text of the notebook has it, is its first line or an error
    assert.equal(
      await after(`${first}#%time\nx = 1\n|`, 'regression', first.length),
      `${first}#%time\nimport torch.nn as nn\n\nx = 1\ncriterion = nn.MSELoss()`,
    );
  });

  it('marks the values that are only a start', async () => {
    const document = await openPython('');
    const advice = adviceOf('many-classes');
    assert.ok(advice);
    const { parts } = lossCode(document, advice, { start: 0, end: 0 });
    document.dispose();
    assert.deepEqual(
      parts.filter((part) => typeof part !== 'string'),
      [{ value: '512' }, { value: '50000' }, { value: '[2000, 10000]' }],
    );
  });
});
