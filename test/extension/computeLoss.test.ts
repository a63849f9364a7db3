import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { example, openPython, placeCursor, startExtension } from './pythonEditor';

const computeLoss = () => vscode.commands.executeCommand<string | undefined>('lossPlayground.computeLoss');

describe('Compute Loss', () => {
  before(startExtension);
  afterEach(() => vscode.commands.executeCommand('lossPlayground.clearInlineResults'));

  for (const [place, text, occurrence, shift] of [
    ['on the call', 'loss_fn(', 0, 0],
    ['inside its brackets', 'y_pred,', 0, 2],
    ['at the start of its line', 'loss = ', 0, 0],
    ['at the end of its line', 'y_true)', 0, 7],
    ['on the instance that it calls', 'loss_fn = ', 0, 3],
  ] as const) {
    it(`computes with the cursor ${place}`, async () => {
      placeCursor(await openPython(example), text, occurrence, shift);
      assert.equal(await computeLoss(), 'tensor(0.2875)');
    });
  }

  it('computes a call in the selection', async () => {
    const editor = await openPython(example);
    const { start, end } = editor.document.lineAt(5).range;
    editor.selection = new vscode.Selection(start, end);
    assert.equal(await computeLoss(), 'tensor(0.2875)');
  });

  it('computes a functional, and losses that are not reduced', async () => {
    const code = `import torch, torch.nn.functional as F
loss = F.l1_loss(torch.tensor([1., 2.]), torch.tensor([3., 5.]), reduction="none")
`;
    placeCursor(await openPython(code), 'F.l1_loss');
    assert.equal(await computeLoss(), 'tensor([2., 3.])');
  });

  it('says what PyTorch raises', async () => {
    placeCursor(await openPython(example.replace('2.1, 7.8', '2.1')), 'loss_fn(');
    assert.equal(
      await computeLoss(),
      'RuntimeError: The size of tensor a (3) must match the size of tensor b (4) at non-singleton dimension 0',
    );
  });

  it('does not guess what the code does not tell', async () => {
    placeCursor(
      await openPython(example.replace('torch.tensor([2.5, 0.0, 2.1, 7.8])', 'model(x)')),
      'loss_fn(',
    );
    assert.equal(await computeLoss(), undefined);
  });
});
