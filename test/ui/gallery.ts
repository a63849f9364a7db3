import { copyFile, mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { projectRoot } from '../projectRoot';
import { closeBrowser } from './browser';
import { boxOfText, type Box } from './editorText';
import { Playground } from './playground';
import { themes, Workbench, type Theme } from './workbench';

const gallery = path.join(projectRoot, 'out', 'gallery');
const readme = path.join(projectRoot, 'media', 'screenshots');

/** What the README's pictures are called after, by theme; the other themes are in the gallery only. */
const shown: Partial<Record<Theme, string>> = { 'Dark Modern': 'dark', 'Light Modern': 'light' };

/** Takes the pictures of the README, and the same and more in all themes into out/gallery. */
export async function takePictures(tell: (line: string) => void): Promise<void> {
  for (const folder of [gallery, readme]) await mkdir(folder, { recursive: true });
  const example = await readFile(path.join(projectRoot, 'media', 'example.py'), 'utf8');
  try {
    for (const theme of Object.keys(themes) as Theme[]) {
      tell(`${theme} ...`);
      await picturesOfCode(theme, example);
      await picturesOfPlayground(theme, example);
    }
  } finally {
    await closeBrowser();
  }
}

async function picturesOfCode(theme: Theme, example: string): Promise<void> {
  const workbench = await Workbench.open({
    ...appearance,
    theme,
    files: { 'example.py': example },
    width: 900,
    height: 700,
  });
  try {
    const { page } = workbench;
    await workbench.runCommand('View: Close Primary Side Bar');
    const hover = await workbench.hover('CrossEntropyLoss', 'CrossEntropyLoss');
    await hover.locator('img').first().waitFor();
    await take(
      page,
      theme,
      'hover',
      around(await hover.boundingBox(), await boxOfText(workbench.editor, 'label_smoothing')),
    );
    await workbench.hideHover();
    await workbench.placeCursor('loss_fn', 1);
    await workbench.runCommand('Loss Playground: Compute Loss');
    const result = workbench.editor.getByText('tensor(0.2875)');
    await result.waitFor();
    await workbench.runCommand('View: Close Primary Side Bar');
    const [first, last] = [await boxOfText(workbench.editor, 'y_pred'), await result.boundingBox()];
    await take(page, theme, 'inline', around(first, last));
  } finally {
    await workbench.close();
  }
}

async function picturesOfPlayground(theme: Theme, example: string): Promise<void> {
  const workbench = await Workbench.open({
    ...appearance,
    theme,
    files: { 'example.py': example },
    width: 1200,
    height: 900,
  });
  try {
    await workbench.placeCursor('criterion(');
    await workbench.runCommand('Loss Playground: Compute Loss');
    const playground = await Playground.in(workbench);
    await playground.cells();
    await take(workbench.page, theme, 'window');
    await workbench.runCommand('Loss Playground: Open Playground in Editor');
    await workbench.runCommand('View: Close Primary Side Bar');
    const editor = await Playground.in(workbench);
    await editor.cells();
    await take(workbench.page, theme, 'playground');
  } finally {
    await workbench.close();
  }
}

const appearance = {
  scale: 1,
  settings: {
    'breadcrumbs.enabled': false,
    'editor.minimap.enabled': false,
    'editor.renderLineHighlight': 'none',
    'window.title': 'Loss Playground for PyTorch',
  },
};

/** A picture of the page, or of a part of it, into the gallery; the README's are copied from there. */
async function take(page: Page, theme: Theme, name: string, clip?: Box): Promise<void> {
  const file = path.join(gallery, `${name}-${themes[theme]}.png`);
  await page.screenshot({ path: file, caret: 'hide', ...(clip === undefined ? {} : { clip }) });
  const suffix = shown[theme];
  if (suffix !== undefined && name !== 'window')
    await copyFile(file, path.join(readme, `${name}-${suffix}.png`));
}

/** The smallest rectangle with a margin that holds both. */
function around(...boxes: (Box | null)[]): Box {
  const margin = 16;
  const real = boxes.filter((box) => box !== null);
  const x = Math.max(0, Math.min(...real.map((box) => box.x)) - 4 * margin);
  const y = Math.max(0, Math.min(...real.map((box) => box.y)) - margin);
  return {
    x,
    y,
    width: Math.max(...real.map((box) => box.x + box.width)) + margin - x,
    height: Math.max(...real.map((box) => box.y + box.height)) + margin - y,
  };
}
