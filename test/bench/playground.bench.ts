import { execFileSync } from 'node:child_process';
import path from 'node:path';
import type { Frame, Locator } from 'playwright-core';
import { projectRoot } from '../projectRoot';
import { closeBrowser } from '../ui/browser';
import { Playground } from '../ui/playground';
import { Workbench } from '../ui/workbench';
import { frameTimes } from './frameRates';

/** Elements of each tensor, keystrokes to measure, and the goal in milliseconds. */
const sizes = [
  { elements: 10, keystrokes: 30, goal: 16 },
  { elements: 1_000, keystrokes: 30, goal: 16 },
  { elements: 100_000, keystrokes: 15, goal: 100 },
  { elements: 1_000_000, keystrokes: 8, goal: 1000 },
];
const edits = 1000;

const example = `import torch
import torch.nn as nn

loss = nn.MSELoss()(torch.tensor([1.5]), torch.tensor([1.0]))
`;
const openingGoal = 400;
/** In so many windows is each view opened. */
const windows = 5;
const frameGoal = 17;

/** Beside it a row tells what VS Code takes for the same with a webview of one line. */
const bare = { name: 'Bare Webview', selector: 'input' };
const ours = { name: 'Loss Playground', selector: 'loss-playground loss-chooser' };

/** Measures the playground in windows of VS Code and prints a table. Nothing is asserted: machines differ. */
export async function run(): Promise<void> {
  try {
    console.log('\nopening                                       median      most      goal');
    printOpenings(await openings(bare), ' VS Code alone');
    printOpenings(await openings(ours), '', openingGoal);
    const bareKeystrokes = await inWindow((workbench) => measureBareWebview(workbench));
    await inWindow(async (workbench) => {
      await workbench.page.locator('.activitybar').getByRole('tab', { name: ours.name }).click();
      const playground = await Playground.in(workbench);
      await playground.chooseLoss('HuberLoss');
      await playground.frame.evaluate(watchKeystrokes, true);
      console.log('\nkeystroke in a parameter to result painted    median       p95      goal');
      print('VS Code alone, there and back', bareKeystrokes);
      for (const size of sizes) await measureKeystrokes(workbench, playground, size);
      console.log('\nframes, of a million elements                 median       p95      goal');
      for (const { what, times } of await frameTimes(workbench, playground)) print(what, times, frameGoal);
      await measureMemory(workbench, playground);
    });
  } finally {
    await closeBrowser();
  }
}

async function inWindow<T>(measure: (workbench: Workbench) => Promise<T>): Promise<T> {
  const extensions = [path.join(projectRoot, 'test', 'bench', 'bareWebview')];
  const workbench = await Workbench.open({ files: { 'example.py': example }, extensions });
  try {
    // The extensions are there, as they are when one has been editing for a while.
    await workbench.editor.getByText('= 0.2500').waitFor();
    return await measure(workbench);
  } finally {
    await workbench.close();
  }
}

/** A webview of one line, whose extension sends back what it is sent; its keystrokes, in milliseconds. */
async function measureBareWebview(workbench: Workbench): Promise<readonly number[]> {
  await workbench.page.locator('.activitybar').getByRole('tab', { name: bare.name }).click();
  const frame = await workbench.webview('sidebar', bare.selector);
  await frame.evaluate(watchKeystrokes, false);
  return typeAndBack(frame, frame.locator(bare.selector), 60).then((times) => times.slice(30));
}

/** How long a view takes to open, in milliseconds: the first time in a window, and once more. */
interface Opening {
  readonly paint: number;
  /** Undefined for the view that has none. */
  readonly result: number | undefined;
}

/** Opens a view in several windows, twice in each: a window's first webview takes the longest. */
async function openings(view: typeof ours): Promise<readonly (readonly Opening[])[]> {
  const all: Opening[][] = [];
  for (let count = 0; count < windows; count++)
    all.push(await inWindow((workbench) => measureOpenings(workbench, view)));
  return all;
}

