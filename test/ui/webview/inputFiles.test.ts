import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { eventually } from '../eventually';
import { hasValue } from '../fieldValue';
import type { PlaygroundState, ToWebview } from '../../../src/protocol/messages';
import { PlaygroundPage } from './playgroundPage';
import { fourPredictions } from './states';

describe('an input from a file', () => {
  let playground: PlaygroundPage;
  beforeEach(async () => {
    playground = await PlaygroundPage.open({ state: fourPredictions });
    await playground.showsLoss('tensor(0.2875)');
  });
  afterEach(async () => {
    await playground.close();
    assert.deepEqual(playground.complaints, []);
  });
  const send = (message: ToWebview) =>
    playground.page.evaluate((sent) => globalThis.host.send(sent), message);
  const last = async () => (await playground.received()).at(-1);
  /** Drops something on an input's text area; files as name and text. */
  const drop = (name: string, data: Record<string, string>, files: Record<string, string> = {}) =>
    playground.text(name).evaluate(
      (area, [texts, contents]) => {
        const dataTransfer = new DataTransfer();
        for (const [type, text] of Object.entries(texts)) dataTransfer.setData(type, text);
        for (const [file, text] of Object.entries(contents)) dataTransfer.items.add(new File([text], file));
        const options = { dataTransfer, bubbles: true, composed: true, cancelable: true };
        const wasTaken = ['dragenter', 'dragover', 'drop'].map(
          (type) => !area.dispatchEvent(new DragEvent(type, options)),
        );
        return wasTaken.every(Boolean);
      },
      [data, files] as const,
    );

  it('is asked for by a button', async () => {
    await playground.page.getByRole('button', { name: 'From file into target' }).click();
    await playground.page.waitForFunction(() => globalThis.host.received.length === 2);
    assert.deepEqual(await last(), { type: 'inputFromFile', name: 'target' });
  });

  it('says under the input why it is not to be had, until that changes', async () => {
    await send({ type: 'inputProblem', name: 'input', text: 'a.npy: the file ends in its header' });
    const problem = playground.input('input').locator('.problem');
    await eventually(async () => {
      assert.equal((await problem.innerText()).trim(), 'a.npy: the file ends in its header');
      assert.equal(await playground.input('target').locator('.problem').count(), 0);
    });
    await playground.text('input').fill('[1, 1, 1, 1]');
    await problem.waitFor({ state: 'detached' });
  });

  it('shows a tensor that stays in its file, takes a dtype, and is cleared', async () => {
    const file = { path: 'C:\\data\\batch.npz', array: 'logits' };
    const inputs = { ...fourPredictions.inputs, input: { text: '', dtype: 'auto', file } } as const;
    const state: PlaygroundState = { ...fourPredictions, inputs };
    await playground.page.evaluate((next) => globalThis.host.change(next), state);
    const editor = playground.input('input');
    await editor.getByText('logits in batch.npz').waitFor();
    await editor.locator('textarea').waitFor({ state: 'detached' });
    // The page's host has no files.
    await editor.getByText('files are not read here').waitFor();
    await playground.page.getByText('Correct the text of input to see the loss.').waitFor();
    await editor.getByRole('combobox', { name: 'dtype of input' }).selectOption('float64');
    await playground.page.waitForFunction(() => globalThis.host.state.inputs['input']?.dtype === 'float64');
    await editor.getByText('logits in batch.npz').waitFor();
    await editor.getByRole('button', { name: 'Clear input' }).click();
    await editor.locator('textarea').waitFor();
    assert.deepEqual((await playground.state()).inputs['input'], { text: '', dtype: 'float64' });
  });

  it('is taken when dropped, as a place or as contents', async () => {
    assert.equal(
      await drop('input', { 'text/uri-list': '# files\r\nfile:///data/a.npy\r\nfile:///b.npy' }),
      true,
    );
    await playground.page.waitForFunction(() => globalThis.host.received.length === 2);
    assert.deepEqual(await last(), { type: 'inputFromUri', name: 'input', uri: 'file:///data/a.npy' });

    assert.equal(await drop('target', {}, { 'b.csv': '1,2' }), true);
    await playground.page.waitForFunction(() => globalThis.host.received.length === 3);
    const message = await last();
    assert.ok(message?.type === 'inputFromBytes');
    assert.deepEqual([message.name, message.fileName], ['target', 'b.csv']);
    const bytes = await playground.page.evaluate(() => {
      const received = globalThis.host.received.at(-1);
      return received?.type === 'inputFromBytes' ? [...received.bytes] : [];
    });
    assert.deepEqual(bytes, [...Buffer.from('1,2')]);
  });

  it('says under the input that a folder was dropped, or a file that cannot be read', async () => {
    const { page } = playground;
    const problem = playground.input('input').locator('.problem');
    const folder = await mkdtemp(path.join(os.tmpdir(), 'loss-playground-dropped-'));
    const lost = path.join(folder, 'lost.csv');
    await writeFile(lost, '1,2');
    const devTools = await page.context().newCDPSession(page);
    const box = (await playground.text('input').boundingBox()) ?? assert.fail();
    const place = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    const dropFile = async (file: string, before?: () => Promise<void>) => {
      const data = { items: [], files: [file], dragOperationsMask: 1 };
      for (const type of ['dragEnter', 'dragOver'] as const)
        await devTools.send('Input.dispatchDragEvent', { type, ...place, data });
      await before?.();
      await devTools.send('Input.dispatchDragEvent', { type: 'drop', ...place, data });
    };
    await dropFile(folder);
    await problem
      .getByText(`${path.basename(folder)} is a folder: drop a file that holds a tensor`)
      .waitFor();
    await dropFile(lost, () => rm(lost));
    await problem.getByText('lost.csv cannot be read').waitFor();
    await rm(folder, { recursive: true });
    await playground.showsLoss('tensor(0.2875)');
  });

  it('takes dropped text in place of its own', async () => {
    assert.equal(await drop('input', { 'text/plain': '[3.0, -0.5, 2.0, 7.0]' }), true);
    await playground.showsLoss('tensor(0.)');
    await hasValue(playground.text('input'), '[3.0, -0.5, 2.0, 7.0]');
    await playground.page.keyboard.press('ControlOrMeta+z');
    await playground.showsLoss('tensor(0.2875)');
  });
});
