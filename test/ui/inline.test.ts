import assert from 'node:assert/strict';
import { eventually } from './eventually';
import { hasValue } from './fieldValue';
import { notebookOf } from './notebook';
import { Playground } from './playground';
import { Workbench } from './workbench';

const code = `import torch
import torch.nn as nn
y_pred = torch.tensor([2.5, 0.0, 2.1, 7.8])
y_true = torch.tensor([3.0, -0.5, 2.0, 7.0])
loss_fn = nn.MSELoss(reduction='sum')
loss = loss_fn(y_pred, y_true)

`;

describe('what stands beside a line', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await Workbench.open({ files: { 'inline.py': code } });
  });
  after(() => workbench.close());

  const beside = (expected: readonly string[]) => workbench.besideLines(expected);

  const compute = async () => {
    await workbench.placeCursor('loss_fn', 1);
    // clears what is there, if anything is: what an edit removes may still be there for a moment
    await workbench.page.keyboard.press('Escape');
    await beside([]);
    await workbench.runCommand('Loss Playground: Compute Loss');
    await beside(['tensor(1.1500)']);
  };

  it('is a hint with the value, where the code tells it', async () => {
    await workbench.editor.getByText('= 1.1500').waitFor();
  });

  it('tells in the tooltip of the hint how the value came about', async () => {
    const tooltip = await workbench.hover('= 1.1500', /All digits: 1\.1500003337860107/);
    const text = (await tooltip.innerText()).replaceAll('\u00a0', ' ');
    assert.match(text, /d = x − y = 2\.5 − 3 = −0\.5\s+ℓ = d² = \(−0\.5\)² = 0\.25/);
    await workbench.hideHover();
  });

  it('is the result of Compute Loss in its place, and tells more when hovered over', async () => {
    await compute();
    await workbench.editor.getByText('= 1.1500').waitFor({ state: 'detached' });
    const hover = await workbench.hover(')', /All digits: 1\.1500003337860107/, 3);
    await eventually(async () =>
      assert.match(await hover.innerText(), /tensor\(\[-1\.0000, {2}1\.0000, {2}0\.2000, {2}1\.6000\]\)/),
    );
    await workbench.hideHover();
  });

  it('leaves the focus with the code', async () => {
    await compute();
    await Playground.in(workbench);
    const field = workbench.editor.locator('.native-edit-context, textarea').first();
    await field.and(workbench.page.locator(':focus')).waitFor({ state: 'attached' });
  });

  it('is computed again when a tensor changes', async () => {
    const { keyboard } = workbench.page;
    await compute();
    await workbench.placeCursor('2.5', 0);
    // typed over what is selected, so that a slow machine never sees a list without its first number
    for (let i = 0; i < 3; i++) await keyboard.press('Shift+ArrowRight');
    await keyboard.type('3.0');
    await beside(['tensor(0.9000)']);
    for (let i = 0; i < 3; i++) await keyboard.press('Shift+ArrowLeft');
    await keyboard.type('2.5');
    await beside(['tensor(1.1500)']);
  });

  it('moves along with its line', async () => {
    await compute();
    await workbench.page.keyboard.press('Home');
    await workbench.page.keyboard.press('Enter');
    await beside(['tensor(1.1500)']);
    await workbench.page.keyboard.press('Backspace');
    await beside([]);
  });

  it('goes when its line is edited', async () => {
    await compute();
    await workbench.page.keyboard.press('End');
    await workbench.page.keyboard.type(' ');
    await beside([]);
    await workbench.page.keyboard.press('Backspace');
  });

  it('goes with Escape', async () => {
    await compute();
    await workbench.placeCursor('import', 0);
    await workbench.page.keyboard.press('Escape');
    await beside([]);
  });

  it('is what PyTorch raises, where it does', async () => {
    await workbench.placeCursor(', 7.8', 0);
    for (let i = 0; i < 5; i++) await workbench.page.keyboard.press('Delete');
    await workbench.placeCursor('loss_fn', 1);
    await workbench.runCommand('Loss Playground: Compute Loss');
    await beside([
      'RuntimeError: The size of tensor a (3) must match the size of tensor b (4) at non-singleton dimension 0',
    ]);
  });
});