/** From the press that opens a view to the first paint in it, and to the playground's result. */
async function measureOpenings(workbench: Workbench, { name, selector }: typeof ours): Promise<Opening[]> {
  const { page } = workbench;
  await page.context().addInitScript(noteResult);
  const opened: Opening[] = [];
  for (const isFirst of [true, false]) {
    if (!isFirst) {
      await page.keyboard.press('ControlOrMeta+Shift+E');
      await page.locator('.explorer-viewlet:visible').first().waitFor();
      await page.waitForTimeout(1000);
    }
    const pressed = page.evaluate(pressTime);
    await page.locator('.activitybar').getByRole('tab', { name }).click();
    // asking a page whether it is there takes its time
    await page.waitForTimeout(2000);
    const frame = await workbench.webview('sidebar', selector);
    const { paint, result } = await frame.evaluate(openingTimes);
    const from = await pressed;
    opened.push({ paint: paint - from, result: result === undefined ? undefined : result - from });
  }
  return opened;
}

function printOpenings(all: readonly (readonly Opening[])[], whose: string, goal?: number): void {
  ['first', 'again'].forEach((when, index) => {
    const each = all.map((opening) => opening[index]);
    print(
      `${when}: something painted${whose}`,
      each.map((opening) => opening?.paint ?? NaN),
      goal,
    );
    const results = each.flatMap((opening) => opening?.result ?? []);
    if (results.length > 0) print(`${when}: the result is there`, results, goal);
  });
}

async function measureKeystrokes(
  workbench: Workbench,
  playground: Playground,
  { elements, keystrokes, goal }: (typeof sizes)[number],
): Promise<void> {
  const { frame } = playground;
  for (const [name, offset] of [
    ['input', 0],
    ['target', 20],
  ] as const) {
    await clearIfLong(playground, name);
    const numbers = Array.from({ length: elements }, (_, index) => ((index * 7 + offset) % 40) / 8);
    await playground.paste(name, `[${numbers.join()}]`);
  }
  await frame
    .locator('input-editor', { hasText: `(${elements},)` })
    .nth(1)
    .waitFor();
  await frame.locator('result-view .busy').waitFor({ state: 'detached' });
  const field = frame.getByRole('textbox', { name: 'delta' });
  await field.fill('1.5');
  await workbench.page.waitForTimeout(1500);
  print(`${elements.toLocaleString('en')} elements`, await typeAndBack(frame, field, keystrokes), goal);
}

/** Types a digit and takes it back, again and again; how long each keystroke took, in milliseconds. */
async function typeAndBack(frame: Frame, field: Locator, keystrokes: number): Promise<readonly number[]> {
  await frame.evaluate(() => (globalThis.keystrokes.length = 0));
  for (let stroke = 0; stroke < keystrokes; stroke++) {
    await field.press(stroke % 2 === 0 ? '5' : 'Backspace');
    await frame.waitForFunction((count) => globalThis.keystrokes.length > count, stroke, { polling: 20 });
  }
  return frame.evaluate(() => globalThis.keystrokes);
}

async function measureMemory(workbench: Workbench, playground: Playground): Promise<void> {
  for (const name of ['input', 'target']) await clearIfLong(playground, name);
  await playground.paste('input', '[2.5, 0.0, 2.1, 7.8]');
  await playground.paste('target', '[3.0, -0.5, 2.0, 7.0]');
  const field = playground.text('input');
  await field.click();
  await workbench.page.keyboard.press('End');
  await workbench.page.keyboard.press('ArrowLeft');
  console.log(
    `\nmemory in MB                                  webview   VS Code's server, extensions, workers`,
  );
  const used = await memory(workbench);
  printMemory('before', used);
  for (let edit = 1; edit <= edits; edit++) {
    await workbench.page.keyboard.press(edit % 2 === 0 ? 'Backspace' : '5');
    if (edit % (edits / 4) === 0) printMemory(`after ${edit} edits`, await memory(workbench));
  }
}

/** A text that is too long to edit has no text area to paste into. */
async function clearIfLong(playground: Playground, name: string): Promise<void> {
  if ((await playground.text(name).count()) === 0) await playground.clear(name);
}

