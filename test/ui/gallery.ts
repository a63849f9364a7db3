import { copyFile, mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { projectRoot } from '../projectRoot';
import { closeBrowser } from './browser';
import {
  hoverPicture,
  longHoverPictures,
  notebookPicture,
  problemPictures,
  resultPicture,
  sources,
  usesPictures,
} from './editorPictures';
import type { Box } from './editorText';
import { guidePictures, pickPictures } from './guidePictures';
import { keepPictures } from './openWorkbenches';
import { Playground } from './playground';
import { sizePictures } from './sizePictures';
import { statePictures } from './statePictures';
import { tabPictures } from './tabPictures';
import type { Take } from './take';
import { themes, Workbench, type Theme, type WorkbenchOptions } from './workbench';

/** Pictures that are taken in one window. */
interface PictureSet extends WorkbenchOptions {
  readonly make: (workbench: Workbench, take: Take) => Promise<void>;
}

const gallery = path.join(projectRoot, 'out', 'gallery');
const readme = path.join(projectRoot, 'media', 'screenshots');

/** What the README's pictures are called after, by theme; the other themes are in the gallery only. */
const shown: Partial<Record<Theme, string>> = { 'Dark Modern': 'dark', 'Light Modern': 'light' };

/** Of the README's pictures: they are shown smaller than they are, and stay crisp. */
const scale = 2;

const sets: Readonly<Record<string, PictureSet>> = {
  hover: {
    files: { 'train.py': sources.classification },
    width: 1000,
    height: 720,
    scale,
    make: hoverPicture,
  },
  result: {
    files: { 'example.py': sources.regression },
    width: 1100,
    height: 800,
    scale,
    make: resultPicture,
  },
  playground: { width: 1240, height: 900, scale, make: playgroundPicture },
  // the side bar has 280 pixels, the editor without it 1,600
  tabs: { width: 1652, height: 900, make: tabPictures },
  states: { width: 1100, height: 900, make: statePictures },
  sizes: { width: 1100, height: 900, make: sizePictures },
  uses: {
    files: { 'uses.py': sources.uses },
    settings: { 'lossPlayground.codeLens.enabled': true },
    width: 1000,
    height: 900,
    make: usesPictures,
  },
  longHovers: { files: { 'long.py': sources.long }, width: 1000, height: 900, make: longHoverPictures },
  notebook: {
    files: { 'notebook.ipynb': sources.notebook },
    show: null,
    width: 1000,
    height: 700,
    make: notebookPicture,
  },
  problems: { files: { 'train.py': sources.problem }, width: 1000, height: 800, make: problemPictures },
  picks: { files: { 'uses.py': sources.uses }, width: 1000, height: 700, make: pickPictures },
  guide: { files: { 'model.py': sources.classification }, make: guidePictures },
};

/**
 * Takes the pictures of the README, and the same and more in all themes into out/gallery.
 * @param wanted names of sets, and classes of themes such as `hc-light`: only these; left out, all
 */
export async function takePictures(tell: (line: string) => void, wanted: readonly string[]): Promise<void> {
  const chosen = <T>(all: readonly T[], nameOf: (each: T) => string): readonly T[] => {
    const named = all.filter((each) => wanted.includes(nameOf(each)));
    return named.length > 0 ? named : all;
  };
  const names = Object.keys(sets);
  const unknown = wanted.filter((each) => ![...names, ...Object.values<string>(themes)].includes(each));
  if (unknown.length > 0)
    throw new Error(
      `No pictures ${unknown.join(', ')}. There are ${names.join(', ')}, in ${Object.values(themes).join(', ')}.`,
    );
  for (const folder of [gallery, readme]) await mkdir(folder, { recursive: true });
  try {
    for (const theme of chosen(Object.keys(themes) as Theme[], (each) => themes[each])) {
      for (const [name, { make, ...options }] of chosen(Object.entries(sets), ([each]) => each)) {
        tell(`${theme}: ${name} ...`);
        await takeSet(theme, options, make);
      }
    }
  } finally {
    await closeBrowser();
  }
}

async function playgroundPicture(workbench: Workbench, take: Take): Promise<void> {
  await workbench.runCommand('Loss Playground: Open Playground');
  const playground = await Playground.in(workbench);
  await playground.chooseLoss('CrossEntropyLoss');
  await playground.button('Smoothing and class weights').click();
  await playground.cells();
  await workbench.runCommand('Loss Playground: Open Playground in Editor');
  await workbench.runCommand('View: Close Primary Side Bar');
  const editor = await Playground.in(workbench, 'editor');
  await editor.cells();
  await take('playground', (await workbench.page.locator('.part.editor').boundingBox()) ?? undefined);
}

/** Opens a window for pictures of it. The README's are copied from the gallery. */
async function takeSet(theme: Theme, options: WorkbenchOptions, make: PictureSet['make']): Promise<void> {
  const workbench = await Workbench.open({ ...options, theme, settings: { ...plain, ...options.settings } });
  try {
    await make(workbench, (name, clip) => save(workbench.page, theme, name, clip));
  } catch (error) {
    await keepPictures(`gallery ${theme}`);
    throw error;
  } finally {
    await workbench.close();
  }
}

const plain = {
  'breadcrumbs.enabled': false,
  'editor.minimap.enabled': false,
  'editor.occurrencesHighlight': 'off',
  'editor.renderLineHighlight': 'none',
  'window.title': 'Loss Playground for PyTorch',
};

async function save(page: Page, theme: Theme, name: string, clip?: Box): Promise<void> {
  const file = path.join(gallery, `${name}-${themes[theme]}.png`);
  await page.screenshot({ path: file, caret: 'hide', ...(clip === undefined ? {} : { clip }) });
  const suffix = shown[theme];
  if (suffix !== undefined && ['hover', 'inline', 'playground'].includes(name))
    await copyFile(file, path.join(readme, `${name}-${suffix}.png`));
}
