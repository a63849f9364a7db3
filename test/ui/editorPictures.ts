import { boxOfText, type Box } from './editorText';
import { notebookOf } from './notebook';
import { Playground } from './playground';
import type { Take } from './take';
import type { Workbench } from './workbench';

const cells = [
  'import torch\nfrom torch import nn',
  'x = torch.tensor([2.5, 0.0, 2.1])\ny = torch.tensor([3.0, -0.5, 2.0])\nloss_fn = nn.HuberLoss(delta=2.0)',
  '%time loss = loss_fn(x, y)\nloss = loss_fn(x, y)',
];

/** What the pictures' editors show. */
export const sources = {
  regression: `import torch
import torch.nn as nn

y_pred = torch.tensor([2.5, 0.0, 2.1, 7.8])
y_true = torch.tensor([3.0, -0.5, 2.0, 7.0])
loss_fn = nn.MSELoss()
loss = loss_fn(y_pred, y_true)
`,
  classification: `import torch.nn as nn

criterion = nn.CrossEntropyLoss(label_smoothing=0.1)
`,
  uses: `import torch
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
infinite = F.poisson_nll_loss(torch.tensor([100.0]), torch.tensor([1.0]))
refused = F.cross_entropy(torch.zeros(2, 3), torch.tensor([0, 3]))
`,
  long: `import torch
import torch.nn as nn
import torch.nn.functional as F

weight = torch.tensor([0.2, 1.0, 3.0])
a = nn.CrossEntropyLoss(weight=weight, ignore_index=-1, label_smoothing=0.1, reduction='sum')
b = nn.CTCLoss(blank=2, zero_infinity=True)
c = nn.AdaptiveLogSoftmaxWithLoss(512, 20000, cutoffs=[2000, 10000], div_value=2.0, head_bias=True)
d = nn.TripletMarginWithDistanceLoss(distance_function=F.pairwise_distance, margin=0.5, swap=True)
e = F.poisson_nll_loss(torch.ones(3), torch.ones(3), log_input=False, full=True)
`,
  problem: `import torch.nn as nn

model = nn.Sequential(nn.Linear(5, 3), nn.Softmax(dim=1))
criterion = nn.CrossEntropyLoss(size_average=True)


def step(x, y):
    return criterion(model(x), y)
`,
  notebook: notebookOf(cells),
};

/** The hover over a loss. */
export async function hoverPicture(workbench: Workbench, take: Take): Promise<void> {
  await workbench.runCommand('View: Close Primary Side Bar');
  await takeHover(workbench, take, ['hover', 'CrossEntropyLoss', 0, 'CrossEntropyLoss']);
}

/** A hover to take: the picture's name, the text and its occurrence, what the hover says. */
type Hovered = readonly [name: string, text: string, occurrence: number, expected: string | RegExp];

async function takeHover(
  workbench: Workbench,
  take: Take,
  [name, text, occurrence, expected]: Hovered,
): Promise<void> {
  const hover = await workbench.hover(text, expected, occurrence);
  await hover
    .locator(name.startsWith('hint') ? 'code' : 'img')
    .first()
    .waitFor();
  await fadesIn(workbench);
  await take(name, around(await boxOfText(workbench.editor, 'import torch'), await hover.boundingBox()));
}

/** Waits until what comes into sight little by little is there. */
async function fadesIn({ page }: Workbench): Promise<void> {
  await page.evaluate(async () => {
    const ending = document
      .getAnimations()
      .filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
    await Promise.allSettled(ending.map(({ finished }) => finished));
  });
}

/** A problem's hover, its quick fixes, and the explanation of its rule. */
export async function problemPictures(workbench: Workbench, take: Take): Promise<void> {
  await workbench.runCommand('View: Close Primary Side Bar');
  await workbench.editor.locator('.squiggly-warning').first().waitFor();
  const hover = await workbench.hover('model', /softmax-before-cross-entropy/, 1);
  await fadesIn(workbench);
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

/** Hovers over arguments, instances, a functional, a name with two meanings and a hint, with lenses above the calls. */
export async function usesPictures(workbench: Workbench, take: Take): Promise<void> {
  await workbench.runCommand('View: Close Primary Side Bar');
  await workbench.editor.getByText('Open in playground').first().waitFor();
  const hovered: readonly Hovered[] = [
    ['keyword', 'label_smoothing', 0, /Marked in the formula/],
    ['keyword-reduction', 'reduction', 0, /Marked in the formula/],
    ['candidates', 'either', 1, /One of 2 losses/],
    ['instance', 'loss_fn', 1, /SmoothL1Loss/],
    ['functional', 'kl_div', 0, /KLDivLoss|kl_div/],
    ['assigned', 'loss', 1, /0\.\d+/],
    ['keyword-form', 'log_target', 0, /With log_target=False/],
    ['hint', '= 0.1', 0, /All digits/],
    ['hint-field', '.loss =', 0, /All digits/],
    ['infinite', 'poisson_nll_loss', 0, /too large for float32/],
    ['refused', 'cross_entropy', 0, /class indices go from 0 to 2/],
  ];
  for (const each of hovered) await takeHover(workbench, take, each);
}

/** Hovers over the losses with the most parameters. */
export async function longHoverPictures(workbench: Workbench, take: Take): Promise<void> {
  await workbench.runCommand('View: Close Primary Side Bar');
  const hovered: readonly Hovered[] = [
    ['long-cross-entropy', 'CrossEntropyLoss', 0, 'CrossEntropyLoss'],
    ['long-ctc', 'CTCLoss', 0, 'CTCLoss'],
    ['long-adaptive', 'AdaptiveLogSoftmaxWithLoss', 0, 'AdaptiveLogSoftmaxWithLoss'],
    ['long-triplet', 'TripletMarginWithDistanceLoss', 0, 'TripletMarginWithDistanceLoss'],
    ['long-poisson', 'poisson_nll_loss', 0, 'poisson_nll_loss'],
  ];
  for (const each of hovered) await takeHover(workbench, take, each);
}

/** Hints in the cells of a notebook. */
export async function notebookPicture(workbench: Workbench, take: Take): Promise<void> {
  const { page } = workbench;
  await workbench.runCommand('Go to File...');
  await page.keyboard.type('notebook.ipynb');
  await page.locator('.quick-input-list .monaco-list-row', { hasText: 'notebook.ipynb' }).first().click();
  await workbench.runCommand('View: Close Primary Side Bar');
  await page.locator('.notebook-editor').getByText('= 0.0850').first().waitFor();
  await take('notebook', (await page.locator('.part.editor').boundingBox()) ?? undefined);
}

/** Compute Loss: its result beside the line, and the playground with the call. */
export async function resultPicture(workbench: Workbench, take: Take): Promise<void> {
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
