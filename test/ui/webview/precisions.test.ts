import assert from 'node:assert/strict';
import type { PlaygroundState } from '../../../src/protocol/messages';
import { eventually } from '../eventually';
import { PlaygroundPage, type PlaygroundPageOptions } from './playgroundPage';
import { fourPredictions, stateOf } from './states';

describe('the same call in each dtype', () => {
  let playground: PlaygroundPage;

  async function open(state: PlaygroundState, options: PlaygroundPageOptions = {}): Promise<PlaygroundPage> {
    playground = await PlaygroundPage.open({ state: { ...state, tab: 'precisions' }, ...options });
    await playground.page.locator('precisions-view table').waitFor();
    return playground;
  }

  /** The cells of the row of a dtype. */
  async function row(dtype: string): Promise<readonly string[]> {
    return playground.page
      .getByRole('row')
      .filter({ has: playground.page.getByRole('rowheader').getByText(dtype, { exact: true }) })
      .getByRole('cell')
      .allInnerTexts();
  }

  /** What is told about a dtype below the table. */
  async function told(dtype: string): Promise<string> {
    return playground.page.locator(`dt:text-is("${dtype}") + dd`).innerText();
  }

  afterEach(async () => {
    assert.deepEqual(playground.complaints, []);
    await playground.close();
  });

  it('is a table of loss, error and gradient', async () => {
    await open(fourPredictions, { width: 1200 });
    await eventually(async () => assert.deepEqual(await row('float64'), ['0.28750007', '', '0.75829', '']));
    assert.deepEqual((await row('bfloat16'))[0], '0.29296875');
    await playground.page.getByText('Nothing overflows, underflows or loses its gradient.').waitFor();
    const own = playground.page.getByRole('rowheader').filter({ hasText: 'the dtype of this call' });
    assert.match(await own.innerText(), /^float32/);
  });

  it('tells what overflows, underflows and loses its gradient', async () => {
    await open(stateOf('MSELoss', { input: '[300.0, 1e-9]', target: '[0.0, 0.0]' }));
    const text = await told('float16');
    for (const finding of [
      'input underflows to 0 before anything is computed (1 of 2 elements, first at [1]: 1e-09 in float64)',
      'The losses overflow (1 of 2 elements, first at [0]: 90000 in float64)',
      'The loss overflows (45000 in float64)',
      'The gradient of input is lost: it is 0 (1 of 2 elements, first at [1]: 1e-09 in float64)',
    ])
      assert.ok(text.includes(finding), `${finding}: ${text}`);
    assert.equal(await playground.page.locator('precisions-view dt').count(), 1);
  });

  it("has PyTorch's error where it refuses a dtype", async () => {
    await open(
      stateOf('CTCLoss', {
        log_probs: '[[[-0.1, -2.4]], [[-3.0, -0.05]]]',
        targets: '[[1]]',
        input_lengths: '[2]',
        target_lengths: '[1]',
      }),
    );
    assert.equal((await row('float16'))[0], 'refused');
    assert.match(await told('float16'), /"ctc_loss_cpu" not implemented for 'Half'/);
  });

  it('stands in a side bar of 280 pixels without scrolling, each number under its own name', async () => {
    const { page } = await open(stateOf('MSELoss', { input: '[300.0, 1e-9]', target: '[0.0, 0.0]' }), {
      width: 280,
    });
    const table = page.getByRole('region', { name: 'The same call in each dtype' });
    await eventually(async () =>
      assert.equal(await table.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth), 0),
    );
    assert.deepEqual(await row('float16'), ['inf', 'inf', '424.26', '1e-09']);
    const labels = await table
      .locator('tbody tr')
      .last()
      .locator('td')
      .evaluateAll((cells) => cells.map((cell) => getComputedStyle(cell, '::before').content));
    assert.deepEqual(labels, [
      '"Loss" / ""',
      '"Loss error" / ""',
      '"Norm of all gradients" / ""',
      '"Gradient error" / ""',
    ]);
  });
});
