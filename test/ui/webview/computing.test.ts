import assert from 'node:assert/strict';
import { eventually } from '../eventually';
import { hasValue } from '../fieldValue';
import { PlaygroundPage } from './playgroundPage';
import { fourPredictions, stateOf } from './states';

describe('the playground computes as one types', () => {
  let playground: PlaygroundPage;
  beforeEach(async () => {
    playground = await PlaygroundPage.open({ state: fourPredictions });
  });
  afterEach(async () => {
    await playground.close();
    assert.deepEqual(playground.complaints, []);
  });

  it('shows the loss, its digits, how it was reduced, and the gradient', async () => {
    await playground.showsLoss('tensor(0.2875)');
    await eventually(async () => {
      const details = await playground.page.locator('.details').innerText();
      assert.match(details, /^0\.28750008344650\d+\s+mean of 4 losses\s+(under 0\.1|[\d.]+) ms$/);
    });
    await playground.hasCells(['-0.2500', '0.2500', '0.0500', '0.4000']);
    await playground.page.getByRole('tab', { name: 'Elements' }).click();
    await playground.hasCells(['0.2500', '0.2500', '0.0100', '0.6400']);
  });

  it('follows what is typed, key by key, and never takes it back', async () => {
    const area = playground.text('target');
    await area.fill('');
    await area.pressSequentially('tensor([3.0, -0.5, 2.0, 6.0])');
    await playground.showsLoss('tensor(0.9375)');
    await hasValue(area, 'tensor([3.0, -0.5, 2.0, 6.0])');
    const edits = (await playground.received()).filter(({ type }) => type === 'setInput');
    assert.equal(edits.length, 1 + 'tensor([3.0, -0.5, 2.0, 6.0])'.length);
    const revisions = edits.map((edit) => ('revision' in edit ? edit.revision : -1));
    assert.deepEqual(
      revisions,
      revisions.map((_, index) => index + 1),
    );
  });

  it('keeps the last result, dimmed, while the text cannot be read, and leads to the place', async () => {
    const area = playground.text('input');
    await area.fill('[2.5, 0.0,\n 2.x, 7.8]');
    const problem = playground.input('input').locator('.problem');
    await problem.waitFor();
    await eventually(async () => {
      assert.match((await problem.innerText()).replace(/\s+/g, ' '), /^Line 2, column 4: /);
      assert.equal(await area.getAttribute('aria-invalid'), 'true');
      assert.equal(await playground.page.locator('.stale .printed').innerText(), 'tensor(0.2875)');
      assert.equal(await playground.page.locator('.tabs.stale').count(), 1);
      assert.match(await playground.page.locator('.missing').innerText(), /^Correct the text of input/);
    });
    await problem.click();
    await eventually(async () => {
      const selection = await area.evaluate((element: HTMLTextAreaElement) => [
        element === (element.getRootNode() as ShadowRoot).activeElement,
        element.value.slice(element.selectionStart, element.selectionEnd),
      ]);
      assert.deepEqual(selection, [true, 'x']);
    });
    await area.fill('[2.5, 0.0, 2.1, 7.8]');
    await playground.showsLoss('tensor(0.2875)');
    await problem.waitFor({ state: 'detached' });
  });

  it('says what is missing', async () => {
    await playground.page.getByRole('button', { name: 'Clear target' }).click();
    await playground.page.locator('.missing', { hasText: 'Type or paste target' }).waitFor();
    const focused = playground.text('target').and(playground.page.locator(':focus'));
    await focused.waitFor();
    await playground.page.getByRole('button', { name: 'Clear target', disabled: true }).waitFor();
  });

  it("shows PyTorch's error and what to do about it", async () => {
    await playground.text('input').fill('[1.0, 2.0, 3.0]');
    const error = playground.page.locator('result-view .error');
    await error.waitFor();
    assert.match(
      await error.innerText(),
      /^RuntimeError: The size of tensor a \(3\) must match the size of tensor b \(4\) at non-singleton dimension 0\n/,
    );
    assert.ok((await error.locator('.explanation').innerText()).length > 20);
  });

  it("shows PyTorch's warnings and why a loss is NaN", async () => {
    await playground.text('input').fill('[nan, 0.0, 2.1, 7.8]');
    await playground.showsLoss('tensor(nan)');
    await playground.page.locator('.warning', { hasText: 'input is nan at [0]' }).waitFor();
    await playground.text('target').fill('1.0');
    await playground.page.locator('.warning', { hasText: 'Using a target size' }).waitFor();
  });

  it('takes a dtype for granted that was chosen', async () => {
    await playground.input('input').getByRole('combobox').selectOption('float64');
    await playground.input('input').getByText('float64 (4,)').waitFor();
    await playground.showsLoss('tensor(0.2875, dtype=torch.float64)');
  });

  it('shows the dtype that the host has, without saying it back', async () => {
    const inputs = { ...fourPredictions.inputs, input: { text: '[1.0, 2.0]', dtype: 'bfloat16' } } as const;
    await playground.page.evaluate((state) => globalThis.host.change(state), { ...fourPredictions, inputs });
    const choice = playground.input('input').getByRole('combobox');
    await playground.input('input').getByText('bfloat16 (2,)').waitFor();
    await hasValue(choice, 'bfloat16');
    assert.deepEqual(await playground.received(), [{ type: 'ready' }]);
  });

  it('loads an example', async () => {
    await playground.text('input').fill('[9.0]');
    await playground.page.getByRole('group', { name: 'Examples' }).getByRole('button').first().click();
    await playground.showsLoss('tensor(0.2875)');
    await hasValue(playground.text('input'), '[2.5, 0.0, 2.1, 7.8]');
  });

  it('copies the value, the call, a cell and all cells', async () => {
    const press = (name: string | RegExp) => playground.page.getByRole('button', { name }).click();
    // the notice goes by itself
    const notice = playground.page.locator('.notice', { hasText: 'Copied' });
    await Promise.all([notice.waitFor(), press('Copy value')]);
    await press('Copy as PyTorch');
    await press(/Copy all/);
    await playground.page.getByRole('grid').focus();
    await playground.page.keyboard.press('End');
    await playground.page.keyboard.press('ControlOrMeta+C');
    await playground.page.waitForFunction(() => globalThis.host.copied.length === 4);
    const [value, code, all, cell] = await playground.copied();
    assert.match(value ?? '', /^0\.28750008344650\d+$/);
    assert.match(code ?? '', /import torch[\s\S]*MSELoss\(\)/);
    assert.match(all ?? '', /^torch\.tensor\(\[-0\.25, 0\.25, 0\.0\d+, 0\.4\d*\]\)$/);
    assert.match(cell ?? '', /^0\.4\d*$/);
  });

  it('copies a tensor for whatever it is to be pasted into', async () => {
    const format = playground.page.getByRole('combobox', { name: 'Copy as' });
    for (const name of ['NumPy', 'JSON', 'TSV']) {
      await format.selectOption(name);
      await playground.page.getByRole('button', { name: /Copy all/ }).click();
    }
    await playground.page.waitForFunction(() => globalThis.host.copied.length === 3);
    const [numpy, json, tsv] = await playground.copied();
    assert.match(numpy ?? '', /^np\.array\(\[-0\.25, 0\.25, .*dtype=np\.float32\)$/);
    assert.match(json ?? '', /^\[-0\.25, 0\.25, /);
    assert.match(tsv ?? '', /^-0\.25\t0\.25\t/);
  });

  it('gives the call to the editor, and itself as text to others', async () => {
    await playground.page.getByRole('button', { name: 'Insert at cursor' }).click();
    await playground.page.getByRole('button', { name: 'Share as text' }).click();
    await playground.text('target').fill('see loss-playground:1:abc');
    await playground.page.waitForFunction(() => globalThis.host.received.at(-1)?.type === 'openShared');
    const [insert, share, shared] = (await playground.received()).slice(-3);
    assert.ok(insert?.type === 'insertCode' && insert.code.startsWith('import torch\n'));
    assert.deepEqual(share, { type: 'share' });
    assert.deepEqual(shared, { type: 'openShared', text: 'loss-playground:1:abc' });
    await hasValue(playground.text('target'), '[3.0, -0.5, 2.0, 7.0]');
  });

  it('shows what the host changed, and keeps the cursor in what it did not', async () => {
    const area = playground.text('input');
    await area.press('Home');
    await area.press('ArrowRight');
    await playground.page.evaluate(
      (state) => globalThis.host.change(state),
      stateOf('MSELoss', { input: '[2.5, 0.0, 2.1, 7.8]', target: '[0.0, 0.0, 0.0, 0.0]' }),
    );
    await playground.showsLoss('tensor(17.8750)');
    await hasValue(playground.text('target'), '[0.0, 0.0, 0.0, 0.0]');
    await playground.settles();
    assert.equal(await area.evaluate((element: HTMLTextAreaElement) => element.selectionStart), 1);
  });

  it('leaves documentation and the text editor to the host', async () => {
    await playground.page.getByRole('link', { name: 'PyTorch documentation' }).click();
    await playground.page.getByRole('button', { name: 'From editor into target' }).click();
    await playground.page.waitForFunction(() => globalThis.host.received.length >= 3);
    assert.deepEqual((await playground.received()).slice(1), [
      { type: 'openDocumentation' },
      { type: 'inputFromEditor', name: 'target' },
    ]);
  });
});
