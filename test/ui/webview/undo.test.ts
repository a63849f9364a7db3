import assert from 'node:assert/strict';
import { eventually } from '../eventually';
import { hasValue } from '../fieldValue';
import type { KeptResult } from '../../../src/playground/resultHistory';
import { PlaygroundPage } from './playgroundPage';
import { fourPredictions } from './states';

const past: KeptResult = {
  shown: {
    id: 1,
    setting: { loss: 'HuberLoss', parameters: { delta: '0.5' } },
    value: '0.25',
    time: Date.UTC(2020, 1, 3),
    pinned: true,
    restorable: true,
  },
  inputs: { input: { text: '[1.0, 2.0]', dtype: 'auto' }, target: { text: '[1.0, 3.0]', dtype: 'auto' } },
};

describe('undoing in the playground', () => {
  let playground: PlaygroundPage;
  beforeEach(async () => {
    playground = await PlaygroundPage.open({ state: fourPredictions });
    await playground.showsLoss('tensor(0.2875)');
  });
  afterEach(async () => {
    await playground.close();
    assert.deepEqual(playground.complaints, []);
  });
  const button = (name: string) => playground.page.getByRole('button', { name, exact: true });
  const nothingToUndo = () =>
    eventually(async () => assert.equal(await button('Undo').getAttribute('aria-disabled'), 'true'));

  it('takes back typing by the keys, in a text field and outside of it', async () => {
    const { page } = playground;
    await playground.text('input').press('ControlOrMeta+A');
    await page.keyboard.type('[1, 1, 1, 1]');
    await playground.showsLoss('tensor(10.8125)');
    await page.keyboard.press('ControlOrMeta+z');
    await playground.showsLoss('tensor(0.2875)');
    await hasValue(playground.text('input'), '[2.5, 0.0, 2.1, 7.8]');
    await page.keyboard.press('ControlOrMeta+Shift+z');
    await playground.showsLoss('tensor(10.8125)');
    await hasValue(playground.text('input'), '[1, 1, 1, 1]');
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    await page.keyboard.press('ControlOrMeta+z');
    await playground.showsLoss('tensor(0.2875)');
    await page.keyboard.press('Control+y');
    await playground.showsLoss('tensor(10.8125)');
  });

  it('takes back clearing, a parameter, an example and a loss by the buttons', async () => {
    const { page } = playground;
    await nothingToUndo();
    await page.getByRole('radio', { name: 'sum' }).click();
    await playground.showsLoss('tensor(1.1500)');
    await playground.input('target').getByRole('button', { name: 'Clear target' }).click();
    await page.getByText('Type or paste target to see the loss, or load an example.').waitFor();
    await page.getByRole('button', { name: 'Unreduced, a batch of three' }).click();
    const combobox = page.getByRole('combobox', { name: 'Loss', exact: true });
    await combobox.fill('L1Loss');
    await combobox.press('Enter');
    await page.waitForFunction(() => globalThis.host.state.loss === 'L1Loss');
    await hasValue(combobox, 'L1Loss');

    await button('Undo').click();
    await page.waitForFunction(() => globalThis.host.state.loss === 'MSELoss');
    await button('Undo').click();
    await button('Undo').click();
    await playground.showsLoss('tensor(1.1500)');
    await button('Undo').click();
    await playground.showsLoss('tensor(0.2875)');
    await nothingToUndo();
    await button('Redo').click();
    await playground.showsLoss('tensor(1.1500)');
  });

  it('takes back everything that changes something, one by one, and brings it back', async () => {
    await playground.close();
    const kept = { version: 1, scroll: 0, open: { history: true }, shown: {}, recent: [] };
    playground = await PlaygroundPage.open({ state: fourPredictions, results: [past], kept });
    const { page } = playground;
    await playground.showsLoss('tensor(0.2875)');
    const press = (name: string | RegExp) => page.getByRole('button', { name }).first().click();
    const type = (text: string) => page.keyboard.type(text);
    const showTab = (name: string) => page.getByRole('tab', { name }).click();
    const loss = page.getByRole('combobox', { name: 'Loss', exact: true });
    const edits: Readonly<Record<string, () => Promise<unknown>>> = {
      'typing a tensor': () => playground.text('target').fill('[3.0, -0.5, 2.0, 6.0]'),
      'choosing a dtype': () => playground.input('input').getByRole('combobox').selectOption('float64'),
      'choosing a parameter': () => page.getByRole('radio', { name: 'sum' }).click(),
      'restoring its default': () => press('Restore the default of reduction'),
      'a cell of a table': async () => {
        await press('Table for input');
        await page.getByRole('grid', { name: 'input as a table' }).getByRole('gridcell').first().focus();
        await type('4');
        await page.keyboard.press('Enter');
      },
      'moving the point of a curve': async () => {
        await press('Table for input');
        await showTab('Curve');
        await page.getByRole('slider', { name: 'input[' }).press('ArrowRight');
      },
      'the values of a descent': async () => {
        await showTab('Descend');
        await press('To the end');
        await press('Use the values of step 50');
      },
      'random numbers': async () => {
        await press('Random into target');
        await press('Draw');
      },
      'an example': () => press('Unreduced, a batch of three'),
      'a result of before': () => press(/^0\.25 HuberLoss/),
      'another loss': async () => {
        await loss.fill('SmoothL1Loss');
        await loss.press('Enter');
      },
      clearing: () => press('Clear target'),
    };
    const edited = async (): Promise<unknown> => {
      const { loss: name, parameters, inputs } = await playground.state();
      return { name, parameters, inputs };
    };
    const states = [await edited()];
    for (const [what, edit] of Object.entries(edits)) {
      // after a pause, as one does one thing after the other
      await page.evaluate(() => (globalThis.host.time += 5000));
      await edit();
      const state = await eventually(async () => {
        const now = await edited();
        assert.notDeepEqual(now, states.at(-1), what);
        return now;
      });
      states.push(state);
    }
    const names = Object.keys(edits);
    for (const [at, what] of [...names.entries()].reverse()) {
      await button('Undo').click();
      await eventually(async () => assert.deepEqual(await edited(), states[at], `undoing ${what}`));
    }
    await nothingToUndo();
    await playground.showsLoss('tensor(0.2875)');
    await hasValue(playground.text('input'), '[2.5, 0.0, 2.1, 7.8]');
    for (const [at, what] of names.entries()) {
      await button('Redo').click();
      await eventually(async () => assert.deepEqual(await edited(), states[at + 1], `redoing ${what}`));
    }
    await hasValue(loss, 'SmoothL1Loss');
    await hasValue(playground.text('target'), '');
  });

  it('leaves fields alone that undo their own text', async () => {
    const { page } = playground;
    await playground.text('input').fill('[1, 1, 1, 1]');
    await playground.showsLoss('tensor(10.8125)');
    const combobox = page.getByRole('combobox', { name: 'Loss', exact: true });
    await combobox.click();
    await combobox.press('ControlOrMeta+A');
    await page.keyboard.type('ce');
    await combobox.press('ControlOrMeta+z');
    await hasValue(combobox, /^(?!ce$)/);
    await combobox.press('Escape');
    await playground.showsLoss('tensor(10.8125)');
    const types = (await playground.received()).map(({ type }) => type);
    assert.equal(types.includes('undo'), false);
  });

  it('leaves the keys that select all of a field to the field', async () => {
    await playground.text('target').click();
    const heard = playground.page.evaluate(
      () =>
        new Promise<string>((resolve) => {
          const keys: string[] = [];
          window.addEventListener('keydown', ({ key }) => {
            keys.push(key);
            if (key === 'x') resolve(keys.join(' '));
          });
        }),
    );
    await playground.page.keyboard.press('ControlOrMeta+a');
    await playground.page.keyboard.type('x');
    assert.doesNotMatch(await heard, /a/);
    await hasValue(playground.text('target'), 'x');
  });
});
