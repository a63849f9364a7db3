import assert from 'node:assert/strict';
import { Playground } from './playground';
import { Workbench } from './workbench';

const code = `import torch.nn as nn

model = nn.Sequential(nn.Linear(5, 3), nn.Softmax(dim=1))
criterion = nn.CrossEntropyLoss()


def step(x, y):
    return criterion(model(x), y)
`;

describe('a problem', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await Workbench.open({ files: { 'train.py': code } });
  });
  after(() => workbench.close());

  it('is underlined, and tells in its hover what is wrong', async () => {
    await workbench.editor.locator('.squiggly-warning').first().waitFor();
    const hover = await workbench.hover('model', /cannot go below 0\.5514 with 3 classes/, 1);
    const text = await hover.innerText();
    assert.match(text, /Loss Playground\(?softmax-before-cross-entropy/);
    assert.match(text, /The softmax is here/);
  });

  it('leads from its hover to the explanation of its rule, and from there to the playground', async () => {
    const hover = await workbench.hover('model', /softmax-before-cross-entropy/, 1);
    await hover.locator('a.code-link').click();
    const page = await workbench.webview('editor', 'a.button');
    await page.locator('h1', { hasText: 'Softmax before CrossEntropyLoss' }).waitFor();
    await page.locator('svg').first().waitFor();
    await page.locator('a.button').click();
    const playground = await Playground.in(workbench);
    await playground.showsLoss('tensor(0.5514)');
  });
});
