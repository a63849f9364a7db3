import assert from 'node:assert/strict';
import type { Setting } from '../../../src/protocol/setting';
import { eventually } from '../eventually';
import { PlaygroundPage } from './playgroundPage';
import { stateOf } from './states';

const texts = { input: '[2.5, 0.0, 2.1, 7.8]', target: '[3.0, -0.5, 2.0, 7.0]' };

describe('comparing losses', () => {
  let playground: PlaygroundPage;

  async function open(settings?: readonly Setting[], parameters: Record<string, string> = {}): Promise<void> {
    const state = stateOf('MSELoss', texts, parameters, 'compare');
    playground = await PlaygroundPage.open({
      state: settings ? { ...state, views: { compare: { settings } } } : state,
    });
    await table('Loss and gradient').waitFor();
  }

  afterEach(async () => {
    await playground.close();
    assert.deepEqual(playground.complaints, []);
  });

  const table = (name: string) => playground.page.getByRole('region', { name });
  const rows = async (name: string): Promise<string[]> =>
    (await table(name).locator('tbody tr').allInnerTexts()).map((row) => row.trim().replace(/\s+/g, ' '));
  const hasRows = (name: string, expected: readonly string[]) =>
    eventually(async () => assert.deepEqual(await rows(name), expected));
  const kept = async (): Promise<readonly Setting[] | undefined> =>
    (await playground.state()).views?.compare?.settings;

  it('begins with the present loss, and adds others that take its tensors', async () => {
    await open();
    await hasRows('Loss and gradient', ['MSELoss() 0.2875 0.53619']);
    const choice = playground.page.getByRole('combobox', { name: 'Compare with' });
    const names = await choice.locator('option').allInnerTexts();
    assert.ok(names.includes('HuberLoss') && !names.includes('CosineEmbeddingLoss'));
    await choice.selectOption('L1Loss');
    await table('Loss and gradient').getByText('L1Loss()').waitFor();
    await choice.selectOption('MSELoss');
    await table('Loss and gradient').locator('tbody tr').nth(2).waitFor();
    await hasRows('Loss and gradient', [
      'MSELoss() 0.2875 0.53619',
      'L1Loss() 0.475 0.5',
      'MSELoss() 0.2875 0.53619',
    ]);
  });

  it('shows each element in each setting', async () => {
    await open([{ loss: 'L1Loss', parameters: { reduction: 'none' } }]);
    await hasRows('Loss per element', ['[0] 0.25 0.5', '[1] 0.25 0.5', '[2] 0.01 0.1', '[3] 0.64 0.8']);
  });

  it('needs no scrolling sideways, however many settings there are', async () => {
    await open([
      { loss: 'MSELoss', parameters: { reduction: 'sum' } },
      { loss: 'SmoothL1Loss', parameters: { beta: '0.123456789' } },
      { loss: 'L1Loss', parameters: {} },
      { loss: 'HuberLoss', parameters: { delta: '0.25' } },
      { loss: 'SoftMarginLoss', parameters: {} },
    ]);
    await table('Loss and gradient').getByText("MSELoss(reduction='sum')").waitFor();
    const elements = table('Loss per element');
    await elements.waitFor();
    for (const width of [280, 420, 800, 1600]) {
      await playground.page.setViewportSize({ width, height: 900 });
      for (const each of await playground.page.locator('compare-view .wide').all())
        await eventually(async () =>
          assert.equal(await each.evaluate((box) => box.scrollWidth - box.clientWidth), 0, String(width)),
        );
    }
    await eventually(async () => {
      const [first] = await rows('Loss per element');
      assert.match(first ?? '', /^\[0\] 0\.25 0\.25 0\.43827 0\.5 0\.09375 [\d.]+$/);
    });
  });

  it("shows PyTorch's error in the row of what it refuses", async () => {
    await open([
      { loss: 'BCELoss', parameters: {} },
      { loss: 'L1Loss', parameters: {} },
    ]);
    await hasRows('Loss and gradient', [
      'MSELoss() 0.2875 0.53619',
      'BCELoss() RuntimeError: all elements of input should be between 0 and 1',
      'L1Loss() 0.475 0.5',
    ]);
  });

  it('takes parameters, changes a loss, and removes a row', async () => {
    await open([{ loss: 'HuberLoss', parameters: {} }]);
    await playground.page.getByText('Parameters of HuberLoss').click();
    await playground.page.locator('compare-view').getByRole('textbox', { name: 'delta' }).fill('0.5');
    await table('Loss and gradient').getByText('HuberLoss(delta=0.5)').waitFor();
    assert.deepEqual(await kept(), [{ loss: 'HuberLoss', parameters: { delta: '0.5' } }]);
    await playground.page.getByRole('combobox', { name: 'Setting 2' }).selectOption('SmoothL1Loss');
    await table('Loss and gradient').getByText('SmoothL1Loss()').waitFor();
    await playground.page.getByRole('button', { name: 'Remove SmoothL1Loss()' }).click();
    await table('Loss and gradient').getByText('SmoothL1Loss()').waitFor({ state: 'detached' });
    assert.deepEqual(await kept(), []);
  });

  it('keeps what only other tensors fit, whatever is changed', async () => {
    const triplet = { loss: 'TripletMarginLoss', parameters: { margin: '2.0' } };
    await open([triplet, { loss: 'L1Loss', parameters: {} }]);
    await playground.page.getByRole('button', { name: 'Remove L1Loss()' }).click();
    await hasRows('Loss and gradient', ['MSELoss() 0.2875 0.53619']);
    assert.deepEqual(await kept(), [triplet]);
  });

  it('takes the present parameters when the present loss is compared with itself', async () => {
    await open([], { reduction: 'sum' });
    await playground.page.getByRole('combobox', { name: 'Compare with' }).selectOption('MSELoss');
    await table('Loss and gradient').locator('tbody tr').nth(1).waitFor();
    assert.deepEqual(await kept(), [{ loss: 'MSELoss', parameters: { reduction: 'sum' } }]);
  });

  it('draws all of them along an element, each with a line of its own', async () => {
    await open([
      { loss: 'L1Loss', parameters: {} },
      { loss: 'HuberLoss', parameters: { delta: '0.5' } },
    ]);
    const plot = playground.page.getByRole('img', { name: /^Loss\. Along input\[0\]/ });
    await plot.locator('path.line.series2').waitFor();
    await eventually(async () => {
      const dashes = await plot
        .locator('path.line')
        .evaluateAll((lines) => lines.map((line) => getComputedStyle(line).strokeDasharray));
      assert.equal(new Set(dashes).size, 3);
    });
    await playground.page.getByRole('combobox', { name: 'Along which element' }).selectOption('[2]');
    await playground.page.getByRole('img', { name: /^Gradient\. Along input\[2\]/ }).waitFor();
  });

  it('follows the tensors', async () => {
    await open([{ loss: 'L1Loss', parameters: {} }]);
    await playground.text('target').fill('[2.5, 0.0, 2.1, 6.8]');
    await hasRows('Loss and gradient', ['MSELoss() 0.25 0.5', 'L1Loss() 0.25 0.25']);
  });
});
