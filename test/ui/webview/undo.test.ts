import assert from 'node:assert/strict';
import { eventually } from '../eventually';
import { hasValue } from '../fieldValue';
import { PlaygroundPage } from './playgroundPage';
import { fourPredictions } from './states';

describe('undoing in the playground', () => {
  let playground: PlaygroundPage;
  beforeEach(async () => {
    playground = await PlaygroundPage.open({ state: fourPredictions });
    await playground.showsLoss('tensor(0.2875)');
  });
  afterEach(async () => {
    await playground.close();
    assert.deepEqual(playground.complaints, []);
  });
  const button = (name: string) => playground.page.getByRole('button', { name, exact: true });
  const nothingToUndo = () =>
    eventually(async () => assert.equal(await button('Undo').getAttribute('aria-disabled'), 'true'));

  it('takes back typing by the keys, in a text field and outside of it', async () => {
    const { page } = playground;
    await playground.text('input').press('ControlOrMeta+A');
    await page.keyboard.type('[1, 1, 1, 1]');
    await playground.showsLoss('tensor(10.8125)');
    await page.keyboard.press('ControlOrMeta+z');
    await playground.showsLoss('tensor(0.2875)');
    await hasValue(playground.text('input'), '[2.5, 0.0, 2.1, 7.8]');
    await page.keyboard.press('ControlOrMeta+Shift+z');
    await playground.showsLoss('tensor(10.8125)');
    await hasValue(playground.text('input'), '[1, 1, 1, 1]');
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    await page.keyboard.press('ControlOrMeta+z');
    await playground.showsLoss('tensor(0.2875)');
    await page.keyboard.press('Control+y');
    await playground.showsLoss('tensor(10.8125)');
  });

  it('takes back clearing, a parameter, an example and a loss by the buttons', async () => {
    const { page } = playground;
    await nothingToUndo();
    await page.getByRole('radio', { name: 'sum' }).click();
    await playground.showsLoss('tensor(1.1500)');
    await playground.input('target').getByRole('button', { name: 'Clear target' }).click();
    await page.getByText('Type or paste target to see the loss, or load an example.').waitFor();
    await page.getByRole('button', { name: 'Unreduced, a batch of three' }).click();
    const combobox = page.getByRole('combobox', { name: 'Loss', exact: true });
    await combobox.fill('L1Loss');
    await combobox.press('Enter');
    await page.waitForFunction(() => globalThis.host.state.loss === 'L1Loss');
    await hasValue(combobox, 'L1Loss');

    await button('Undo').click();
    await page.waitForFunction(() => globalThis.host.state.loss === 'MSELoss');
    await button('Undo').click();
    await button('Undo').click();
    await playground.showsLoss('tensor(1.1500)');
    await button('Undo').click();
    await playground.showsLoss('tensor(0.2875)');
    await nothingToUndo();
    await button('Redo').click();
    await playground.showsLoss('tensor(1.1500)');
  });

  it('leaves fields alone that undo their own text', async () => {
    const { page } = playground;
    await playground.text('input').fill('[1, 1, 1, 1]');
    await playground.showsLoss('tensor(10.8125)');
    const combobox = page.getByRole('combobox', { name: 'Loss', exact: true });
    await combobox.click();
    await combobox.press('ControlOrMeta+A');
    await page.keyboard.type('ce');
    await combobox.press('ControlOrMeta+z');
    await hasValue(combobox, /^(?!ce$)/);
    await combobox.press('Escape');
    await playground.showsLoss('tensor(10.8125)');
    const types = (await playground.received()).map(({ type }) => type);
    assert.equal(types.includes('undo'), false);
  });
});
