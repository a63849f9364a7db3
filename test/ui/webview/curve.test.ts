import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { eventually } from '../eventually';
import { hasValue } from '../fieldValue';
import type { ToHost } from '../../../src/protocol/messages';
import { PlaygroundPage } from './playgroundPage';
import { stateOf } from './states';

const texts = { input: 'tensor([2.5, 0.0,\n        2.1, 7.8])', target: '[3.0, -0.5, 2.0, 7.0]' };

describe('the curve', () => {
  let playground: PlaygroundPage;

  async function open(loss: string, inputs: Readonly<Record<string, string>> = texts): Promise<void> {
    playground = await PlaygroundPage.open({ state: stateOf(loss, inputs, {}, 'curve') });
    await plot('Loss').locator('path.line').first().waitFor();
  }

  afterEach(async () => {
    await playground.close();
    assert.deepEqual(playground.complaints, []);
  });

  function plot(label: string): Locator {
    return playground.page.getByRole('img', { name: new RegExp(`^${label}\\. Along `) });
  }

  function handle(): Locator {
    return playground.page.getByRole('slider', { name: 'input[' });
  }

  /** Waits until a slider stands at a number that will do. */
  function standsAt(slider: Locator, isRight: (value: number) => boolean): Promise<number> {
    return eventually(async () => {
      const value = Number(await slider.getAttribute('aria-valuenow'));
      assert.ok(isRight(value), String(value));
      return value;
    });
  }

  async function sent<T extends ToHost['type']>(type: T): Promise<Extract<ToHost, { type: T }>[]> {
    const all = await playground.received();
    return all.filter((message): message is Extract<ToHost, { type: T }> => message.type === type);
  }

  it('shows loss and gradient along the first element, with the numbers of the result', async () => {
    await open('MSELoss');
    await eventually(async () => {
      const readout = await playground.page.locator('curve-view .readout').innerText();
      assert.match(
        readout.replace(/\s+/g, ' '),
        /^input\[0\] 2\.5 loss 0\.28750008344650\d+ gradient -0\.25$/,
      );
      assert.equal(await plot('Gradient').locator('circle.point').count(), 1);
    });
    assert.deepEqual(
      (await sent('ask')).map(({ question }) => question),
      [{ kind: 'curve', input: 'input', at: 0, others: [] }],
    );
  });

  it('moves the point by keys, and changes nothing of the text but the number', async () => {
    await open('MSELoss');
    await handle().focus();
    await playground.page.keyboard.press('ArrowRight');
    await playground.page.waitForFunction(() => globalThis.host.state.inputs['input']?.text.includes('2.55'));
    await hasValue(playground.text('input'), texts.input.replace('2.5,', '2.55,'));
    await playground.page.keyboard.press('Shift+ArrowRight');
    await playground.page.waitForFunction(() => globalThis.host.state.inputs['input']?.text.includes('3.05'));
    await playground.page.waitForFunction(() => globalThis.host.received.at(-1)?.type === 'ask');
    await playground.page.keyboard.press('Home');
    await playground.page.waitForFunction(() => globalThis.host.state.inputs['input']?.text.includes('-1.0'));
    // The axis has stayed where it was.
    assert.deepEqual((await sent('setViews')).at(-1)?.views.curve?.range, { low: -1, high: 6 });
    await hasValue(playground.text('input'), texts.input.replace('2.5,', '-1.0,'));
  });

  it('is dragged, and everything follows', async () => {
    await open('MSELoss');
    await handle().scrollIntoViewIfNeeded();
    const from = await handle().boundingBox();
    assert.ok(from);
    const [x, y] = [from.x + from.width / 2, from.y + from.height / 2];
    await playground.page.mouse.move(x, y);
    await playground.page.mouse.down();
    await playground.page.mouse.move(x + 40, y, { steps: 4 });
    await playground.page.mouse.move(x + 60, y, { steps: 4 });
    await playground.page.mouse.up();
    // the last of what it passes
    const text = await eventually(async () => {
      const told = (await playground.state()).inputs['input']?.text ?? '';
      const number = Number(/\[(-?[\d.]+),/.exec(told)?.[1]);
      assert.ok(number > 2.6, told);
      const loss = (number - 3) ** 2 / 4 + (0.25 + 0.01 + 0.64) / 4;
      const shown = playground.page.locator('result-view div:not(.stale) > .printed');
      assert.deepEqual(await shown.allInnerTexts(), [`tensor(${loss.toFixed(4)})`]);
      return told;
    });
    await hasValue(playground.text('input'), text);
  });

  it('marks where the gradient jumps, and says what PyTorch takes there', async () => {
    await open('L1Loss');
    await eventually(async () => {
      assert.equal(await plot('Gradient').locator('.mark').count(), 1);
      const words = await plot('Gradient').getAttribute('aria-label');
      assert.match(words ?? '', /The gradient jumps at 3\.0\./);
    });
    await playground.page.getByText('PyTorch takes there: 0 where input and target are equal').waitFor();
    // numbers of an axis have as many decimals as one another
    await plot('Gradient').getByText('0.0', { exact: true }).first().waitFor();
  });

  it('says so where no value is finite, and numbers the axis of large numbers', async () => {
    playground = await PlaygroundPage.open({
      state: stateOf('MSELoss', { input: '[1e30, 1.0]', target: '[0.0, 1.0]' }, {}, 'curve'),
      width: 300,
    });
    await plot('Loss').getByText('No finite values here').waitFor();
    await plot('Gradient').locator('path.line').waitFor();
    assert.equal(await plot('Gradient').getByText('No finite values here').count(), 0);
    const labels = await plot('Loss').locator('text').allTextContents();
    assert.deepEqual(labels.slice(1), ['No finite values here', '0', '1e+30']);
    await eventually(async () => {
      const frame = await plot('Gradient').boundingBox();
      for (const label of await plot('Gradient').locator('text').all())
        assert.ok(
          ((await label.boundingBox())?.x ?? NaN) > (frame?.x ?? NaN),
          (await label.textContent()) ?? '',
        );
    });
  });

  it('goes along another element, chosen or typed', async () => {
    await open('MSELoss');
    await playground.page.getByRole('combobox', { name: 'Along which element' }).selectOption('[3]');
    await playground.page.locator('.readout', { hasText: 'input[3]' }).waitFor();
    await playground.page.locator('.readout', { hasText: '7.8' }).waitFor();
    await playground.page.getByRole('combobox', { name: 'Along which tensor' }).selectOption('target');
    await playground.page.locator('.readout', { hasText: 'target[0]' }).waitFor();
    await playground.close();
    const numbers = Array.from({ length: 20 }, (_, row) => `[${Array(10).fill(row).join()}]`).join();
    await open('MSELoss', { input: `[${numbers}]`, target: '1.0' });
    const field = playground.page.getByRole('textbox', { name: 'Along which element' });
    await field.fill('7, -1');
    await field.press('Enter');
    await playground.page.locator('.readout', { hasText: 'input[7, 9]' }).waitFor();
    await field.fill('20, 0');
    await field.press('Enter');
    await hasValue(field, '[7, 9]');
  });

  it('has a range that can be typed, zoomed and given back', async () => {
    await open('MSELoss');
    const [from, to] = [
      playground.page.getByRole('textbox', { name: 'From' }),
      playground.page.getByRole('textbox', { name: 'To', exact: true }),
    ];
    await from.fill('-9');
    await from.press('Enter');
    await playground.page.getByRole('img', { name: /^Loss\. Along input\[0\] from -9 to 6\./ }).waitFor();
    await to.fill('-10');
    await to.press('Enter');
    await hasValue(to, '6');
    await playground.page.getByRole('button', { name: 'Zoom in' }).click();
    const range = (await sent('setViews')).at(-1)?.views.curve?.range;
    assert.deepEqual(range, { low: -6.1875, high: 3.1875 });
    await playground.page.getByRole('button', { name: 'Choose the range by itself again' }).click();
    await playground.page.getByRole('img', { name: /^Loss\. Along input\[0\] from -1 to 6\./ }).waitFor();
  });

  it('draws another loss over it, with parameters of its own, and keeps that over a reload', async () => {
    await open('MSELoss');
    const choice = playground.page.getByRole('combobox', { name: 'Overlaid loss' });
    assert.ok(!(await choice.locator('option').allInnerTexts()).includes('TripletMarginLoss'));
    await choice.selectOption('HuberLoss');
    await playground.page.getByText('Parameters of HuberLoss').click();
    await playground.page.locator('curve-view').getByRole('textbox', { name: 'delta' }).fill('0.25');
    await playground.page.locator('.legend', { hasText: 'HuberLoss(delta=0.25)' }).waitFor();
    await plot('Loss').locator('path.line.series1').waitFor();
    const state = await playground.state();
    await playground.close();
    playground = await PlaygroundPage.open({ state });
    await playground.page.locator('.legend', { hasText: 'HuberLoss(delta=0.25)' }).waitFor();
  });

  it('shows what PyTorch says of a loss that it refuses', async () => {
    await open('MSELoss');
    await playground.page.getByRole('combobox', { name: 'Overlaid loss' }).selectOption('BCELoss');
    await playground.page
      .locator('curve-view .error', { hasText: 'all elements of input should be between 0 and 1' })
      .waitFor();
  });

  it('is saved as SVG and as PNG, in the colours of the page', async () => {
    await open('L1Loss');
    await playground.page.getByRole('button', { name: 'Save as SVG' }).click();
    await playground.page.getByRole('button', { name: 'Save as PNG' }).click();
    await playground.page.waitForFunction(
      () => globalThis.host.received.filter(({ type }) => type === 'savePicture').length === 2,
    );
    const [svg, png] = await sent('savePicture');
    assert.equal(svg?.name, 'L1Loss curve.svg');
    assert.match(String(svg.content), /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" viewBox=/);
    assert.match(String(svg.content), /stroke="rgb\(89, 164, 249\)"/);
    assert.doesNotMatch(String(svg.content), /class=|var\(/);
    assert.match(String(svg.content), /<text[^>]*>L1Loss\(\)<\/text>/);
    assert.equal(png?.name, 'L1Loss curve.png');
    const size = await playground.page.evaluate(async () => {
      const message = globalThis.host.received.find(
        (each) => each.type === 'savePicture' && each.name.endsWith('png'),
      );
      const bytes = message?.type === 'savePicture' ? message.content : '';
      const picture = await createImageBitmap(new Blob([bytes as BlobPart], { type: 'image/png' }));
      const canvas = new OffscreenCanvas(picture.width, picture.height);
      const context = canvas.getContext('2d');
      context?.drawImage(picture, 0, 0);
      const { data = new Uint8ClampedArray() } =
        context?.getImageData(0, 0, picture.width, picture.height) ?? {};
      let blue = 0;
      for (let i = 0; i < data.length; i += 4)
        if (data[i] === 89 && data[i + 1] === 164 && data[i + 2] === 249) blue++;
      return { width: picture.width, blue };
    });
    assert.ok(size.width > 600 && size.blue > 500, JSON.stringify(size));
  });

  it('copies its points as a table', async () => {
    await open('L1Loss');
    await playground.page.getByRole('button', { name: 'Copy points' }).click();
    await playground.page.waitForFunction(() => globalThis.host.copied.length === 1);
    const [head, first = ''] = (await playground.copied())[0]?.split('\n') ?? [];
    assert.equal(head, 'setting\tx\tloss\tgradient');
    assert.match(first, /^L1Loss\(\)\t-1\t[\d.]+\t-0\.25$/);
  });

  it('asks nothing while another tab shows', async () => {
    await open('MSELoss');
    await playground.page.getByRole('tab', { name: 'Gradient' }).click();
    await playground.page.getByRole('gridcell').first().waitFor();
    await playground.text('target').fill('[3.0, -0.5, 2.0, 6.0]');
    await playground.showsLoss('tensor(0.9375)');
    assert.equal((await sent('ask')).length, 1);
    await playground.page.getByRole('tab', { name: 'Curve' }).click();
    await playground.page.waitForFunction(
      () => globalThis.host.received.filter(({ type }) => type === 'ask').length === 2,
    );
  });

  it('stays, dimmed, while the text cannot be read, and says that it was cancelled', async () => {
    await open('MSELoss');
    await playground.text('input').fill('[2.5,');
    await playground.page.locator('.tabs.stale').waitFor();
    await eventually(async () => assert.equal(await plot('Loss').locator('path.line').count(), 1));
    await playground.page.evaluate(() => (globalThis.host.answers = false));
    await playground.text('input').fill('[2.5, 0.0, 2.1, 7.0]');
    await playground.page.waitForFunction(() => globalThis.host.revision === 2);
    await playground.page.evaluate(() => {
      globalThis.host.answers = true;
      globalThis.host.result();
      globalThis.host.answers = false;
    });
    await playground.page.waitForFunction(() => globalThis.host.received.at(-1)?.type === 'ask');
    await playground.page.evaluate(() => {
      const last = globalThis.host.received.at(-1);
      if (last?.type === 'ask')
        globalThis.host.send({ type: 'answer', id: last.id, answer: { kind: 'cancelled' } });
      globalThis.host.answers = true;
    });
    await playground.page.locator('curve-view .cancelled').getByRole('button', { name: 'Compute' }).click();
    await playground.page.locator('curve-view .plots:not(.waiting)').waitFor();
    await playground.page.locator('curve-view .cancelled').waitFor({ state: 'detached' });
  });

  it('goes along the margin, too, and writes the score that belongs to it', async () => {
    await open('CrossEntropyLoss', { input: '[[0.5, -1.0, 2.0], [1, 0, -1]]', target: '[0, 2]' });
    const { page } = playground;
    await page.getByRole('combobox', { name: 'Along which tensor' }).selectOption('margin');
    await page.getByRole('combobox', { name: 'Along which element' }).selectOption('[1]');
    const slider = page.getByRole('slider', { name: 'margin[1]' });
    await standsAt(slider, (value) => value === -2);
    await page
      .getByText('The margin is the score of the target’s class less the highest other score')
      .waitFor();
    await slider.focus();
    await page.keyboard.press('ArrowRight');
    const moved = await standsAt(slider, (value) => value > -2);
    await page.waitForFunction(() => !globalThis.host.state.inputs['input']?.text.endsWith('-1]]'));
    // One more than the margin, for that is the highest other score; the answer tells it in float32.
    await hasValue(
      playground.text('input'),
      `[[0.5, -1.0, 2.0], [1, 0, ${Number((moved + 1).toPrecision(6))}]]`,
    );
    await page.getByRole('combobox', { name: 'Along which tensor' }).selectOption('input');
    await page.getByRole('slider', { name: 'input[0, 0]' }).waitFor();
  });

  it('turns a vector along the margin of its angle, but never out of its plane', async () => {
    await open('CosineEmbeddingLoss', { input1: '[[1, 0]]', input2: '[[3, 4]]', target: '[-1]' });
    const { page } = playground;
    await page.getByRole('combobox', { name: 'Along which tensor' }).selectOption('margin');
    const slider = page.getByRole('slider', { name: 'margin[0]' });
    await slider.focus();
    await standsAt(slider, (value) => value === 0.6);
    for (const [key, text, loss] of [
      ['ArrowRight', '[[3.1, 3.923009]]', '0.6200'],
      ['End', '[[4.995, 0.2235509]]', '0.9990'],
      ['Home', '[[-4.995, 0.2235509]]', '0.'],
    ] as const) {
      await page.keyboard.press(key);
      await hasValue(playground.text('input2'), text);
      await playground.showsLoss(`tensor(${loss})`);
      await page.locator('curve-view .plots:not(.waiting)').waitFor();
    }
  });

  it('says so where an element has no margin', async () => {
    await open('CrossEntropyLoss', { input: '[[0.5, -1.0], [0.1, 0.2]]', target: '[0, -100]' });
    const { page } = playground;
    await page.getByRole('combobox', { name: 'Along which tensor' }).selectOption('margin');
    await page.getByRole('slider', { name: 'margin[0]' }).waitFor();
    await page.getByRole('combobox', { name: 'Along which element' }).selectOption('[1]');
    await page.getByText('This element has none.').waitFor();
  });
});
