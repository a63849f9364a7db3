import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { eventually } from './eventually';
import { hasValue } from './fieldValue';
import { Playground } from './playground';
import { npyOfZeros } from './npyOfZeros';
import { Workbench } from './workbench';

describe('bad input in the playground', () => {
  let workbench: Workbench;
  let playground: Playground;
  before(async () => {
    workbench = await Workbench.open();
    await workbench.runCommand('Loss Playground: Open Playground');
    playground = await Playground.in(workbench);
  });
  after(() => workbench.close());

  beforeEach(async () => {
    await playground.chooseLoss('MSELoss');
    await playground.paste('input', '[1.0, 2.0]');
    await playground.paste('target', '[1.0, 4.0]');
    await playground.showsLoss('tensor(2.)');
  });

  const hasProblem = async (name: string, text: string, expected: RegExp) => {
    await playground.paste(name, text);
    await playground.problem(name).waitFor();
    await hasValue(playground.text(name), text);
    await eventually(async () => {
      const problem = await playground.problem(name).innerText();
      assert.match(problem.replace(/\s+/g, ' '), expected);
    });
  };

  it('names line and column of text that cannot be read; the last result stays', async () => {
    await hasProblem('input', '[1.0,\n 2.x]', /Line 2, column 4/);
    await eventually(async () =>
      assert.equal((await playground.staleResult.innerText()).trim(), 'tensor(2.)'),
    );
    await playground.paste('input', '[3.0, 4.0]');
    await playground.problem('input').waitFor({ state: 'hidden' });
    await playground.showsLoss('tensor(2.)');
  });

  it('refuses a summarised print, and says how to print it whole', async () => {
    await hasProblem('input', 'tensor([0.1, 0.2, ..., 0.9])', /set_printoptions\(threshold=/);
  });

  it('shows what PyTorch says to shapes that do not fit', async () => {
    await playground.paste('input', '[1.0, 2.0, 3.0]');
    const message =
      /RuntimeError:\s+The size of tensor a \(3\) must match the size of tensor b \(2\) at non-singleton dimension 0/;
    await playground.error.filter({ hasText: message }).waitFor();
    await hasValue(playground.text('input'), '[1.0, 2.0, 3.0]');
  });

  it('shows what PyTorch says to a class index out of range', async () => {
    await playground.chooseLoss('CrossEntropyLoss');
    await playground.paste('input', '[[1.0, 2.0], [3.0, 4.0]]');
    await playground.paste('target', '[0, 2]');
    await playground.error.filter({ hasText: /IndexError:\s+Target 2 is out of bounds\./ }).waitFor();
  });

  it('computes empty tensors as PyTorch does', async () => {
    await playground.paste('input', 'tensor([])');
    await playground.paste('target', 'tensor([])');
    await playground.showsLoss('tensor(nan)');
  });
});

describe('a million numbers pasted', () => {
  let workbench: Workbench;
  let playground: Playground;
  before(async () => {
    workbench = await Workbench.open();
    await workbench.runCommand('Loss Playground: Open Playground');
    playground = await Playground.in(workbench);
    await playground.chooseLoss('MSELoss');
  });
  after(() => workbench.close());

  it('are computed, while the window goes on answering', async () => {
    await playground.paste('target', '0.5');
    await playground.paste('input', `[${'0.25, '.repeat(1_000_000)}]`);
    await workbench.runCommand('View: Toggle Panel Visibility');
    await playground.showsLoss('tensor(0.0625)');
  });

  it('show that it takes long, and can be cancelled; what was pasted stays', async () => {
    // all with all, twenty-five million differences, each rounded step by step
    const column = `tensor([${'[0.5], '.repeat(5000)}], dtype=torch.bfloat16)`;
    const row = `tensor([${'0.25, '.repeat(5000)}], dtype=torch.bfloat16)`;
    await playground.clear('input');
    await playground.paste('input', column);
    await playground.paste('target', row);
    await playground.button('Cancel').click();
    // said to screen readers, too
    await playground.frame.getByText('Cancelled.').first().waitFor();
    await hasValue(playground.text('input'), column);
    await playground.paste('input', '[1.5]');
    await playground.paste('target', '[0.5]');
    await playground.showsLoss('tensor(1.)');
  });

  it('are too many where they are ten million: that is said, and what fits is computed', async () => {
    await writeFile(path.join(workbench.folder, 'tenMillion.npy'), npyOfZeros([10_000, 1000]));
    await playground.button('From file into input').click();
    await workbench.chooseRow('tenMillion.npy');
    await playground.frame.getByText('elements are more than').first().waitFor();
    await workbench.runCommand('View: Toggle Panel Visibility');
    await playground.clear('input');
    await playground.paste('input', '[2.5]');
    await playground.showsLoss('tensor(4.)');
  });
});
