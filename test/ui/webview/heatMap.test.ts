import assert from 'node:assert/strict';
import { eventually } from '../eventually';
import { hasValue } from '../fieldValue';
import { PlaygroundPage } from './playgroundPage';
import { stateOf } from './states';

const matrix = (rows: number, columns: number): string =>
  `[${Array.from({ length: rows }, (_, row) => `[${Array.from({ length: columns }, (_, column) => row - column).join(', ')}]`).join(', ')}]`;

describe('the heat map', () => {
  let playground: PlaygroundPage | undefined;
  const open = async (input: string, target: string, width = 420) => {
    playground = await PlaygroundPage.open({ state: stateOf('MSELoss', { input, target }), width });
    await playground.page.getByRole('grid').waitFor();
    // drawn anew once it has measured itself
    await playground.settles();
    return playground;
  };
  /** Waits until this is told about the cell under the pointer, or the one with the focus. */
  const saysExactly = (expected: RegExp) =>
    eventually(async () => {
      assert.match((await playground?.page.locator('.exact').innerText()) ?? '', expected);
    });
  afterEach(async () => {
    await playground?.close();
    assert.deepEqual(playground?.complaints, []);
    playground = undefined;
  });

  it('says the exact value and index of the cell under the pointer', async () => {
    const { page } = await open('[[1.1, 2.0], [3.0, 4.0]]', '[[1.0, 2.5], [3.0, 4.0]]');
    await page.getByRole('gridcell', { name: '[0, 1]' }).hover();
    await saysExactly(/^\[0, 1\] -0\.25$/);
    await page.getByRole('gridcell', { name: '[0, 0]' }).hover();
    await saysExactly(/^\[0, 0\] 0\.0500000\d+$/);
    await page.getByRole('heading', { name: 'Result' }).hover();
    await saysExactly(/^Point at a cell/);
  });

  it('has one tab stop, and moves by keys like any grid', async () => {
    const { page } = await open(matrix(6, 3), '0.0');
    const grid = page.getByRole('grid');
    await grid.focus();
    await saysExactly(/^\[0, 0\] 0\.0$/);
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await saysExactly(/^\[2, 1\] 0\.1111111119389534$/);
    await eventually(async () => {
      const active = page.locator(`#${(await grid.getAttribute('aria-activedescendant')) ?? ''}`);
      assert.equal(await active.getAttribute('aria-label'), '[2, 1] 0.1111');
      assert.equal(await active.getAttribute('aria-description'), '0.1111111119389534');
    });
    await page.keyboard.press('Control+End');
    await saysExactly(/^\[5, 2\] /);
    await page.keyboard.press('Home');
    await saysExactly(/^\[5, 0\] /);
  });

  it('draws only what is in view of a hundred thousand cells, and finds the last of them', async () => {
    const opened = await open('0.5', '[0.0]');
    const { page } = opened;
    const state = stateOf('MSELoss', { input: '1.0', target: '0.0' });
    await page.evaluate((base) => {
      const row = `[${'0.25, '.repeat(400)}]`;
      const input = { text: `[${`${row}, `.repeat(250)}]`, dtype: 'auto' } as const;
      globalThis.host.change({ ...base, inputs: { ...base.inputs, input } });
    }, state);
    await page.getByText('100,000 elements').waitFor();
    const grid = page.getByRole('grid');
    await eventually(async () => {
      assert.equal(await grid.getAttribute('aria-rowcount'), '251');
      assert.equal(await grid.getAttribute('aria-colcount'), '401');
      const drawn = await page.getByRole('gridcell').count();
      assert.ok(drawn > 20 && drawn < 600, String(drawn));
    });
    await grid.focus();
    await page.keyboard.press('Control+End');
    const last = page.getByRole('gridcell', { name: '[249, 399]' });
    await last.waitFor();
    await eventually(async () => {
      const [cell, frame] = [await last.boundingBox(), await grid.boundingBox()];
      assert.ok(cell && frame && cell.x >= frame.x && cell.x + cell.width <= frame.x + frame.width + 1);
      assert.ok(cell.y >= frame.y && cell.y + cell.height <= frame.y + frame.height + 1);
      const columns = await page.getByRole('columnheader').allInnerTexts();
      assert.ok(columns.includes('399'));
    });
  });

  it('draws as much of a million cells wherever one scrolls, and only what comes into view', async () => {
    const { page } = await open('torch.full((1000, 1000), 0.25)', '0.0');
    await page.getByText('1,000,000 elements').waitFor();
    const { drawn, changes } = await page.getByRole('grid').evaluate(scrollByRows);
    assert.ok(Math.max(...drawn) < 300, `${Math.max(...drawn)} cells are drawn`);
    // of each cell in a row: its text, place, colours and names
    const inARow = Math.max(...drawn) / 20;
    assert.ok(Math.max(...changes) < 8 * inARow, `${Math.max(...changes)} changes for one row`);
  });

  it('redraws no cell while one points at cells', async () => {
    const { page } = await open(matrix(20, 20), '0.5');
    const grid = page.getByRole('grid');
    const count = await grid.evaluateHandle(countChanges);
    await page.getByRole('gridcell', { name: '[1, 1]' }).hover();
    await page.locator('.exact', { hasText: '[1, 1]' }).waitFor();
    await page.getByRole('gridcell', { name: '[2, 2]' }).hover();
    await page.locator('.exact', { hasText: '[2, 2]' }).waitFor();
    assert.equal(await count.evaluate((changes) => changes()), 0);
  });

  it('shows a tensor of more dimensions by slices', async () => {
    const block = `[${matrix(2, 2)}, [[10, 11], [12, 13]], [[20, 21], [22, 23]]]`;
    const opened = await open(`torch.tensor(${block}, dtype=torch.float32)`, '0.0');
    await opened.hasCells(['0', '-0.1667', '0.1667', '0']);
    const index = opened.page.getByRole('spinbutton', { name: 'Index of dimension 0, 0 to 2' });
    await index.fill('2');
    await index.press('Tab');
    await opened.page.getByRole('gridcell', { name: '[2, 1, 1]' }).waitFor();
    await opened.hasCells(['3.3333', '3.5000', '3.6667', '3.8333']);
    await index.fill('99');
    await index.press('Enter');
    await hasValue(index, '2');
  });

  it('shows a slice of a tensor of five dimensions, chosen by the keyboard', async () => {
    const nested = (from: number, depth: number): string =>
      depth === 0 ? `${from}.0` : `[${[0, 1].map((half) => nested(2 * from + half, depth - 1)).join(', ')}]`;
    const opened = await open(nested(0, 5), '0.0');
    await opened.page.getByRole('radio', { name: 'sum' }).click();
    await opened.hasCells(['0', '2.0000', '4.0000', '6.0000']);
    for (const [dimension, index] of [
      [0, '1'],
      [2, '1'],
    ] as const) {
      const field = opened.page.getByRole('spinbutton', { name: `Index of dimension ${dimension}, 0 to 1` });
      await field.focus();
      await opened.page.keyboard.press('ArrowUp');
      await hasValue(field, index);
      await opened.page.keyboard.press('Tab');
    }
    await opened.page.getByRole('gridcell', { name: '[1, 0, 1, 1, 0]' }).waitFor();
    // the elements 20 to 23
    await opened.hasCells(['40.0000', '42.0000', '44.0000', '46.0000']);
  });

  it('colours by sign and size, away from zero, and says how in a legend', async () => {
    const { page } = await open('[-3.0, 0.0, 1.5]', '0.0');
    await page.getByText('3 elements · 1 zero').waitFor();
    const legend = page.getByRole('img', { name: 'Colours from -2.0000 to 2.0000' });
    await eventually(async () => {
      assert.match(await legend.innerText(), /^\s*-2\.0000\s+0\s+2\.0000\s*$/);
      const colours = await page
        .getByRole('gridcell')
        .evaluateAll((cells) => cells.map((cell) => getComputedStyle(cell).backgroundColor));
      // the theme's blue, its background, and half of the way to its red
      assert.deepEqual(colours, ['rgb(89, 164, 249)', 'rgb(31, 31, 31)', 'rgb(136, 54, 54)']);
    });
  });

  it('marks what is not finite, and counts it', async () => {
    const opened = await open('[nan, -inf, 0.0, 1e-20]', '[0.0, 0.0, 0.0, 0.0]');
    await opened.hasCells(['nan', '-inf', '0', '5.00e-21']);
    await eventually(async () => assert.equal(await opened.page.locator('.special').count(), 2));
    await opened.page.getByText('4 elements · 1 NaN · 1 infinite · 1 zero').waitFor();
  });

  it('says so where there are no elements', async () => {
    const page = await PlaygroundPage.open({
      state: stateOf('MSELoss', { input: 'tensor([])', target: 'tensor([])' }),
    });
    playground = page;
    await page.page.getByText('No elements: the shape is (0,).').waitFor();
  });

  it('follows the theme', async () => {
    const opened = await open('[3.0]', '[0.0]');
    const colour = () =>
      opened.page
        .getByRole('gridcell')
        .first()
        .evaluate((cell) => getComputedStyle(cell).backgroundColor);
    const dark = await colour();
    assert.notEqual(dark, 'rgb(229, 20, 0)');
    await opened.page.getByText('1 element', { exact: true }).waitFor();
    await opened.setTheme('light');
    await eventually(async () => assert.equal(await colour(), 'rgb(229, 20, 0)'));
  });

  it('shows the tensor that was looked at last', async () => {
    const { page } = await open('[1.0]', '[3.0]');
    const chosen = page
      .getByRole('radiogroup', { name: 'With respect to' })
      .getByRole('radio', { checked: true });
    await page.getByRole('radio', { name: 'target' }).click();
    await page.getByRole('grid', { name: 'Gradient with respect to target' }).waitFor();
    await page.getByRole('tab', { name: 'Elements' }).click();
    await page.getByRole('grid', { name: 'Loss per element' }).waitFor();
    await page.getByRole('tab', { name: 'Gradient' }).click();
    await page.getByRole('grid', { name: 'Gradient with respect to target' }).waitFor();
    await eventually(async () => assert.equal(await chosen.count(), 1));
  });
});

/** Runs in the page: scrolls down row by row; after each step, how many cells are drawn, and what changed for it. */
async function scrollByRows(scroller: Element): Promise<{ drawn: number[]; changes: number[] }> {
  const frame = (): Promise<unknown> => new Promise(requestAnimationFrame);
  const rows = scroller.querySelector('.rows') ?? scroller;
  const height = rows.querySelector('.row')?.getBoundingClientRect().height ?? 0;
  let records = 0;
  const observer = new MutationObserver((changes) => (records += changes.length));
  observer.observe(rows, { subtree: true, childList: true, attributes: true, characterData: true });
  const drawn: number[] = [];
  const changes: number[] = [];
  for (let step = 0; step < 60; step++) {
    records = 0;
    scroller.scrollTop += height;
    await frame();
    await frame();
    drawn.push(rows.querySelectorAll('.cell').length);
    changes.push(records);
  }
  return { drawn, changes };
}

/** Runs in the page: counts what changes in an element from now on. */
function countChanges(element: Element): () => number {
  let records = 0;
  const observer = new MutationObserver((changes) => (records += changes.length));
  observer.observe(element, { subtree: true, childList: true, attributes: true, characterData: true });
  return () => records;
}
