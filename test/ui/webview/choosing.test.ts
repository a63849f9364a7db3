import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { hasValue } from '../fieldValue';
import { PlaygroundPage } from './playgroundPage';
import { fourPredictions } from './states';

describe('choosing a loss', () => {
  let playground: PlaygroundPage;
  let field: Locator;
  beforeEach(async () => {
    playground = await PlaygroundPage.open({ state: fourPredictions });
    field = playground.page.getByRole('combobox', { name: 'Loss', exact: true });
  });
  afterEach(async () => {
    await playground.close();
    assert.deepEqual(playground.complaints, []);
  });

  const options = () => playground.page.getByRole('listbox', { name: 'Losses' }).getByRole('option');
  const activeOption = async () => {
    const id = await field.getAttribute('aria-activedescendant');
    return id === null ? undefined : playground.page.locator(`#${id} .name`).innerText();
  };

  it('shows all losses by task, the chosen one active', async () => {
    await field.click();
    assert.equal(await field.getAttribute('aria-expanded'), 'true');
    assert.ok((await options().count()) >= 6);
    assert.ok((await playground.page.getByRole('listbox').getByRole('group').count()) >= 3);
    assert.equal(await activeOption(), 'MSELoss');
    const selected = playground.page.getByRole('listbox').getByRole('option', { selected: true });
    assert.match(await selected.innerText(), /^MSELoss/);
  });

  it('searches by name and words, and chooses with the keyboard alone', async () => {
    await field.focus();
    await playground.page.keyboard.type('raw scores');
    assert.ok((await options().count()) < 6);
    await field.fill('smooth');
    assert.equal(await activeOption(), 'SmoothL1Loss');
    await field.press('Enter');
    await hasValue(field, 'SmoothL1Loss');
    assert.equal(await field.getAttribute('aria-expanded'), 'false');
    await playground.page.locator('parameter-field', { hasText: 'beta' }).waitFor();
    assert.ok((await playground.received()).some((message) => message.type === 'chooseLoss'));
  });

  it('moves with the arrow keys, around the ends, and goes back with Escape', async () => {
    await field.press('ArrowDown');
    assert.equal(await activeOption(), 'MSELoss');
    const names = await options().locator('.name').allInnerTexts();
    for (let step = names.indexOf('MSELoss'); step < names.length; step++) await field.press('ArrowDown');
    assert.equal(await activeOption(), names[0]);
    await field.press('ArrowUp');
    assert.equal(await activeOption(), names.at(-1));
    await field.press('Escape');
    await hasValue(field, 'MSELoss');
    assert.equal(await field.getAttribute('aria-expanded'), 'false');
    assert.ok(!(await playground.received()).some((message) => message.type === 'chooseLoss'));
  });

  it('says so where nothing matches, and chooses nothing', async () => {
    await field.fill('zzz');
    await playground.page.getByText('No loss matches “zzz”').waitFor();
    await field.press('Enter');
    await field.press('Tab');
    await hasValue(field, 'MSELoss');
  });

  it('chooses with the mouse, and remembers what was used', async () => {
    await playground.page.getByRole('button', { name: 'Show all losses' }).click();
    await options().filter({ hasText: 'CrossEntropyLoss' }).first().click();
    await playground.page.locator('parameter-field', { hasText: 'label_smoothing' }).waitFor();
    await field.fill('mse');
    await field.press('Enter');
    await playground.page
      .locator('parameter-field', { hasText: 'label_smoothing' })
      .waitFor({ state: 'detached' });
    await field.press('ArrowDown');
    const recent = playground.page.getByRole('group', { name: 'Recently used' }).locator('.name');
    assert.deepEqual(await recent.allInnerTexts(), ['MSELoss', 'CrossEntropyLoss']);
  });

  it('keeps what was typed for another loss', async () => {
    await playground.text('input').fill('[1.0, 2.0]');
    await playground.text('target').fill('[1.0, 4.0]');
    await field.fill('L1Loss');
    await field.press('Enter');
    await playground.showsLoss('tensor(1.)');
    await hasValue(playground.text('input'), '[1.0, 2.0]');
  });

  it('tells when to use it, with the way to alternatives and to the questions', async () => {
    await playground.page.getByText('When to use it').click();
    const use = playground.page.getByRole('region', { name: 'Without outliers' });
    assert.match(await use.innerText(), /Last layer\s+nn\.Linear\(features, outputs\)/);
    await playground.page.getByRole('button', { name: 'Help me choose' }).click();
    await playground.page.waitForFunction(() => globalThis.host.received.length >= 2);
    assert.deepEqual((await playground.received()).slice(1), [{ type: 'openGuide' }]);
    await use.getByRole('button', { name: 'HuberLoss' }).click();
    await hasValue(field, 'HuberLoss');
    await playground.page.getByRole('region', { name: 'With outliers' }).waitFor();
  });
});
