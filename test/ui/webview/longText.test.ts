import assert from 'node:assert/strict';
import { eventually } from '../eventually';
import { hasValue } from '../fieldValue';
import { PlaygroundPage } from './playgroundPage';
import { fourPredictions } from './states';

describe('a long text', () => {
  let playground: PlaygroundPage;
  beforeEach(async () => {
    playground = await PlaygroundPage.open({ state: fourPredictions });
    await playground.text('target').fill('0.5');
  });
  afterEach(async () => {
    await playground.close();
    assert.deepEqual(playground.complaints, []);
  });

  const paste = async (text: string) => {
    await playground.page.evaluate((pasted) => navigator.clipboard.writeText(pasted), text);
    await playground.text('input').press('ControlOrMeta+A');
    await playground.text('input').press('ControlOrMeta+V');
  };

  it('is shown in part once pasted, and computed whole', async () => {
    await paste(`[${'0.25, '.repeat(300_000)}]`);
    await playground.showsLoss('tensor(0.0625)');
    const editor = playground.input('input');
    await editor.getByText('1.8 MB of text, shown in part').waitFor();
    await editor.getByText('float32 (300000,)').waitFor();
    await editor.locator('textarea').waitFor({ state: 'detached' });
    await editor.locator('.long').and(playground.page.locator(':focus')).waitFor();
    assert.ok((await editor.locator('.long').innerText()).length < 5_000);
    const sent = (await playground.received()).at(-1);
    assert.ok(sent?.type === 'setInput' && sent.text.length === 1_800_002);
  });

  it('shows the part where something is wrong', async () => {
    await paste(`[${'0.25, '.repeat(20_000)}oops, ${'0.25, '.repeat(20_000)}]`);
    const editor = playground.input('input');
    const problem = editor.locator('.problem');
    await eventually(async () => {
      assert.match((await problem.innerText()).replace(/\s+/g, ' '), /^Line 1, column 120002: .*oops/);
      assert.match(await editor.locator('mark').innerText(), /^o/);
      assert.match(await editor.locator('.long').innerText(), /^… .*0\.25, oops, 0\.25.* …$/s);
    });
    await problem.click();
    await editor.locator('mark').waitFor();
  });

  it('is not marked where all of it is too much', async () => {
    await paste(`[${'0,'.repeat(4_000_001)}]`);
    const editor = playground.input('input');
    await editor.locator('.problem', { hasText: '4,000,001 elements are more than' }).waitFor();
    await eventually(async () => assert.match(await editor.locator('.long').innerText(), /^\[0,0,0,/));
    assert.equal(await editor.locator('mark').count(), 0);
  });

  it('gives way to what is pasted over it', async () => {
    await paste(`[${'0.25, '.repeat(20_000)}]`);
    const part = playground.input('input').locator('.long');
    await part.and(playground.page.locator(':focus')).waitFor();
    await playground.page.evaluate(
      (text) => navigator.clipboard.writeText(text),
      `[${'1.5, '.repeat(25_000)}]`,
    );
    await playground.page.keyboard.press('ControlOrMeta+V');
    await playground.showsLoss('tensor(1.)');
    await playground.page.evaluate(() => navigator.clipboard.writeText('[2.5]'));
    await part.and(playground.page.locator(':focus')).waitFor();
    await playground.page.keyboard.press('ControlOrMeta+V');
    await playground.showsLoss('tensor(4.)');
    await hasValue(playground.text('input'), '[2.5]');
    await playground.text('input').and(playground.page.locator(':focus')).waitFor();
  });

  it('goes by one press', async () => {
    await paste('1, '.repeat(50_000));
    await playground.page.getByRole('button', { name: 'Clear input' }).click();
    await playground.text('input').and(playground.page.locator(':focus')).waitFor();
    await hasValue(playground.text('input'), '');
  });

  it('joins what was typed before it', async () => {
    await playground.text('input').fill('[1.0, ');
    await playground.page.evaluate((pasted) => navigator.clipboard.writeText(pasted), '0.5, '.repeat(50_000));
    await playground.text('input').press('ControlOrMeta+V');
    await playground.input('input').getByText('shown in part').waitFor();
    const sent = (await playground.received()).at(-1);
    assert.ok(sent?.type === 'setInput' && sent.text === `[1.0, ${'0.5, '.repeat(50_000)}`);
  });
});
