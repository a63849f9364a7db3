import assert from 'node:assert/strict';
import { violations } from './axe';
import { Playground } from './playground';
import { themes, Workbench, type Theme } from './workbench';

/** What is there once a tab shows what was asked, by its name. */
const contents = {
  Gradient: 'heat-map',
  Elements: 'heat-map',
  Steps: 'ol',
  Curve: 'line-plot',
  Descend: 'line-plot',
  Compare: 'line-plot',
  Precision: 'table',
};

describe('in VS Code, axe finds nothing wrong with the playground', () => {
  let workbench: Workbench;
  let playground: Playground;
  before(async () => {
    workbench = await Workbench.open();
    await workbench.runCommand('Loss Playground: Open Playground');
    playground = await Playground.in(workbench);
    await playground.chooseLoss('LinearCrossEntropyLoss');
    await playground.cells();
    // VS Code draws the background behind the webview, where axe does not look.
    await playground.frame.evaluate(() => {
      document.documentElement.style.background = 'var(--vscode-sideBar-background)';
    });
  });
  after(() => workbench.close());

  for (const theme of Object.keys(themes) as Theme[]) {
    describe(`in ${theme}`, () => {
      before(async () => {
        await workbench.setTheme(theme);
        await playground.showsTheme(theme);
      });

      for (const [tab, content] of Object.entries(contents)) {
        it(`showing ${tab}`, async () => {
          await playground.showTab(tab);
          await playground.frame.getByRole('tabpanel').locator(content).first().waitFor();
          await playground.isAnswered();
          assert.deepEqual(await violations(playground.frame), []);
        });
      }
    });
  }

  describe('with everything open that opens', () => {
    before(async () => {
      const { frame } = playground;
      await frame.getByText('When to use it').click();
      await playground.button('Fill in linear.weight').click();
      await playground.button('Table for input').click();
      await playground.button('Random into target').click();
      await frame.getByText('History (').click();
      await frame.locator('result-history li').first().waitFor();
      await playground.button(/^Pin /).first().click();
      await playground.showTab('Compare');
      await frame.getByRole('combobox', { name: 'Compare with' }).selectOption('LinearCrossEntropyLoss');
      await frame.getByText('Parameters of LinearCrossEntropyLoss').click();
      await frame.getByRole('tabpanel').locator('line-plot').first().waitFor();
      await playground.isAnswered();
      await playground.loss.click();
      await frame.getByRole('option').first().waitFor();
    });

    for (const theme of Object.keys(themes) as Theme[]) {
      it(`in ${theme}`, async () => {
        await workbench.setTheme(theme);
        await playground.showsTheme(theme);
        assert.deepEqual(await violations(playground.frame), []);
      });
    }
  });
});
