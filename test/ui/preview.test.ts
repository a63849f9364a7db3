import assert from 'node:assert/strict';
import { Playground } from './playground';
import { Workbench } from './workbench';

/** Where a text stands: left, top, width and height of its box, in CSS pixels. */
type Place = readonly [number, number, number, number];

interface Preview {
  readonly name: string;
  readonly summary: string;
  readonly namePlace: Place;
  readonly summaryPlace: Place;
}

describe('what the playground shows before its script has come', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await Workbench.open({ files: { 'empty.py': '\n' }, width: 1700 });
    await workbench.page.context().addInitScript(notePreview);
  });
  after(() => workbench.close());

  for (const [part, command] of [
    ['sidebar', 'Loss Playground: Open Playground'],
    ['editor', 'Loss Playground: Open Playground in Editor'],
  ] as const) {
    it(`is the loss, where it stays, in the ${part}`, async () => {
      await workbench.runCommand(command);
      const { frame, loss } = await Playground.in(workbench, part);
      await loss.waitFor();
      const before = await frame.evaluate(() => globalThis.preview);
      assert.deepEqual(before, await frame.evaluate(shownLoss));
      assert.equal(before?.name, 'MSELoss');
    });
  }
});

declare global {
  var preview: Preview | undefined;
}

/** Runs in every frame as it is made: keeps what stands in the page before the interface is there. */
function notePreview(): void {
  const place = (element: Element | null | undefined): [number, number, number, number] => {
    const { left, top, width, height } = element?.getBoundingClientRect() ?? new DOMRect();
    return [left, top, width, height];
  };
  const timer = setInterval(() => {
    if (document.querySelector('loss-playground')?.shadowRoot) {
      clearInterval(timer);
      return;
    }
    const name = document.querySelector('.preview .loss');
    const summary = document.querySelector('.preview p');
    if (!name || !summary) return;
    globalThis.preview = {
      name: name.textContent,
      summary: summary.textContent,
      namePlace: place(name),
      summaryPlace: place(summary),
    };
  }, 4);
}

/** Runs in the page: the same of the interface. */
function shownLoss(): Preview | undefined {
  const root = document.querySelector('loss-playground')?.shadowRoot;
  const field = root?.querySelector('loss-chooser')?.shadowRoot?.querySelector('input');
  const summary = root?.querySelector('.setup section > p');
  if (!field || !summary) return undefined;
  const place = (element: Element): [number, number, number, number] => {
    const { left, top, width, height } = element.getBoundingClientRect();
    return [left, top, width, height];
  };
  return {
    name: field.value,
    summary: summary.textContent,
    namePlace: place(field),
    summaryPlace: place(summary),
  };
}
