import assert from 'node:assert/strict';
import { Playground } from './playground';
import { actOn } from './walkthroughPage';
import { Workbench } from './workbench';

describe('the action of each step of the walkthrough', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await Workbench.open({ width: 1500 });
  });
  after(() => workbench.close());

  it('opens the example', async () => {
    await actOn(workbench, 'What a loss is');
    await workbench.editor.getByText('loss = loss_fn(y_pred, y_true)').waitFor();
  });

  it('shows the hover of a loss', async () => {
    await actOn(workbench, 'Hover over a loss');
    const hover = workbench.page.locator('.monaco-hover:visible', { hasText: 'MSELoss' });
    await hover.locator('img').first().waitFor();
    await workbench.page.keyboard.press('Escape');
  });

  it('computes 0.2875', async () => {
    await actOn(workbench, 'Compute it');
    await workbench.besideLines(['tensor(0.2875)']);
    await (await Playground.in(workbench)).showsLoss('tensor(0.2875)');
  });

  it('opens the playground', async () => {
    await workbench.runCommand('View: Show Explorer');
    await actOn(workbench, 'Play with its tensors');
    await (await Playground.in(workbench)).showsLoss('tensor(0.2875)');
  });

  it('asks what a loss is wanted for', async () => {
    await actOn(workbench, 'Choose one for your task');
    await workbench.page.locator('.quick-input-list').getByText('Several labels at once').waitFor();
    await workbench.page.keyboard.press('Escape');
  });

  it('shows a problem, whose quick fix is at hand', async () => {
    await actOn(workbench, 'Let it check your code');
    await workbench.editor.locator('.squiggly-warning').first().waitFor();
    await (await workbench.quickFix("Write reduction='batchmean'")).click();
    await workbench.editor.getByText("nn.KLDivLoss(reduction='batchmean')").waitFor();
  });

  it('has opened one example only', async () => {
    assert.equal(await workbench.page.locator('.tab', { hasText: 'Untitled-' }).count(), 1);
  });
});
