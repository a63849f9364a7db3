import assert from 'node:assert/strict';
import { eventually } from '../eventually';
import { hasValue } from '../fieldValue';
import type { Locator } from 'playwright-core';
import type { PlaygroundState } from '../../../src/protocol/messages';
import { PlaygroundPage, type PlaygroundPageOptions } from './playgroundPage';
import { fourPredictions, stateOf } from './states';

describe('the steps of a loss', () => {
  let playground: PlaygroundPage;

  async function open(state: PlaygroundState, options: PlaygroundPageOptions = {}): Promise<PlaygroundPage> {
    playground = await PlaygroundPage.open({ state: { ...state, tab: 'steps' }, ...options });
    await playground.page.locator('steps-view li').first().waitFor();
    return playground;
  }

  /** The lines of the working, as one reads them. */
  async function equations(): Promise<readonly string[]> {
    const texts = await playground.page.locator('steps-view .equation').allInnerTexts();
    return texts.map((text) => text.replace(/\s+/g, ' ').trim());
  }

  const hasFocus = (element: Locator) => element.and(playground.page.locator(':focus')).waitFor();

  afterEach(async () => {
    assert.deepEqual(playground.complaints, []);
    await playground.close();
  });

  it('have the numbers of the first element, and those of the mean', async () => {
    await open(fourPredictions);
    await eventually(async () =>
      assert.deepEqual(await equations(), [
        'd = x − y = 2.5 − 3 = −0.5',
        'ℓ = d² = (−0.5)² = 0.25',
        'S = Σ ℓ = 0.25 + 0.25 + 0.01 + 0.64 = 1.15',
        'L = S / N = 1.15 / 4 = 0.2875',
      ]),
    );
    assert.deepEqual(await playground.page.locator('steps-view ol').count(), 2);
  });

  it('go from element to element, by buttons and by a typed index', async () => {
    const { page } = await open(fourPredictions);
    const button = (name: string, disabled = false) => page.getByRole('button', { name, disabled });
    await button('Previous element', true).waitFor();
    await button('Next element').focus();
    await page.keyboard.press('Enter');
    await page.getByText('2 of 4').waitFor();
    await page.locator('steps-view .equation').getByText('= 0 − (−0.5)').waitFor();
    const field = page.getByRole('textbox', { name: 'Element of the loss' });
    await field.fill('[-1]');
    await field.press('Enter');
    await page.getByText('4 of 4').waitFor();
    await hasValue(field, '[3]');
    await button('Next element', true).waitFor();
    await eventually(async () => assert.equal((await equations())[0], 'd = x − y = 7.8 − 7 = 0.8'));
    await field.fill('[9]');
    await field.press('Enter');
    await hasValue(field, '[3]');
    await button('Previous element').click();
    await page.getByText('3 of 4').waitFor();
  });

  it('follow the text as one types', async () => {
    const { page } = await open(fourPredictions);
    await playground.text('input').fill('[4.0, 0.0, 2.1, 7.8]');
    await page.locator('steps-view .equation').getByText('= 4 − 3').waitFor();
  });

  it('have the softmax as a table with headers, and mark the target', async () => {
    const state = stateOf('CrossEntropyLoss', { input: '[[2.0, 0.5, -1.0]]', target: '[1]' });
    const { page } = await open(state, { width: 900 });
    const table = page.getByRole('table', { name: 'softmax of the scores' });
    await table.waitFor();
    assert.deepEqual(
      (await table.getByRole('columnheader').allInnerTexts()).map((text) => text.replace(/\s+/g, ' ')),
      ['class', 'x score', 'p probability', 'log p log-probability'],
    );
    const marked = table.getByRole('row').filter({ hasText: 'target' });
    assert.equal(await marked.getByRole('rowheader').innerText(), '1target');
    assert.deepEqual(await marked.getByRole('cell').allInnerTexts(), ['0.5', '0.17529', '−1.7413']);
  });

  it('have what weights and smoothing add, and what the mean divides by', async () => {
    await open(
      stateOf(
        'CrossEntropyLoss',
        { input: '[[2.0, 0.5, -1.0], [0.1, 1.2, 0.3]]', target: '[0, 1]' },
        { weight: '[1.0, 2.0, 0.5]', label_smoothing: '0.1' },
      ),
    );
    await eventually(async () =>
      assert.deepEqual((await equations()).slice(2), [
        'log p_y = x_y − m − log Z = 2 − 2 − 0.24131 = −0.24131',
        'u = −w_y · log p_y = −1 × (−0.24131) = 0.24131',
        's = −Σ w·log p = −(−5.3446) = 5.3446',
        'ℓ = (1 − ε) · u + (ε / C) · s = 0.9 × 0.24131 + 0.033333 × 5.3446 = 0.39533',
        'S = Σ ℓ = 0.39533 + 1.1127 = 1.508',
        'L = S / N = 1.508 / 3 = 0.50267',
      ]),
    );
  });

  it('have the distances of a triplet', async () => {
    await open(
      stateOf('TripletMarginLoss', {
        anchor: '[[0.0, 0.0]]',
        positive: '[[3.0, 4.0]]',
        negative: '[[0.0, 1.0]]',
      }),
    );
    await eventually(async () =>
      assert.deepEqual((await equations()).slice(0, 4), [
        'd(a, p) = √(Σ (a − p + ε)²) = √(25) = 5',
        'd(a, n) = √(Σ (a − n + ε)²) = √(1) = 1',
        'v = d(a, p) + Δ − d(a, n) = 5 + 1 − 1 = 5',
        'ℓ = max(v, 0) = max(5, 0) = 5',
      ]),
    );
  });

  it('have the lattice of CTC, with the most likely alignment for eyes and ears', async () => {
    await open(
      stateOf('CTCLoss', {
        log_probs: '[[[-0.1, -2.4]], [[-3.0, -0.05]], [[-0.2, -1.7]]]',
        targets: '[[1]]',
        input_lengths: '[3]',
        target_lengths: '[1]',
      }),
    );
    const table = playground.page.getByRole('table', { name: 'alignments that end in each state' });
    await table.waitFor();
    const path = await table.locator('td.path').allInnerTexts();
    assert.deepEqual(
      path.map((text) => text.split(/\s/)[0]),
      ['−0.10', '−0.05', '−0.25'],
    );
    assert.ok(path.every((text) => text.includes('on the most likely alignment')));
    assert.equal(await table.getByRole('columnheader').count(), 4);
  });

  it('follow the cell that is chosen in a heat map, and lead back to it', async () => {
    const texts = { input: '[[2.0, 0.5, -1.0], [0.1, 1.2, 0.3]]', target: '[0, 1]' };
    playground = await PlaygroundPage.open({ state: stateOf('CrossEntropyLoss', texts) });
    const { page } = playground;
    await page.getByRole('gridcell', { name: '[1, 2]' }).click();
    await page.getByRole('button', { name: 'Steps of input[1, 2]' }).click();
    await page.getByText('2 of 2').waitFor();
    await page.getByText('chosen by input[1, 2]').waitFor();
    await hasFocus(page.getByRole('tab', { name: 'Steps' }));
    // Another element is not the chosen one.
    await page.getByRole('button', { name: 'Previous element' }).click();
    await page.getByText('chosen by input[1, 2]').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Next element' }).click();
    await page.getByRole('button', { name: 'Back to Gradient' }).click();
    await page.locator('#cell-5.active').waitFor();

    await page.getByRole('tab', { name: 'Elements' }).click();
    await page.getByRole('grid', { name: 'Loss per element' }).focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowLeft');
    await page.getByRole('tab', { name: 'Steps' }).click();
    await page.getByText('chosen by the loss[0]').waitFor();
    await page.getByText('1 of 2').waitFor();
  });

  it('fit a side bar of 280 pixels', async () => {
    const { page } = await open(
      stateOf(
        'CrossEntropyLoss',
        { input: '[[2.0, 0.5, -1.0], [0.1, 1.2, 0.3]]', target: '[0, 1]' },
        { weight: '[1.0, 2.0, 0.5]', label_smoothing: '0.1' },
      ),
      { width: 280 },
    );
    await eventually(async () => {
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      assert.equal(overflow, 0);
      for (const equation of await page.locator('steps-view .equation').all()) {
        const box = await equation.boundingBox();
        assert.ok(box && box.x + box.width <= 280);
      }
    });
  });
});