describe('what stands beside a line in a notebook', () => {
  let workbench: Workbench;
  before(async () => {
    const cells = [
      'import torch\nfrom torch import nn\nx = torch.tensor([1., 2.])\ny = torch.tensor([2., 4.])\n',
      'x = x + 1',
      'loss = nn.L1Loss()(x, y)',
    ];
    workbench = await Workbench.open({ files: { 'inline.py': code, 'cells.ipynb': notebookOf(cells) } });
  });
  after(() => workbench.close());

  it('is computed again when another cell goes', async () => {
    await workbench.openFile('cells.ipynb');
    const editors = workbench.page.locator('.notebookOverlay .code-cell-row .monaco-editor');
    await editors.nth(2).locator('.view-line').click();
    await workbench.runCommand('Loss Playground: Compute Loss');
    await workbench.besideLines(['tensor(0.5000)'], editors.nth(2));
    await editors.nth(1).locator('.view-line').click();
    await workbench.runCommand('Notebook: Delete Cell');
    await workbench.besideLines(['tensor(1.5000)'], editors.nth(1));
  });
});

describe('Compute Loss on a call whose loss depends on the run', () => {
  let workbench: Workbench;
  before(async () => {
    const conditional = code.replace("nn.MSELoss(reduction='sum')", 'nn.MSELoss() if fast else nn.L1Loss()');
    workbench = await Workbench.open({ files: { 'either.py': conditional } });
  });
  after(() => workbench.close());

  it('asks which one is meant, and keeps to it when a tensor changes', async () => {
    await workbench.placeCursor('loss_fn', 1);
    await workbench.runCommand('Loss Playground: Compute Loss');
    const choices = workbench.page.locator('.quick-input-list .monaco-list-row');
    await choices.filter({ hasText: 'MSELoss()' }).waitFor();
    await workbench.chooseRow('L1Loss()');
    await workbench.besideLines(['tensor(0.4750)']);
    const playground = await Playground.in(workbench);
    await playground.showsLoss('tensor(0.4750)');
    await workbench.placeCursor('2.5', 0);
    for (let i = 0; i < 3; i++) await workbench.page.keyboard.press('Delete');
    // a list without its first number has none, until that is typed
    await workbench.besideLines([]);
    await workbench.page.keyboard.type('3.0');
    await workbench.besideLines(['tensor(0.3500)']);
  });
});

describe('Compute Loss on a selection of code', () => {
  let workbench: Workbench;
  before(async () => {
    const losses = `either = nn.MSELoss() if fast else nn.L1Loss()
first, second = loss_fn(y_pred, y_true), either(y_pred, y_true)
unsure = either(y_pred, y_true)
unknown = loss_fn(model(x), y_true)
third = 1 + nn.L1Loss()(y_pred, y_true)
large = nn.L1Loss()(torch.zeros(300, 300), torch.ones(300, 300))
`;
    workbench = await Workbench.open({ files: { 'several.py': code + losses } });
  });
  after(() => workbench.close());

  it('puts the result of each call beside its line, and opens the playground on the first', async () => {
    await workbench.placeCursor('y_pred');
    await workbench.page.keyboard.press('ControlOrMeta+A');
    await workbench.runCommand('Loss Playground: Compute Loss');
    await workbench.besideLines([
      'tensor(1.1500)',
      'loss_fn(…) = tensor(1.1500)',
      'nn.L1Loss()(…) = tensor(0.4750)',
      'computed in the playground',
    ]);
    const playground = await Playground.in(workbench);
    await playground.frame.getByRole('radio', { name: 'sum', checked: true }).waitFor();
  });

  it('leaves a loss of many elements to the playground, and says so', async () => {
    await workbench.placeCursor('large');
    await workbench.page.keyboard.press('Escape');
    await workbench.besideLines([]);
    await workbench.runCommand('Loss Playground: Compute Loss');
    await workbench.besideLines(['computed in the playground']);
    await (await Playground.in(workbench)).showsLoss('tensor(1.)');
    await workbench.hover('large', /too many elements to compute here/);
    await workbench.hideHover();
  });

  it('puts them there for several cursors, too', async () => {
    const { keyboard } = workbench.page;
    await workbench.placeCursor('third');
    await keyboard.press('Escape');
    await workbench.besideLines([]);
    await keyboard.down('Alt');
    await workbench.placeCursor('first');
    await keyboard.up('Alt');
    await workbench.runCommand('Loss Playground: Compute Loss');
    await workbench.besideLines(['loss_fn(…) = tensor(1.1500)', 'nn.L1Loss()(…) = tensor(0.4750)']);
  });
});

