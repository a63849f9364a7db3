import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { eventually } from '../eventually';
import { hasValue } from '../fieldValue';
import { PlaygroundPage } from './playgroundPage';
import { stateOf } from './states';

describe('the parameters of a loss', () => {
  let playground: PlaygroundPage;
  beforeEach(async () => {
    const texts = { input: '[[1.0, 2.0], [3.0, 5.0]]', target: '[0, 1]' };
    playground = await PlaygroundPage.open({ state: stateOf('CrossEntropyLoss', texts) });
    await playground.showsLoss('tensor(0.7201)');
  });
  afterEach(async () => {
    await playground.close();
    assert.deepEqual(playground.complaints, []);
  });

  const field = (name: string): Locator =>
    playground.page
      .locator('parameter-field')
      .filter({ has: playground.page.getByText(name, { exact: true }) });
  const formulaWords = () =>
    playground.page.getByRole('img', { name: /^Formula: / }).getAttribute('aria-label');
  const isChecked = (name: string) => field(name).getByRole('checkbox', { checked: true }).waitFor();

  it('choose the reduction, and the formula follows', async () => {
    const before = await formulaWords();
    await playground.page.getByRole('radio', { name: 'sum' }).click();
    await playground.showsLoss('tensor(1.4402)');
    await eventually(async () => assert.notEqual(await formulaWords(), before));
    await playground.page.getByRole('radio', { name: 'sum' }).press('ArrowLeft');
    await playground.showsLoss('tensor(0.7201)');
  });

  it('show defaults as such, and restore them by one click', async () => {
    const smoothing = field('label_smoothing');
    await smoothing.getByText('default', { exact: true }).waitFor();
    await smoothing.getByRole('textbox').fill('0.5');
    await playground.showsLoss('tensor(0.8451)');
    await smoothing.getByText('default', { exact: true }).waitFor({ state: 'detached' });
    await smoothing.getByRole('button', { name: 'Restore the default of label_smoothing' }).click();
    await playground.showsLoss('tensor(0.7201)');
    await hasValue(smoothing.getByRole('textbox'), '0.0');
    const last = (await playground.received()).at(-1);
    assert.ok(last?.type === 'setParameter' && last.text === null);
  });

  it('step with the arrow keys and the slider within their range', async () => {
    const box = field('label_smoothing').getByRole('textbox');
    await box.press('ArrowUp');
    await hasValue(box, '0.1');
    await box.press('ArrowDown');
    await box.press('ArrowDown');
    await hasValue(box, '0.0');
    await field('label_smoothing').getByRole('slider').fill('0.25');
    await hasValue(box, '0.25');
  });

  it('take a tensor of weights, and say what it was read as', async () => {
    const text = field('weight').locator('textarea');
    await text.fill('[1, 3]');
    await field('weight').getByText('float32 (2,)').waitFor();
    await playground.showsLoss('tensor(0.4235)');
    await text.fill('');
    await playground.showsLoss('tensor(0.7201)');
  });

  it('say in place what cannot be read', async () => {
    await field('label_smoothing').getByRole('textbox').fill('a lot');
    const problem = field('label_smoothing').locator('.problem');
    await eventually(async () => {
      assert.match((await problem.innerText()).replace(/\s+/g, ' '), /^Line 1, column 1: /);
      assert.equal(await playground.page.locator('.stale .printed').innerText(), 'tensor(0.7201)');
    });
  });

  it('tick a box, and say nothing to the host of what came from it', async () => {
    const state = stateOf('PoissonNLLLoss', { log_input: '[1.0, 2.0]', target: '[1.0, 3.0]' });
    await playground.page.evaluate((next) => globalThis.host.change(next), state);
    await isChecked('log_input');
    await field('log_input').getByRole('checkbox').click();
    await playground.showsLoss('tensor(0.4603)');
    await playground.page.evaluate((next) => globalThis.host.change(next), {
      ...state,
      parameters: { log_input: 'True', full: 'True' },
    });
    await playground.showsLoss('tensor(2.4357)');
    await isChecked('full');
    const edits = (await playground.received()).filter(({ type }) => type === 'setParameter');
    assert.deepEqual(
      edits.map((edit) => edit.type === 'setParameter' && [edit.name, edit.text]),
      [['log_input', 'False']],
    );
  });

  it('fold the deprecated ones away', async () => {
    const fold = playground.page.getByText('Deprecated: size_average, reduce');
    const sizeAverage = playground.page.getByRole('radiogroup', { name: 'size_average' });
    assert.equal(await sizeAverage.isVisible(), false);
    await fold.click();
    await sizeAverage.getByRole('radio', { name: 'False' }).click();
    await playground.showsLoss('tensor(1.4402)');
    await playground.page.getByText('(1 set)').waitFor();
    await eventually(async () => {
      const kept = (await playground.page.evaluate(() => globalThis.host.kept)) as { open: unknown };
      assert.deepEqual(kept.open, { legacy: true });
    });
  });
});
