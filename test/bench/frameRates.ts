import type { Frame, Locator } from 'playwright-core';
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
    measured.push({ what: `${tab}: scrolling`, times: await grid.evaluate(scrollFrames, frames) });
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
    const times = recordFrames(frame);
    for (let step = 0; step < frames; step++)
      await page.mouse.move(
        box.x + 20 + ((step * 7) % (box.width - 40)),
        box.y + box.height / 2 + (step % 40),
      );
    return times;
  }
}

async function recordFrames(frame: Frame): Promise<readonly number[]> {
  return frame.evaluate(
    (count) =>
      new Promise<number[]>((resolve) => {
        const times: number[] = [];
        let before = performance.now();
        const next = (): void => {
          const now = performance.now();
          times.push(now - before);
          before = now;
          if (times.length < count) requestAnimationFrame(next);
          else resolve(times);
        };
        requestAnimationFrame(next);
      }),
    frames,
  );
}

/** Runs in the webview: scrolls on in every frame. */
function scrollFrames(scroller: Element, count: number): Promise<number[]> {
  return new Promise((resolve) => {
    const times: number[] = [];
    let before = performance.now();
    const next = (): void => {
      const now = performance.now();
      times.push(now - before);
      before = now;
      scroller.scrollTop += 57;
      if (times.length < count) requestAnimationFrame(next);
      else resolve(times);
    };
    requestAnimationFrame(next);
  });
}