describe('Compute Loss on a call that the code does not tell all about', () => {
  let workbench: Workbench;
  before(async () => {
    const unknown = code.replace('torch.tensor([2.5, 0.0, 2.1, 7.8])', 'model(batch)');
    workbench = await Workbench.open({ files: { 'unknown.py': unknown } });
  });
  after(() => workbench.close());

  it('asks for it in the playground, under its name in the code and with the shape that the loss takes', async () => {
    await workbench.placeCursor('loss_fn', 1);
    await workbench.runCommand('Loss Playground: Compute Loss');
    const playground = await Playground.in(workbench);
    await playground.input('input').getByText('y_pred').waitFor();
    await playground.input('input').getByText('of shape (*)').waitFor();
    await hasValue(playground.text('input'), '');
    await hasValue(playground.text('target'), 'torch.tensor([3.0, -0.5, 2.0, 7.0])');
    await playground.text('input').fill('[2.5, 0.0, 2.1, 7.8]');
    await playground.showsLoss('tensor(1.1500)');
  });
});

describe('Compute Loss in a file that is too long', () => {
  let workbench: Workbench;
  before(async () => {
    const long = `import torch.nn as nn\n${'# a comment of forty characters and more\n'.repeat(100_000)}`;
    workbench = await Workbench.open({ files: { 'long.py': long } });
  });
  after(() => workbench.close());

  it('says so', async () => {
    await workbench.runCommand('Loss Playground: Compute Loss');
    await workbench.page.getByText('too long to look for losses').first().waitFor();
  });
});

describe('the links of a hover', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await Workbench.open({ files: { 'links.py': code } });
  });
  after(() => workbench.close());

  it('open the playground with the parameters and tensors of the code', async () => {
    const hover = await workbench.hover('loss_fn', /MSELoss/, 1);
    await hover.getByText('Open in playground').click();
    const playground = await Playground.in(workbench);
    await playground.showsLoss('tensor(1.1500)');
    await playground.frame.getByRole('radio', { name: 'sum', checked: true }).waitFor();
    await hasValue(playground.text('target'), /3\.0, -0\.5, 2\.0, 7\.0/);
  });
});

describe('"From editor" in the playground', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await Workbench.open({ files: { 'numbers.txt': '1.5 2.5\nsomething else\n' } });
  });
  after(() => workbench.close());

  it('takes the text that is selected', async () => {
    await workbench.runCommand('Loss Playground: Open Playground');
    const playground = await Playground.in(workbench);
    await playground.input('input').getByText('From editor').click();
    await playground.frame.getByText('Select a tensor in an editor first').first().waitFor();
    await workbench.placeCursor('1.5', 0);
    await workbench.page.keyboard.press('Shift+End');
    await playground.input('input').getByText('From editor').click();
    await playground.frame.waitForFunction(
      () => document.querySelector('loss-playground')?.shadowRoot?.textContent.includes('(2,)') === true,
    );
    await hasValue(playground.text('input'), '1.5 2.5');
  });
});

describe('"From editor" in the playground, with Python code', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await Workbench.open({ files: { 'code.py': code } });
  });
  after(() => workbench.close());

  it('takes the tensor that the name under the cursor stands for', async () => {
    await workbench.runCommand('Loss Playground: Open Playground');
    const playground = await Playground.in(workbench);
    await workbench.placeCursor('y_true', 1);
    await playground.input('input').getByText('From editor').click();
    await playground.input('input').getByText('y_true').waitFor();
    await hasValue(playground.text('input'), 'torch.tensor([3.0, -0.5, 2.0, 7.0])');
  });
});
