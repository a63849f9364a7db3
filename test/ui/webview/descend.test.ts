import assert from 'node:assert/strict';
import { eventually } from '../eventually';
import { hasValue } from '../fieldValue';
import type { ToHost } from '../../../src/protocol/messages';
import type { DescendSettings } from '../../../src/protocol/viewSettings';
import { PlaygroundPage } from './playgroundPage';
import { stateOf } from './states';

const texts = { input: '[2.5, 0.0, 2.1, 7.8]', target: '[3.0, -0.5, 2.0, 7.0]' };
const settings: DescendSettings = {
  loss: 'MSELoss',
  learningRate: '0.3',
  momentum: '0.9',
  steps: '5',
  at: 0,
  logarithmic: false,
};

describe('gradient descent in the playground', () => {
  let playground: PlaygroundPage;

  async function open(
    change: Partial<DescendSettings> = {},
    inputs: Record<string, string> = texts,
  ): Promise<void> {
    const state = {
      ...stateOf('MSELoss', inputs, {}, 'descend'),
      views: { descend: { ...settings, ...change } },
    };
    playground = await PlaygroundPage.open({ state });
    await playground.page.locator('descend-view path.line').first().waitFor();
  }

  afterEach(async () => {
    await playground.close();
    assert.deepEqual(playground.complaints, []);
  });

  const press = (name: string): Promise<void> => playground.page.getByRole('button', { name }).click();
  const rows = (): Promise<string[]> => playground.page.locator('descend-view tbody tr').allInnerTexts();

  async function kept(): Promise<DescendSettings | undefined> {
    return (await playground.state()).views?.descend;
  }

  it('starts with a plain descent of the first input', async () => {
    playground = await PlaygroundPage.open({ state: stateOf('MSELoss', texts, {}, 'descend') });
    await playground.page.getByText('step 0 of 50').waitFor();
    const questions = (await playground.received()).filter(
      (message): message is Extract<ToHost, { type: 'ask' }> => message.type === 'ask',
    );
    assert.deepEqual(
      questions.map(({ question }) => question),
      [{ kind: 'descend', inputs: ['input'], learningRate: 0.1, momentum: 0, steps: 50 }],
    );
  });

  it('goes step by step, there and back, with the numbers of torch.optim.SGD', async () => {
    await open();
    await press('One step on');
    await playground.page.getByText('step 1: loss 0.20771885').waitFor();
    await eventually(async () => {
      assert.match((await rows())[0] ?? '', /^input\[0\]\s+2\.5\s+2\.575\s+3\.17815$/);
      const paths = playground.page.locator('descend-view svg.spark path');
      assert.deepEqual(
        await paths.evaluateAll((each) => each.map((path) => path.getAttribute('d')?.split('L').length)),
        [6, 6, 6, 6],
      );
    });
    await press('To the end');
    await playground.page.getByText('step 5: loss 0.036498994').waitFor();
    await playground.page.getByRole('button', { name: 'One step on', disabled: true }).waitFor();
    await press('One step back');
    await playground.page.getByText('step 4: loss 0.0013404205').waitFor();
    assert.equal((await kept())?.at, 4);
    await press('To the start');
    await playground.page.getByText('step 0 of 5').waitFor();
    const slider = playground.page.getByRole('slider', { name: 'Step' });
    await slider.focus();
    await playground.page.keyboard.press('ArrowRight');
    await playground.page.getByText('step 1 of 5').waitFor();
    await playground.page.keyboard.press('End');
    await playground.page.getByText('step 5 of 5').waitFor();
  });

  it('plays at once to the end where less motion is wanted, else step by step until it is paused', async () => {
    // so many that a slow machine, too, presses the button before the last
    await open({ steps: '1000' });
    await press('Play');
    await playground.page.getByText('step 1000 of 1000').waitFor();
    await playground.page.emulateMedia({ reducedMotion: 'no-preference' });
    await press('Play');
    await playground.page.getByText(/^Step [1-9]\d* of 1000$/).waitFor();
    await press('Pause');
    await playground.page.getByRole('button', { name: 'Play' }).waitFor();
    const shown = await playground.page.getByText(/^Step \d+ of 1000$/).innerText();
    const at = Number(/\d+/.exec(shown)?.[0]);
    assert.ok(at < 1000, shown);
    await playground.page.waitForFunction((step) => globalThis.host.state.views?.descend?.at === step, at);
  });

  it('says what a field wants, and keeps the last descent meanwhile', async () => {
    await open();
    await playground.page.getByRole('textbox', { name: 'steps' }).fill('0');
    await playground.page.getByText('steps go from 1 to 1000').waitFor();
    await playground.page.getByRole('textbox', { name: 'steps' }).fill('3');
    await playground.page.getByText('step 0 of 3').waitFor();
    await playground.page.getByRole('textbox', { name: 'learning rate' }).fill('-1');
    await playground.page
      .locator('descend-view .error', { hasText: 'Invalid learning rate: -1.0' })
      .waitFor();
  });

  it('calls a divergence what it is, and offers the way out', async () => {
    await open({ learningRate: '1e6', momentum: '0', steps: '50' });
    await playground.page
      .locator('.verdict', {
        hasText: /At step \d+ the loss is inf\. Each step goes further past the minimum/,
      })
      .waitFor();
    await press('Try a learning rate of 100000');
    await playground.page.waitForFunction(
      () => globalThis.host.state.views?.descend?.learningRate === '100000',
    );
  });

  it('says so where the loss only grows', async () => {
    await open({ learningRate: '4.2', momentum: '0', steps: '5' });
    await playground.page.locator('.verdict', { hasText: 'The loss has grown from 0.2875 to ' }).waitFor();
  });

  it('moves the inputs that are chosen', async () => {
    await open();
    await eventually(async () => assert.equal((await rows()).length, 4));
    await playground.page.getByRole('checkbox', { name: 'target' }).check();
    await playground.page.locator('tbody tr', { hasText: 'target[3]' }).waitFor();
    await playground.page.getByRole('checkbox', { name: 'target' }).uncheck();
    await playground.page.getByRole('checkbox', { name: 'input' }).uncheck();
    await playground.page.getByText('Choose what moves.').waitFor();
  });

  it('writes the values of a step into the inputs, exactly', async () => {
    await open({ at: 5 });
    await press('Use the values of step 5');
    await playground.showsLoss('tensor(0.0365)');
    await hasValue(playground.text('input'), '[3.1781523, -0.6781524, 1.9643695, 6.7149563]');
    await playground.page.getByText('step 0: loss 0.036498994').waitFor();
  });

  it('keeps rows and the dtype when it writes values', async () => {
    await open(
      { at: 1, momentum: '0' },
      {
        input: 'tensor([[1., 2.], [3., 4.]], dtype=torch.float64)',
        target: '0.0',
      },
    );
    await press('Use the values of step 1');
    await playground.page.waitForFunction(() => globalThis.host.state.inputs['input']?.dtype === 'float64');
    await hasValue(playground.text('input'), '[[0.85, 1.7],\n [2.55, 3.4]]');
  });

  it('has a logarithmic axis', async () => {
    await open({ steps: '40', momentum: '0' });
    await playground.page.getByRole('checkbox', { name: 'logarithmic' }).check();
    await playground.page
      .locator('line-plot text', { hasText: /^1e-\d+$/ })
      .first()
      .waitFor();
    assert.equal((await kept())?.logarithmic, true);
  });

  it('stands in a side bar of 280 pixels without scrolling', async () => {
    const state = stateOf(
      'MSELoss',
      { input: '[[-12345.678, 0.1]]', target: '[[3.0, -0.5]]' },
      {},
      'descend',
    );
    playground = await PlaygroundPage.open({ state, width: 280 });
    await playground.page.locator('descend-view path.line').first().waitFor();
    const table = playground.page.getByRole('region', { name: 'Values' });
    await eventually(async () => {
      assert.equal(await table.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth), 0);
      assert.equal(await table.getByText('-12345.7').count(), 2);
      assert.equal(await table.getByText('-12345.7').filter({ visible: true }).count(), 1);
    });
  });
});
