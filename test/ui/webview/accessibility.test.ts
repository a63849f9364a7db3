import assert from 'node:assert/strict';
import { violations } from '../axe';
import { eventually } from '../eventually';
import { PlaygroundPage, pageThemes, type PageTheme } from './playgroundPage';
import { everyState } from './everyState';
import { showsTab, type Tab } from './shownTab';
import { fourPredictions } from './states';

for (const [name, state] of Object.entries(everyState)) {
  describe(`axe finds nothing wrong with ${name}`, () => {
    let playground: PlaygroundPage;
    before(async () => {
      playground = await PlaygroundPage.open({ state });
      const { page } = playground;
      await page.locator('result-view').locator('.printed, .error, .missing').first().waitFor();
      if (await page.locator('result-view .printed').isVisible())
        await showsTab(playground, state.tab as Tab);
    });
    after(() => playground.close());

    for (const theme of pageThemes) {
      it(`in ${theme}`, async () => {
        await playground.setTheme(theme);
        assert.deepEqual(await violations(playground.page), []);
        assert.deepEqual(playground.complaints, []);
      });
    }
  });
}

describe('axe finds nothing wrong with what opens', () => {
  let playground: PlaygroundPage;
  before(async () => {
    playground = await PlaygroundPage.open({ width: 280, state: fourPredictions });
    await playground.page.getByText('Deprecated: size_average, reduce').click();
    await playground.page.getByRole('button', { name: 'Table for input' }).click();
    await playground.page.getByRole('button', { name: 'Random into target' }).click();
    await playground.page.getByRole('grid', { name: 'input as a table' }).waitFor();
    await playground.page.getByRole('combobox', { name: 'Loss', exact: true }).click();
    await playground.page.getByRole('option').first().waitFor();
  });
  after(() => playground.close());

  for (const theme of pageThemes) {
    it(`in ${theme}`, async () => {
      await playground.setTheme(theme);
      assert.deepEqual(await violations(playground.page), []);
    });
  }
});

describe('axe finds nothing wrong with the last result, while the text cannot be read', () => {
  let playground: PlaygroundPage;
  before(async () => {
    playground = await PlaygroundPage.open({ state: everyState['weights and smoothing'] });
    await showsTab(playground, 'gradient');
    await playground.text('target').fill('[0, x]');
    await playground.page.locator('result-view .stale').waitFor();
  });
  after(() => playground.close());

  for (const theme of pageThemes) {
    it(`in ${theme}`, async () => {
      await playground.setTheme(theme);
      assert.deepEqual(await violations(playground.page), []);
    });
  }
});

describe('the keyboard alone', () => {
  it('reaches everything in the order of reading, with a visible focus', async () => {
    const playground = await PlaygroundPage.open({ state: fourPredictions });
    await playground.showsLoss('tensor(0.2875)');
    await showsTab(playground, 'gradient');
    await playground.settles();
    const stops: string[] = [];
    for (let press = 0; press < 40; press++) {
      await playground.page.keyboard.press('Tab');
      const stop = await playground.page.evaluate(focused);
      if (stop === undefined) break;
      assert.ok(stop.visible, `the focus cannot be seen on ${stop.name}`);
      stops.push(stop.name.replace(/: (?!size_average).*/, ': '));
    }
    assert.deepEqual(stops, [
      'Undo',
      'Redo',
      'Share as text',
      'Loss',
      'PyTorch documentation',
      'When to use it',
      'Help me choose',
      'mean',
      'Deprecated: size_average, reduce',
      'Four predictions',
      'Unreduced, a batch of three',
      'dtype of input',
      'input: ',
      'From editor into input',
      'From file into input',
      'Random into input',
      'Table for input',
      'Clear input',
      'dtype of target',
      'target: ',
      'From editor into target',
      'From file into target',
      'Random into target',
      'Table for target',
      'Clear target',
      'Copy value',
      'Copy as PyTorch',
      'Insert at cursor',
      'History (0)',
      'Gradient',
      'input',
      'Gradient with respect to input',
      'Copy all Gradient with respect to input',
      'Copy as',
    ]);
    await playground.close();
  });
});

describe('the keyboard alone, in the tab', () => {
  for (const [tab, name] of [
    ['Steps', 'the softmax of a loss, step by step'],
    ['Curve', 'a curve with another over it'],
    ['Descend', 'a descent that diverges'],
    ['Compare', 'a comparison'],
    ['Precision', 'the call in each dtype'],
  ] as const) {
    it(`${tab} reaches everything, with a visible focus`, async () => {
      const playground = await PlaygroundPage.open({ state: everyState[name] });
      const { page } = playground;
      await showsTab(playground, everyState[name].tab as Tab);
      await playground.settles();
      await page.getByRole('tab', { name: tab }).focus();
      for (;;) {
        await page.keyboard.press('Tab');
        const stop = await page.evaluate(focused);
        if (stop === undefined) break;
        assert.ok(stop.visible, `the focus cannot be seen on ${stop.name}`);
        await page.evaluate(markFocused);
      }
      assert.deepEqual(await page.evaluate(unreached), []);
      await playground.close();
    });
  }
});

