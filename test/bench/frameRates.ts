import type { Locator } from 'playwright-core';
import type { Playground } from '../ui/playground';
import type { Workbench } from '../ui/workbench';

/** Frames during something, by how long each took, in milliseconds. */
export interface FrameTimes {
  readonly what: string;
  readonly times: readonly number[];
}

const frames = 120;

/** How long frames take while one scrolls and points at what a million elements fill. The playground shows them. */
export async function frameTimes(
  { page }: Workbench,
  playground: Playground,
): Promise<readonly FrameTimes[]> {
  const { frame } = playground;
  const measured: FrameTimes[] = [];
  for (const tab of ['Gradient', 'Elements']) {
    await playground.showTab(tab);
    const grid = frame.getByRole('grid');
    await frame.getByRole('gridcell').first().waitFor();
    await grid.scrollIntoViewIfNeeded();
    measured.push({
      what: `${tab}: scrolling`,
      times: await grid.evaluate(recordFrames, [frames, 57] as const),
    });
    measured.push({ what: `${tab}: pointing`, times: await whilePointing(grid) });
  }
  await playground.showTab('Curve');
  const plot = frame.locator('line-plot').first();
  await plot.locator('path.line').first().waitFor();
  await plot.scrollIntoViewIfNeeded();
  measured.push({ what: 'Curve: pointing', times: await whilePointing(plot) });
  return measured;

  async function whilePointing(over: Locator): Promise<readonly number[]> {
    const box = await over.boundingBox();
    if (!box) throw new Error('There is nothing to point at.');
    const times = over.evaluate(recordFrames, [frames, 0] as const);
    for (let step = 0; step < frames; step++)
      await page.mouse.move(
        box.x + 20 + ((step * 7) % (box.width - 40)),
        box.y + box.height / 2 + (step % 40),
      );
    return times;
  }
}

/** Runs in the webview: how long each of so many frames takes, while it scrolls on in each by so many pixels. */
function recordFrames(scroller: Element, [count, step]: readonly [number, number]): Promise<number[]> {
  return new Promise((resolve) => {
    const times: number[] = [];
    let before = performance.now();
    const next = (): void => {
      const now = performance.now();
      times.push(now - before);
      before = now;
      if (step > 0) scroller.scrollTop += step;
      if (times.length < count) requestAnimationFrame(next);
      else resolve(times);
    };
    requestAnimationFrame(next);
  });
}
