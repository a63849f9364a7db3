import assert from 'node:assert/strict';
import { hasValue } from '../fieldValue';
import { PlaygroundPage } from './playgroundPage';
import { stateOf } from './states';

describe('random numbers for an input', () => {
  it('are drawn by a seed in the shape of the input, and undone', async () => {
    const state = stateOf('MSELoss', { input: '[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]', target: '0.0' });
    const playground = await PlaygroundPage.open({ state });
    await playground.showsLoss('tensor(15.1667)');
    await playground.page.getByRole('button', { name: 'Random into input' }).click();
    const form = playground.page.getByRole('form', { name: 'Random numbers for input' });
    await hasValue(form.getByLabel('Shape'), '(2, 3)');
    await form.getByRole('button', { name: 'Draw' }).click();
    await playground.showsLoss('tensor(1.7772)');
    await hasValue(playground.text('input'), /^# torch\.manual_seed\(0\); torch\.randn/);
    await hasValue(form.getByLabel('Seed'), '1');
    await playground.page.keyboard.press('ControlOrMeta+z');
    await playground.showsLoss('tensor(15.1667)');

    await form.getByLabel('Shape').fill('100000, 7');
    await playground.page.getByText('At most 100,000 numbers are drawn.').waitFor();
    await form.getByRole('button', { name: 'Draw', disabled: true }).waitFor();
    await form.getByLabel('Shape').fill('[4]');
    await form.getByLabel('Seed').fill('12');
    await form.getByLabel('Seed').press('Enter');
    await playground.input('input').getByText('float32 (4,)').waitFor();
    await hasValue(playground.text('input'), /^# torch\.manual_seed\(12\); torch\.randn\(\(4,\)\)/);
    assert.deepEqual(playground.complaints, []);
    await playground.close();
  });
});
