import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { eventually } from '../eventually';
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
  const isOpen = (expected: 'true' | 'false') =>
    eventually(async () => assert.equal(await field.getAttribute('aria-expanded'), expected));
  const isActive = (name: string | undefined) =>
    eventually(async () => {
      const id = (await field.getAttribute('aria-activedescendant')) ?? 'none';
      assert.deepEqual(await playground.page.locator(`#${id} .name`).allInnerTexts(), [name]);
    });

  it('shows all losses by task, the chosen one active', async () => {
    await field.click();
    await isOpen('true');
    await eventually(async () => assert.ok((await options().count()) >= 6));
    assert.ok((await playground.page.getByRole('listbox').getByRole('group').count()) >= 3);
    await isActive('MSELoss');
    const selected = playground.page.getByRole('listbox').getByRole('option', { selected: true });
    await eventually(async () => assert.match((await selected.allInnerTexts()).join(), /^MSELoss/));
  });

  it('shows the longest name whole in a view that is too narrow for it', async () => {
    await playground.page.setViewportSize({ width: 200, height: 900 });
    await field.click();
    const name = options().locator('.name', { hasText: 'TripletMarginWithDistanceLoss' });
    await name.waitFor();
    await eventually(async () =>
      assert.equal(await name.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth), 0),
    );
  });

  it('searches by name and words, and chooses with the keyboard alone', async () => {
    await field.focus();
    await playground.page.keyboard.type('raw scores');
    await eventually(async () => {
      const found = await options().count();
      assert.ok(found > 0 && found < 6, String(found));
    });
    await field.fill('smooth');
    await isActive('SmoothL1Loss');
    await field.press('Enter');
    await hasValue(field, 'SmoothL1Loss');
    await isOpen('false');
    await playground.page.locator('parameter-field', { hasText: 'beta' }).waitFor();
    assert.ok((await playground.received()).some((message) => message.type === 'chooseLoss'));
  });

  it('moves with the arrow keys, around the ends, and goes back with Escape', async () => {
    await field.press('ArrowDown');
    await isActive('MSELoss');
    const names = await options().locator('.name').allInnerTexts();
    for (let step = names.indexOf('MSELoss'); step < names.length; step++) await field.press('ArrowDown');
    await isActive(names[0]);
    await field.press('ArrowUp');
    await isActive(names.at(-1));
    await field.press('Escape');
    await hasValue(field, 'MSELoss');
    await isOpen('false');
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
    const recent = () =>
      playground.page.getByRole('group', { name: 'Recently used' }).locator('.name').allInnerTexts();
    const isFirst = () =>
      eventually(async () => {
        assert.equal(
          await playground.page.locator('loss-chooser .heading').first().innerText(),
          'Recently used',
        );
        assert.deepEqual(await recent(), ['MSELoss', 'CrossEntropyLoss']);
      });
    await isFirst();
    const kept = await playground.page.evaluate(() => globalThis.host.kept);
    await playground.close();
    playground = await PlaygroundPage.open({ state: fourPredictions, kept });
    await playground.page.getByRole('combobox', { name: 'Loss', exact: true }).press('ArrowDown');
    await isFirst();
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
    await eventually(async () =>
      assert.match(await use.innerText(), /Last layer\s+nn\.Linear\(features, outputs\)/),
    );
    await playground.page.getByRole('button', { name: 'Help me choose' }).click();
    await playground.page.waitForFunction(() => globalThis.host.received.length >= 2);
    assert.deepEqual((await playground.received()).slice(1), [{ type: 'openGuide' }]);
    await use.getByRole('button', { name: 'HuberLoss' }).click();
    await hasValue(field, 'HuberLoss');
    await playground.page.getByRole('region', { name: 'With outliers' }).waitFor();
  });
});