function print(what: string, milliseconds: readonly number[], goal?: number): void {
  const sorted = [...milliseconds].sort((a, b) => a - b);
  const quantile = (part: number): string =>
    `${(sorted[Math.round(part * (sorted.length - 1))] ?? NaN).toFixed(0)} ms`.padStart(10);
  const times = sorted.length === 1 ? quantile(0) : quantile(0.5) + quantile(0.95);
  console.log(`  ${what.padEnd(42)}${times}${goal === undefined ? '' : `${goal} ms`.padStart(10)}`);
}

interface Memory {
  readonly webview: number;
  readonly server: number;
}

async function memory({ page, serverProcess }: Workbench): Promise<Memory> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return { webview: usedSize / 2 ** 20, server: residentMegabytes(serverProcess) };
}

/** Of a process and all that it started. */
function residentMegabytes(root: number): number {
  const rows = execFileSync('ps', ['-eo', 'pid=,ppid=,rss='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((row) => row.trim().split(/\s+/).map(Number));
  const members = new Set([root]);
  for (let size = 0; size < members.size;) {
    size = members.size;
    for (const [pid = 0, parent = 0] of rows) if (members.has(parent)) members.add(pid);
  }
  return rows.reduce((sum, [pid = 0, , size = 0]) => sum + (members.has(pid) ? size / 1024 : 0), 0);
}

function printMemory(when: string, { webview, server }: Memory): void {
  console.log(`  ${when.padEnd(42)}${webview.toFixed(0).padStart(9)}${server.toFixed(0).padStart(10)}`);
}

declare global {
  /** Milliseconds from each keystroke to its result being painted. */
  var keystrokes: number[];
}

/** Runs in the webview. Its answer to a key is a message, or in the playground that the shown loss changes. */
function watchKeystrokes(showsLoss: boolean): void {
  globalThis.keystrokes = [];
  let pressed: number | undefined;
  window.addEventListener('keydown', (event) => (pressed = event.timeStamp), true);
  const answered = (): void => {
    if (pressed === undefined) return;
    const from = pressed;
    pressed = undefined;
    // A task after the frame that follows: by then it is painted.
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => globalThis.keystrokes.push(performance.now() - from);
      port2.postMessage(null);
    });
  };
  if (!showsLoss) window.addEventListener('message', answered);
  else {
    const view = document.querySelector('loss-playground')?.shadowRoot?.querySelector('result-view');
    const printed = (): string | null | undefined => view?.shadowRoot?.querySelector('.printed')?.textContent;
    let before = printed();
    const look = (): void => {
      const now = printed();
      if (now !== before) answered();
      before = now;
    };
    const changes = { subtree: true, childList: true, characterData: true };
    if (view?.shadowRoot) new MutationObserver(look).observe(view.shadowRoot, changes);
  }
}

/** Runs in the window: the time of the next press of the mouse, on the clock that all frames share. */
function pressTime(): Promise<number> {
  return new Promise((resolve) => {
    window.addEventListener('pointerdown', (event) => resolve(performance.timeOrigin + event.timeStamp), {
      once: true,
      capture: true,
    });
  });
}

/** Runs in every frame as it is made: notes when the playground's result is drawn. */
function noteResult(): void {
  const timer = setInterval(() => {
    const view = document.querySelector('loss-playground')?.shadowRoot?.querySelector('result-view');
    if (!view?.shadowRoot?.querySelector('.printed')) return;
    clearInterval(timer);
    requestAnimationFrame(() => performance.mark('result'));
  }, 4);
}

/** Runs in the webview: when anything was painted first, and when the result was, on the clock that all frames share. */
function openingTimes(): { paint: number; result?: number } {
  const at = (name: string): number | undefined => performance.getEntriesByName(name)[0]?.startTime;
  const result = at('result');
  return {
    paint: performance.timeOrigin + (at('first-contentful-paint') ?? NaN),
    ...(result !== undefined && { result: performance.timeOrigin + result }),
  };
}
