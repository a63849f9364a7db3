import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { hasValue } from '../fieldValue';
import { PlaygroundPage } from './playgroundPage';
import { stateOf } from './states';

const linear = stateOf(
  'LinearCrossEntropyLoss',
  { input: '[[0.5, -1.0], [1.2, 0.1]]', target: '[0, 2]' },
  { in_features: '2', num_classes: '3', bias: 'True' },
);

describe('weights that a loss learns', () => {
  let playground: PlaygroundPage;

  const hasFocus = (element: Locator) => element.and(playground.page.locator(':focus')).waitFor();

  afterEach(async () => {
    await playground.close();
    assert.deepEqual(playground.complaints, []);
  });

  it('are as PyTorch draws them until they are filled in and changed', async () => {
    playground = await PlaygroundPage.open({ state: linear });
    const weight = playground.input('linear.weight');
    await weight.getByText('float32 (3, 2)').waitFor();
    await weight.getByText('drawn').waitFor();
    await weight.locator('textarea').waitFor({ state: 'detached' });
    const drawn = await playground.page.locator('.printed').innerText();

    await weight.getByRole('button', { name: 'Fill in linear.weight' }).click();
    const text = playground.text('linear.weight');
    await text.waitFor();
    await hasValue(text, /^\[\[-0\.00529/);
    await hasFocus(text);
    const cursor = await text.evaluate((area: HTMLTextAreaElement) => area.selectionStart);
    assert.equal(cursor, 0, 'one reads it from its start');
    await playground.showsLoss(drawn);

    await text.fill('[[1, 2], [3, 4], [5, 6.5]]');
    await playground.showsLoss('tensor(0.3389)');
    await text.fill('[[1, 2], [3, 4]]');
    await weight.getByText('expected the shape (3, 2), as the parameters say').waitFor();
    await weight.getByRole('button', { name: 'Clear' }).click();
    await weight.getByText('drawn').waitFor();
    await playground.showsLoss(drawn);
    await weight.locator('textarea').waitFor({ state: 'detached' });
    await hasFocus(weight.getByRole('button', { name: 'Fill in' }));
  });

  it('are edited as a table, and have gradients', async () => {
    playground = await PlaygroundPage.open({ state: linear });
    await playground.input('linear.bias').getByRole('button', { name: 'Table' }).click();
    const cell = playground.input('linear.bias').getByRole('gridcell').nth(1);
    await cell.dblclick();
    await playground.page.keyboard.press('Control+A');
    await playground.page.keyboard.type('40');
    await playground.page.keyboard.press('Enter');
    await playground.page.waitForFunction(() =>
      /, 40[.,]/.test(globalThis.host.state.inputs['linear.bias']?.text ?? ''),
    );
    await playground.page.getByRole('radio', { name: 'linear.bias' }).check();
    await playground.page.getByRole('gridcell', { name: '[1] 1.0' }).waitFor();
  });
});
