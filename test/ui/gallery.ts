import { copyFile, mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { projectRoot } from '../projectRoot';
import { closeBrowser } from './browser';
import { boxOfText, type Box } from './editorText';
import { keepPictures } from './openWorkbenches';
import { Playground } from './playground';
import { statePictures } from './statePictures';
import { tabPictures } from './tabPictures';
import { openStep, walkthroughSteps, type WalkthroughStep } from './walkthroughPage';
import { themes, Workbench, type Theme, type WorkbenchOptions } from './workbench';

const gallery = path.join(projectRoot, 'out', 'gallery');
const readme = path.join(projectRoot, 'media', 'screenshots');

/** What the README's pictures are called after, by theme; the other themes are in the gallery only. */
const shown: Partial<Record<Theme, string>> = { 'Dark Modern': 'dark', 'Light Modern': 'light' };

/** Of the README's pictures: they are shown smaller than they are, and stay crisp. */
const scale = 2;

const regression = `import torch
import torch.nn as nn

y_pred = torch.tensor([2.5, 0.0, 2.1, 7.8])
y_true = torch.tensor([3.0, -0.5, 2.0, 7.0])
loss_fn = nn.MSELoss()
loss = loss_fn(y_pred, y_true)
`;

const classification = `import torch.nn as nn

criterion = nn.CrossEntropyLoss(label_smoothing=0.1)
`;

const uses = `import torch
import torch.nn as nn
import torch.nn.functional as F

x, y = torch.tensor([2.5, 0.0, 2.1]), torch.tensor([3.0, -0.5, 2.0])
smooth = nn.CrossEntropyLoss(label_smoothing=0.1, reduction='sum')
either = nn.HuberLoss(delta=2.0) if robust else nn.MSELoss()
a = either(x, y)
loss_fn = nn.SmoothL1Loss(beta=0.5)
loss = loss_fn(x, y)
divergence = F.kl_div(x.log_softmax(0), y.log_softmax(0), reduction='sum', log_target=True)
torch.manual_seed(0)
adaptive = nn.AdaptiveLogSoftmaxWithLoss(4, 6, cutoffs=[2, 4])
output = adaptive(torch.ones(2, 4), torch.tensor([0, 3]))
`;

const cells = [
  'import torch\nfrom torch import nn',
  'x = torch.tensor([2.5, 0.0, 2.1])\ny = torch.tensor([3.0, -0.5, 2.0])\nloss_fn = nn.HuberLoss(delta=2.0)',
  '%time loss = loss_fn(x, y)\nloss = loss_fn(x, y)',
];

const notebook = JSON.stringify({
  cells: cells.map((source) => ({
    cell_type: 'code',
    execution_count: null,
    metadata: {},
    outputs: [],
    source: [source],
  })),
  metadata: { language_info: { name: 'python' } },
  nbformat: 4,
  nbformat_minor: 2,
});

/** Takes the pictures of the README, and the same and more in all themes into out/gallery. */
export async function takePictures(tell: (line: string) => void): Promise<void> {
  for (const folder of [gallery, readme]) await mkdir(folder, { recursive: true });
  try {
    for (const theme of Object.keys(themes) as Theme[]) {
      tell(`${theme} ...`);
      await picture(
        theme,
        { files: { 'train.py': classification }, width: 1000, height: 720, scale },
        hoverPicture,
      );
      await picture(
        theme,
        { files: { 'example.py': regression }, width: 1100, height: 800, scale },
        resultPicture,
      );
      await picture(theme, { width: 1100, height: 800, scale }, playgroundPicture);
      // the side bar has 280 pixels, the editor without it 1,600
      await picture(theme, { width: 1652, height: 900 }, tabPictures);
      await picture(theme, { width: 1100, height: 900 }, statePictures);
      await picture(
        theme,
        {
          files: { 'uses.py': uses },
          settings: { 'lossPlayground.codeLens.enabled': true },
          width: 1000,
          height: 900,
        },
        usesPictures,
      );
      await picture(
        theme,
        { files: { 'notebook.ipynb': notebook }, show: null, width: 1000, height: 700 },
        notebookPicture,
      );
      await picture(theme, { files: { 'train.py': problem }, width: 1000, height: 800 }, problemPictures);
      await picture(theme, { files: { 'model.py': classification } }, guidePictures);
    }
  } finally {
    await closeBrowser();
  }
}

const problem = `import torch.nn as nn

model = nn.Sequential(nn.Linear(5, 3), nn.Softmax(dim=1))
criterion = nn.CrossEntropyLoss(size_average=True)


def step(x, y):
    return criterion(model(x), y)
`;

type Take = (name: string, clip?: Box) => Promise<void>;

async function hoverPicture(workbench: Workbench, take: Take): Promise<void> {
  await workbench.runCommand('View: Close Primary Side Bar');
  const hover = await workbench.hover('CrossEntropyLoss', 'CrossEntropyLoss');
  await hover.locator('img').nth(1).waitFor();
  await take('hover', around(await boxOfText(workbench.editor, 'import torch'), await hover.boundingBox()));
}

/** A problem's hover, and the explanation of its rule. */
async function problemPictures(workbench: Workbench, take: Take): Promise<void> {
  await workbench.runCommand('View: Close Primary Side Bar');
  await workbench.editor.locator('.squiggly-warning').first().waitFor();
  const hover = await workbench.hover('model', /softmax-before-cross-entropy/, 1);
  await take('problem', around(await boxOfText(workbench.editor, 'import torch'), await hover.boundingBox()));
  await workbench.hideHover();
  await workbench.placeCursor('size_average');
  await workbench.quickFix('Ignore legacy-reduction');
  await take('problem-fix');
  await workbench.page.keyboard.press('Escape');
  const again = await workbench.hover('model', /softmax-before-cross-entropy/, 1);
  await again.locator('a.code-link').click();
  await workbench.webview('editor', 'a.button');
  await take('rule');
}

/** Hovers over an argument, an instance, a name with two meanings and a hint, with lenses above the calls. */
async function usesPictures(workbench: Workbench, take: Take): Promise<void> {
  await workbench.runCommand('View: Close Primary Side Bar');
  const { editor } = workbench;
  await editor.getByText('Open in playground').first().waitFor();
  for (const [name, text, occurrence, expected] of [
    ['keyword', 'label_smoothing', 0, /Marked in the formula/],
    ['keyword-reduction', 'reduction', 0, /Marked in the formula/],
    ['candidates', 'either', 1, /One of 2 losses/],
    ['instance', 'loss_fn', 1, /SmoothL1Loss/],
    ['keyword-form', 'log_target', 0, /With log_target=False/],
    ['hint', '= 0.1', 0, /All digits/],
    ['hint-field', '.loss =', 0, /All digits/],
  ] as const) {
    const hover = await workbench.hover(text, expected, occurrence);
    await hover
      .locator(name.startsWith('hint') ? 'code' : 'img')
      .first()
      .waitFor();
    await take(name, around(await boxOfText(editor, 'import torch'), await hover.boundingBox()));
  }
}

/** The chooser's answers and an advice of it, and each step of the walkthrough. */
async function guidePictures(workbench: Workbench, take: Take): Promise<void> {
  const { page } = workbench;
  const row = (text: string) => page.locator('.quick-input-list .monaco-list-row', { hasText: text }).first();
  await workbench.runCommand('View: Close Primary Side Bar');
  await workbench.runCommand('Loss Playground: Choose a Loss...');
  await row('One class of several').waitFor();
  await take('choose');
  await row('One class of several').click();
  await row('Some are rare').click();
  await row('Insert at the cursor').waitFor();
  await take('choose-advice');
  await page.keyboard.press('Escape');
  for (const [index, title] of (Object.keys(walkthroughSteps) as WalkthroughStep[]).entries()) {
    await openStep(workbench, title);
    await page.mouse.move(5, 5);
    // the step and its picture slide in
    await page.waitForTimeout(1000);
    await take(`walkthrough-${index + 1}`);
  }
}

async function notebookPicture(workbench: Workbench, take: Take): Promise<void> {
  const { page } = workbench;
  await workbench.runCommand('Go to File...');
  await page.keyboard.type('notebook.ipynb');
  await page.locator('.quick-input-list .monaco-list-row', { hasText: 'notebook.ipynb' }).first().click();
  await workbench.runCommand('View: Close Primary Side Bar');
  await page.locator('.notebook-editor').getByText('= 0.0850').first().waitFor();
  await take('notebook', (await page.locator('.part.editor').boundingBox()) ?? undefined);
}

async function resultPicture(workbench: Workbench, take: Take): Promise<void> {
  // with the value behind the call already there, the result takes its place
  await workbench.editor.getByText('= 0.2875').waitFor();
  await workbench.placeCursor('loss_fn(');
  await workbench.runCommand('Loss Playground: Compute Loss');
  await Playground.in(workbench).then((playground) => playground.cells());
  await workbench.editor.getByText('= 0.2875').waitFor({ state: 'hidden' });
  await take('window');
  const [first, last] = [
    await boxOfText(workbench.editor, 'import torch'),
    await boxOfText(workbench.editor, 'loss_fn('),
  ];
  // the result is drawn behind the text of its line
  await take('inline', around(first, { ...last, width: 380 }));
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
async function picture(
  theme: Theme,
  options: WorkbenchOptions,
  make: (workbench: Workbench, take: Take) => Promise<void>,
): Promise<void> {
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

/** The smallest rectangle that holds both, with a margin, and the line numbers to the left of the first. */
function around(text: Box, other: Box | null): Box {
  const boxes = other === null ? [text] : [text, other];
  const x = text.x - 56;
  const y = Math.min(...boxes.map((box) => box.y)) - 4;
  return {
    x,
    y,
    width: Math.max(...boxes.map((box) => box.x + box.width)) + 16 - x,
    height: Math.max(...boxes.map((box) => box.y + box.height)) + 16 - y,
  };
}
