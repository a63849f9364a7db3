import assert from 'node:assert/strict';
import { eventually } from '../eventually';
import { hasValue } from '../fieldValue';
import type { KeptResult } from '../../../src/playground/resultHistory';
import { PlaygroundPage } from './playgroundPage';
import { fourPredictions } from './states';

const huber: KeptResult = {
  shown: {
    id: 1,
    setting: { loss: 'HuberLoss', parameters: { delta: '0.5' } },
    value: '0.25',
    time: Date.UTC(2020, 1, 3),
    pinned: false,
    restorable: true,
  },
  inputs: { input: { text: '[1.0, 2.0]', dtype: 'auto' }, target: { text: '[1.0, 3.0]', dtype: 'auto' } },
};
const large: KeptResult = {
  shown: {
    ...huber.shown,
    id: 2,
    setting: { loss: 'L1Loss', parameters: {} },
    value: '7.0',
    restorable: false,
  },
};

describe('the history of results', () => {
  let playground: PlaygroundPage;
  afterEach(async () => {
    await playground.close();
    assert.deepEqual(playground.complaints, []);
  });

  async function open(results: readonly KeptResult[] = [huber, large]): Promise<void> {
    const kept = { version: 1, scroll: 0, open: { history: true }, shown: {}, recent: [] };
    playground = await PlaygroundPage.open({ state: fourPredictions, results, kept });
    await playground.showsLoss('tensor(0.2875)');
  }

  const rows = () => playground.page.locator('result-history li');
  const row = (text: string) => rows().filter({ hasText: text });

  it('gets each result once one pauses', async () => {
    await open([]);
    await row('0.2875000834465027').waitFor();
    await playground.page.getByRole('button', { name: 'Clear all that are not pinned' }).click();
    // nothing comes until one types again
    await playground.page.getByText('A result comes here once you pause.').waitFor();
    await playground.text('input').press('ControlOrMeta+A');
    await playground.page.keyboard.type('[1.0, 1.0, 1.0, 1.0]');
    await playground.showsLoss('tensor(10.8125)');
    await row('10.8125').waitFor();
    assert.equal(await rows().count(), 1);
  });

  it('restores a state by the keyboard, and that is undone', async () => {
    await open();
    await row('HuberLoss(delta=0.5)').getByRole('button', { name: 'HuberLoss(delta=0.5)' }).first().focus();
    await playground.page.keyboard.press('Enter');
    await playground.showsLoss('tensor(0.1875)');
    await hasValue(playground.text('input'), '[1.0, 2.0]');
    await hasValue(playground.page.getByRole('textbox', { name: 'delta' }), '0.5');
    await playground.page.getByRole('button', { name: 'Undo' }).click();
    await playground.showsLoss('tensor(0.2875)');
  });

  it('does not restore what was too large to be kept', async () => {
    await open();
    const button = row('too large to restore').getByRole('button').first();
    await eventually(async () => assert.equal(await button.getAttribute('aria-disabled'), 'true'));
    await button.click({ force: true });
    await row('0.2875000834465027').waitFor();
    assert.ok(!(await playground.received()).some(({ type }) => type === 'restoreResult'));
  });

  it('pins a result, and tells how far the present one is from it', async () => {
    await open();
    const pin = 'Pin HuberLoss(delta=0.5) 0.25';
    await row('HuberLoss').getByRole('button', { name: pin }).click();
    await row('HuberLoss').getByText('now 0.0375 more').waitFor();
    await row('HuberLoss').getByRole('button', { name: pin, pressed: true }).waitFor();
    await playground.page.getByRole('button', { name: 'Clear all that are not pinned' }).click();
    await row('L1Loss').waitFor({ state: 'detached' });
    assert.equal(await row('HuberLoss').count(), 1);
  });

  it('removes a result, and the focus goes on to the next', async () => {
    await open();
    await row('0.2875000834465027').waitFor();
    await row('HuberLoss').getByRole('button', { name: 'Remove HuberLoss(delta=0.5) 0.25' }).click();
    await row('HuberLoss').waitFor({ state: 'detached' });
    const next = playground.page.getByRole('button', { name: 'Remove L1Loss() 7.0' });
    await next.and(playground.page.locator(':focus')).waitFor();
  });

  it('is folded as it was left', async () => {
    await open();
    await playground.page.getByText('History (').click();
    await rows().first().waitFor({ state: 'detached' });
    await playground.page.waitForFunction(
      () => (globalThis.host.kept as { open: Record<string, boolean> }).open['history'] === false,
    );
  });
});
