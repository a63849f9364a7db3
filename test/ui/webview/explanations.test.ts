import assert from 'node:assert/strict';
import type { PlaygroundState } from '../../../src/protocol/messages';
import { eventually } from '../eventually';
import { PlaygroundPage } from './playgroundPage';
import { stateOf } from './states';

describe('the explanation of what went wrong', () => {
  let playground: PlaygroundPage;

  async function open(state: PlaygroundState): Promise<void> {
    playground = await PlaygroundPage.open({ state });
    await playground.page.locator('result-view').locator('.warning, .error').first().waitFor();
  }

  /** Waits until the text of an input has the focus, and this is selected in it. */
  async function selects(name: string, expected: string): Promise<void> {
    await eventually(async () => {
      const selected = await playground
        .text(name)
        .evaluate((area: HTMLTextAreaElement) =>
          area.matches(':focus') ? area.value.slice(area.selectionStart, area.selectionEnd) : 'no focus',
        );
      assert.equal(selected, expected);
    });
  }

  afterEach(async () => {
    assert.deepEqual(playground.complaints, []);
    await playground.close();
  });

  it('leads to the number that PyTorch refuses', async () => {
    await open(
      stateOf('CrossEntropyLoss', { input: '[[1.0, 2.0], [0.5, 1.5]]', target: 'tensor([0,\r\n        7])' }),
    );
    await playground.page.locator('result-view').getByText('7 at [1] is none').waitFor();
    await playground.page.getByRole('button', { name: 'Show target[1]' }).click();
    await selects('target', '7');
  });

  it('leads to the number that makes the loss infinite', async () => {
    await open(stateOf('MSELoss', { input: '[[1.0, 1e30], [0.0, 0.0]]', target: '0.0' }));
    await playground.page.getByRole('button', { name: 'Show input[0, 1]' }).focus();
    await playground.page.keyboard.press('Enter');
    await selects('input', '1e30');
  });

  it('leads to each number that must change, in a table too', async () => {
    await open(stateOf('MSELoss', { input: '[[1.0, nan], [0.0, inf]]', target: '[[0.0, 0.0], [nan, 0.0]]' }));
    const { page } = playground;
    const show = (place: string) => page.getByRole('button', { name: `Show ${place}`, exact: true });
    await page.getByText('Others must change, too: target[1, 0] and input[1, 1].').waitFor();
    await show('target[1, 0]').click();
    await selects('target', 'nan');
    await show('input[1, 1]').click();
    await selects('input', 'inf');
    await show('input[0, 1]').click();
    await selects('input', 'nan');
    await page.getByRole('button', { name: 'Table for input' }).click();
    const cells = page.getByRole('grid', { name: 'input as a table' }).getByRole('gridcell');
    for (const [place, at] of [
      ['input[1, 1]', 3],
      ['input[0, 1]', 1],
    ] as const) {
      await show(place).click();
      await cells.nth(at).and(page.locator(':focus')).waitFor();
    }
  });

  it('leads to the input whose dtype is wrong', async () => {
    await open(stateOf('MSELoss', { input: 'tensor([1, 2])', target: 'tensor([1, 2])' }));
    await playground.page.getByRole('button', { name: 'Show input', exact: true }).click();
    await playground.text('input').and(playground.page.locator(':focus')).waitFor();
  });
});