/** Runs in the page: marks what has the focus, and what that is in. */
function markFocused(): void {
  for (let at = document.activeElement; at; at = at.shadowRoot?.activeElement ?? null)
    at.toggleAttribute('data-reached', true);
}

/** Runs in the page: what of the shown tab can take the focus and is not marked. */
function unreached(): readonly string[] {
  const all = (root: ParentNode): Element[] =>
    [...root.querySelectorAll('*')].flatMap((each) => [
      each,
      ...(each.shadowRoot ? all(each.shadowRoot) : []),
    ]);
  const panel = all(document).find((each) => each.role === 'tabpanel' && each.checkVisibility());
  return all(panel ?? document)
    .filter((each): each is HTMLElement => each instanceof HTMLElement)
    .filter(
      (each) => each.tabIndex >= 0 && each.checkVisibility() && !each.matches(':disabled, [data-reached]'),
    )
    .map(({ outerHTML }) => outerHTML.slice(0, 100));
}

/** Runs in the page: the name of the element with the focus, and whether a line in the focus colour shows it. */
function focused(): { readonly name: string; readonly visible: boolean } | undefined {
  if (!document.activeElement || document.activeElement === document.body) return undefined;
  const path = [document.activeElement];
  for (let inner = path[0]?.shadowRoot?.activeElement; inner; inner = inner.shadowRoot?.activeElement)
    path.push(inner);
  const innermost = path.at(-1);
  const host = path.at(-2);
  const label = innermost?.closest('label');
  // A control of the toolkit is named on its host and draws its focus inside of it.
  const named = [label, innermost, host].filter((each) => each !== null && each !== undefined);
  const name = named
    .map((each) => (each.getAttribute('aria-label') ?? each.textContent).replace(/\s+/g, ' ').trim())
    .find((text) => text !== '');
  const probe = document.createElement('i');
  probe.style.color = 'var(--vscode-focusBorder)';
  document.body.append(probe);
  const focusColour = getComputedStyle(probe).color;
  probe.remove();
  const drawn = [...named, ...(host?.shadowRoot?.querySelectorAll('*') ?? [])];
  const visible = drawn.some((each) => {
    const { outlineStyle, outlineColor, borderColor } = getComputedStyle(each);
    return (outlineStyle !== 'none' && outlineColor === focusColour) || borderColor.includes(focusColour);
  });
  return { name: name ?? '', visible };
}

const sizes: readonly (readonly [number, PageTheme])[] = [
  [280, 'dark'],
  [420, 'light'],
  [720, 'hc-dark'],
  [1600, 'hc-light'],
];
describe('the layout', () => {
  for (const [width, theme] of sizes) {
    it(`fits ${width} pixels`, async () => {
      const playground = await PlaygroundPage.open({
        width,
        theme,
        state: everyState['weights and smoothing'],
      });
      await playground.page.getByRole('grid').waitFor();
      await eventually(async () => {
        const overflow = await playground.page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        assert.equal(overflow, 0);
        const result = await playground.page.locator('result-view').boundingBox();
        const inputs = await playground.page.locator('input-editor').first().boundingBox();
        assert.ok(result && inputs);
        if (width >= 720) assert.ok(result.x > inputs.x + inputs.width, 'result beside the inputs');
        else assert.ok(result.y > inputs.y, 'result below the inputs');
      });
      await playground.close();
    });
  }

  it('keeps everything readable where the system forces its colours', async () => {
    const playground = await PlaygroundPage.open({ forcedColors: 'active', state: fourPredictions });
    await playground.showsLoss('tensor(0.2875)');
    await playground.hasCells(['-0.2500', '0.2500', '0.0500', '0.4000']);
    const [text, background] = await playground.page
      .getByRole('gridcell')
      .first()
      .evaluate((cell) => {
        const { color, backgroundColor } = getComputedStyle(cell);
        return [color, backgroundColor];
      });
    assert.notEqual(text, background);
    await playground.page.getByRole('radio', { name: 'sum' }).click();
    const field = (name: string) =>
      playground.page
        .locator(`parameter-field${name}`)
        .first()
        .evaluate((each) => {
          const { borderLeftColor } = getComputedStyle(each);
          return borderLeftColor === getComputedStyle(document.documentElement).backgroundColor;
        });
    await playground.page.locator('parameter-field[changed]').waitFor();
    assert.equal(await field('[changed]'), false, 'the line beside what was changed');
    await playground.page.getByText('Deprecated: ').click();
    assert.equal(await field(':not([changed])'), true, 'no line beside a default');
    await playground.close();
  });
});
