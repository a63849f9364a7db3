import assert from 'node:assert/strict';
import { deflateRawSync } from 'node:zlib';
import { hasValue } from './fieldValue';
import type { PlaygroundState } from '../../src/protocol/messages';
import { sharedStart } from '../../src/protocol/sharedText';
import { Playground } from './playground';
import { stateOf } from './webview/states';
import { Workbench } from './workbench';

/** The text of a state, whatever it holds. */
function textOf(state: unknown): string {
  return sharedStart + deflateRawSync(JSON.stringify(state)).toString('base64url');
}

describe('Open Shared Playground', () => {
  let workbench: Workbench;
  let playground: Playground;
  before(async () => {
    workbench = await Workbench.open();
    await workbench.runCommand('Loss Playground: Open Playground');
    playground = await Playground.in(workbench);
    await playground.showsLoss('tensor(0.2875)');
  });
  after(() => workbench.close());

  const box = () => workbench.page.locator('.quick-input-widget:visible');
  const field = () => box().locator('input.input');
  const copy = (text: string) =>
    workbench.page.evaluate((copied) => navigator.clipboard.writeText(copied), text);
  async function run(): Promise<void> {
    await workbench.runCommand('Loss Playground: Open Shared Playground');
    await box().getByText('Paste the text that was shared.').waitFor();
  }

  const l1 = stateOf('L1Loss', { input: '[1.0, 2.0]', target: '[1.5, 4.0]' }, { reduction: 'sum' });

  it('takes a text from the clipboard, whatever stands around it', async () => {
    await copy(`Look at this: ${textOf(l1)}, please.`);
    await run();
    await hasValue(field(), textOf(l1));
    await field().press('Enter');
    await playground.showsLoss('tensor(2.5000)');
    await hasValue(playground.loss, 'L1Loss');
    await playground.button('Undo').click();
    await playground.showsLoss('tensor(0.2875)');
  });

  it('says of every other text that it is none, and takes nothing of it', async () => {
    await copy('nothing of the kind');
    await run();
    await hasValue(field(), '');
    const elsewhere: PlaygroundState = {
      ...l1,
      inputs: { ...l1.inputs, input: { text: '', dtype: 'auto', file: { path: '/etc/passwd', array: '' } } },
    };
    for (const text of [
      'nothing of the kind',
      sharedStart,
      textOf(l1).slice(0, -9),
      textOf({ ...l1, loss: 'constructor' }),
      textOf({ ...l1, inputs: { input: '[1.0]' } }),
      textOf(elsewhere),
      textOf({ ...l1, inputs: { input: { text: '1'.repeat(30_000_000), dtype: 'auto' } } }),
    ]) {
      await field().fill(text);
      await box().getByText('This is no shared playground, or only a part of one.').waitFor();
      await field().press('Enter');
      assert.ok(await field().isVisible(), text.slice(0, 100));
      await field().fill('');
      await box().getByText('This is no shared playground').waitFor({ state: 'hidden' });
    }
    // With nothing in it, it closes and changes nothing.
    await field().press('Enter');
    await box().waitFor({ state: 'hidden' });
    await playground.showsLoss('tensor(0.2875)');
    await hasValue(playground.loss, 'MSELoss');
  });
});
