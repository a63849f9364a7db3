import assert from 'node:assert/strict';
import { lossForms } from '../../../src/playground/lossForms';
import type { ToWebview } from '../../../src/protocol/messages';
import { hasValue } from '../fieldValue';
import { PlaygroundPage, type PlaygroundPageOptions } from './playgroundPage';
import { fourPredictions } from './states';

describe('what the host sends with the script', () => {
  const first: ToWebview = {
    type: 'show',
    losses: lossForms(),
    state: { ...fourPredictions, parameters: { reduction: 'sum' } },
    revision: 0,
    undoable: { undo: false, redo: false },
  };
  let playground: PlaygroundPage;
  afterEach(async () => {
    await playground.close();
    assert.deepEqual(playground.complaints, []);
  });

  async function open(options: PlaygroundPageOptions): Promise<void> {
    playground = await PlaygroundPage.open({ ...options, first });
    await playground.text('input').waitFor();
  }

  it('is shown before the host answers, which then sends the result alone', async () => {
    await open({ state: first.state, silent: true });
    await hasValue(playground.text('input'), '[2.5, 0.0, 2.1, 7.8]');
    assert.deepEqual(await playground.received(), [{ type: 'ready', shown: 0, hasResult: false }]);
    await playground.page.evaluate(() => {
      globalThis.host.answers = true;
      globalThis.host.result();
    });
    await playground.showsLoss('tensor(1.1500)');
  });

  it('is edited at once', async () => {
    await open({ state: first.state });
    await playground.text('target').fill('[2.5, 0.0, 2.1, 7.8]');
    await playground.showsLoss('tensor(0.)');
  });

  it('gives way to what the host says, where that is another state', async () => {
    await open({ state: fourPredictions });
    await playground.page.evaluate((state) => globalThis.host.change(state), fourPredictions);
    await playground.showsLoss('tensor(0.2875)');
  });
});
