import { hasValue } from './fieldValue';
import { Playground } from './playground';
import { Workbench } from './workbench';

describe('the playground comes back as it was', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await Workbench.open();
    await workbench.runCommand('Loss Playground: Open Playground');
    const playground = await Playground.in(workbench);
    await playground.showsLoss('tensor(0.2875)');
    await playground.frame.getByText('History (').click();
    await playground.button('Pin MSELoss() 0.2875000834465027').click();
    await playground.chooseLoss('SmoothL1Loss');
    await playground.paste('input', '[0.0, 3.0]');
    await playground.paste('target', '[[0.5], [1.0');
    await playground.problem('target').waitFor();
    await workbench.savesPlayground(/SmoothL1Loss.*\[\[0\.5\], \[1\.0/);
    await workbench.savesHistory(/"pinned":true/);
  });
  after(() => workbench.close());

  const check = async () => {
    const playground = await Playground.in(workbench);
    await playground.problem('target').waitFor();
    await hasValue(playground.loss, 'SmoothL1Loss');
    await hasValue(playground.text('input'), '[0.0, 3.0]');
    await hasValue(playground.text('target'), '[[0.5], [1.0');
    // VS Code in a browser keeps what a page knows by itself, its folds, only where a window closes in time.
    const fold = playground.frame.locator('result-history details');
    if ((await fold.getAttribute('open')) === null) await fold.locator('summary').click();
    await playground.frame
      .getByRole('button', { name: 'Pin MSELoss() 0.2875000834465027', pressed: true })
      .waitFor();
  };

  it('after its view was hidden', async () => {
    await workbench.runCommand('View: Show Explorer');
    await workbench.runCommand('Loss Playground: Open Playground');
    await check();
  });

  it('after the window was reloaded', async () => {
    await workbench.reload();
    await check();
  });

  it('after the window was closed and opened again', async () => {
    await workbench.closeWindow();
    await workbench.openWindow();
    await check();
  });

  it('and a result of before brings its inputs back', async () => {
    const playground = await Playground.in(workbench);
    await playground.button('0.2875000834465027 MSELoss()').click();
    await playground.showsLoss('tensor(0.2875)');
    await hasValue(playground.text('target'), '[3.0, -0.5, 2.0, 7.0]');
    await playground.button('Undo').click();
    await playground.problem('target').waitFor();
    await hasValue(playground.text('target'), '[[0.5], [1.0');
  });
});
