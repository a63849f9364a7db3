import assert from 'node:assert/strict';
import { eventually } from '../eventually';
import { PlaygroundPage } from './playgroundPage';
import { stateOf } from './states';

const state = stateOf('MSELoss', { input: '[[1, 2, 3], [4, 5, 6]]', target: '0.0' });

describe('an input as a table', () => {
  let playground: PlaygroundPage;
  beforeEach(async () => {
    playground = await PlaygroundPage.open({ state });
    await playground.showsLoss('tensor(15.1667)');
    await playground.page.getByRole('button', { name: 'Table for input' }).click();
    await grid().waitFor();
  });
  afterEach(async () => {
    await playground.close();
    assert.deepEqual(playground.complaints, []);
  });
  const grid = () => playground.page.getByRole('grid', { name: 'input as a table' });
  const cells = async () => (await grid().getByRole('gridcell').allInnerTexts()).map((text) => text.trim());
  const text = async () => (await playground.state()).inputs['input']?.text;
  const press = (key: string) => playground.page.keyboard.press(key);

  it('is edited by the keyboard alone', async () => {
    await eventually(async () => assert.deepEqual(await cells(), ['1.0', '2.0', '3.0', '4.0', '5.0', '6.0']));
    await grid().getByRole('gridcell').first().focus();
    await press('ArrowRight');
    await press('ArrowDown');
    await press('Enter');
    await playground.page.keyboard.type('e1');
    await press('Enter');
    await playground.showsLoss('tensor(427.6667)');
    assert.equal(await text(), '[[1.0, 2.0, 3.0],\n [4.0, 5.0e1, 6.0]]');
    await press('F2');
    await press('Escape');
    await press('Home');
    await playground.page.keyboard.type('-7');
    await press('Tab');
    await playground.page.keyboard.type('8');
    await press('Shift+Tab');
    await playground.page.waitForFunction(() =>
      /\[-7(\.0)?, 8, 6\.0\]/.test(globalThis.host.state.inputs['input']?.text ?? ''),
    );
    await press('ControlOrMeta+End');
    await eventually(async () => assert.equal(await playground.page.evaluate(focusedCell), '1 2'));
    await press('ControlOrMeta+z');
    await playground.page.waitForFunction(() => !globalThis.host.state.inputs['input']?.text.includes('8'));
  });

  it('opens while the host has yet to answer', async () => {
    const toggle = playground.page.getByRole('button', { name: 'Table for input' });
    await toggle.click();
    await grid().waitFor({ state: 'hidden' });
    await playground.page.evaluate(() => (globalThis.host.answers = false));
    await playground.text('target').fill('1.0');
    await playground.page.waitForFunction(() => globalThis.host.state.inputs['target']?.text === '1.0');
    await toggle.click();
    await grid().getByRole('gridcell').nth(5).waitFor();
    assert.deepEqual(await cells(), ['1.0', '2.0', '3.0', '4.0', '5.0', '6.0']);
  });

  it('does not take what is no number', async () => {
    await grid().getByRole('gridcell').first().dblclick();
    await playground.page.keyboard.type('x');
    await press('Enter');
    await playground.page.getByText('A number, nan, inf, True or False.').waitFor();
    const box = grid().getByRole('textbox');
    await eventually(async () => assert.equal(await box.getAttribute('aria-invalid'), 'true'));
    await press('Escape');
    await eventually(async () => assert.deepEqual((await cells())[0], '1.0'));
    assert.equal(await text(), state.inputs['input']?.text);
  });

  it('takes a block from a spreadsheet, and grows', async () => {
    await playground.page.evaluate(() => navigator.clipboard.writeText('7\t8\r\n9\t1,5\r\n'));
    await grid().getByRole('gridcell').nth(5).focus();
    await press('ControlOrMeta+v');
    await playground.input('input').getByText('float32 (3, 4)').waitFor();
    assert.equal(await text(), '[[1.0, 2.0, 3.0, 0],\n [4.0, 5.0, 7, 8],\n [0, 0, 9, 1.5]]');
    await press('ControlOrMeta+c');
    await eventually(async () =>
      assert.equal(await playground.page.evaluate(() => navigator.clipboard.readText()), '7.0'),
    );
    await playground.page.evaluate(() => navigator.clipboard.writeText('a\tb'));
    await press('ControlOrMeta+v');
    await playground.page.getByText('Only numbers can be pasted into the table.').waitFor();
  });

  it('refuses a block that would not fit, and loses nothing', async () => {
    await playground.page.evaluate(() => navigator.clipboard.writeText('7\n'.repeat(51)));
    await grid().getByRole('gridcell').first().focus();
    await press('ControlOrMeta+v');
    await playground.page.getByText('The block goes beyond the table, which grows to 50 rows').waitFor();
    assert.equal(await text(), state.inputs['input']?.text);
    await playground.page.evaluate(() => navigator.clipboard.writeText('7\n'.repeat(50)));
    await press('ControlOrMeta+v');
    await playground.input('input').getByText('float32 (50, 3)').waitFor();
    await playground.page.getByText('The block goes beyond').waitFor({ state: 'hidden' });
  });

  it('takes nan and inf as they are typed', async () => {
    await grid().getByRole('gridcell').first().focus();
    await playground.page.keyboard.type('nan');
    await press('Tab');
    await playground.page.keyboard.type('inf');
    await press('Enter');
    await playground.page.waitForFunction(() =>
      globalThis.host.state.inputs['input']?.text.startsWith('[[nan, inf, 3.0]'),
    );
  });

  it('gains and loses rows and columns', async () => {
    await grid().getByRole('gridcell').first().click();
    const size = (name: string) => playground.page.getByRole('button', { name, exact: true });
    await size('Add row').click();
    await playground.input('input').getByText('float32 (3, 3)').waitFor();
    await size('Add column').click();
    await playground.input('input').getByText('float32 (3, 4)').waitFor();
    await size('Remove row').click();
    await size('Remove column').click();
    await playground.input('input').getByText('float32 (2, 3)').waitFor();
  });

  it('gives way to the text where that cannot be read, and comes back after a reload', async () => {
    const broken = stateOf('MSELoss', { input: '[[1, x]]', target: '0.0' });
    await playground.page.evaluate((next) => globalThis.host.change(next), broken);
    await playground.text('input').waitFor();
    await grid().waitFor({ state: 'detached' });
    await playground.text('input').fill('[[1, 2]]');
    await grid().waitFor();
    const kept = await playground.page.evaluate(() => globalThis.host.kept);
    await playground.close();
    playground = await PlaygroundPage.open({ state, kept });
    await grid().waitFor();
  });
});

/** Runs in the page: the place of the cell that has the focus. */
function focusedCell(): string {
  let inner = document.activeElement;
  while (inner?.shadowRoot?.activeElement) inner = inner.shadowRoot.activeElement;
  const { row, column } = inner instanceof HTMLElement ? inner.dataset : {};
  return `${row ?? ''} ${column ?? ''}`;
}
