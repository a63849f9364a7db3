// npm run bench:editor: how long the editor waits for answers about a 10,000-line file.
import { lossCalls, evaluateCall, hoverAt, renderHover } from '../../src/insights/documentInsights';
import { openPython, pythonParser } from '../python/openPython';

const lines = 10_000;
const rounds = 60;

/** A file like those that people have: imports, classes with losses, functions, a script at the end. */
function longFile(): string {
  const parts = ['import torch', 'import torch.nn as nn', 'import torch.nn.functional as F', ''];
  for (let i = 0; parts.length < lines - 40; i++) {
    const n = String(i);
    parts.push(
      `class Trainer${n}(nn.Module):`,
      `    """Trains model ${n}."""`,
      '',
      '    def __init__(self, model, lr=1e-3, smoothing=0.1):',
      '        super().__init__()',
      '        self.model = model',
      '        self.criterion = nn.CrossEntropyLoss(label_smoothing=smoothing)',
      '        self.losses = {"mse": nn.MSELoss(), "l1": nn.L1Loss()}',
      '',
      '    def forward(self, batch, steps=10):',
      '        total = 0.0',
      '        for step, (inputs, targets) in enumerate(batch):',
      '            outputs = self.model(inputs[:, step])',
      '            loss = self.criterion(outputs, targets) + 0.5 * F.mse_loss(outputs, targets.float())',
      '            total += loss.item() / max(1, len(batch))',
      '            if step > steps and total < 1e-3:',
      '                break',
      '        return {"total": total, "mean": total / (step + 1), "name": f"{self.model}"}',
      '',
      `def helper${n}(values, scale=2.0):`,
      `    weights = torch.tensor([1.0, 2.0, ${n}.0])`,
      '    return [value * scale for value in values if value is not None], weights',
      '',
    );
  }
  parts.push(
    'y_pred = torch.tensor([2.5, 0.0, 2.1, 7.8])',
    'y_true = torch.tensor([3.0, -0.5, 2.0, 7.0])',
    'loss_fn = nn.MSELoss()',
    'loss = loss_fn(y_pred, y_true)',
  );
  return parts.join('\n') + '\n';
}

interface Measured {
  readonly name: string;
  readonly goal: number;
  readonly times: number[];
}

/** Measures and prints the table. */
export async function run(): Promise<void> {
  const text = longFile();
  const opening: Measured = { name: 'open to first hover', goal: 150, times: [] };
  const edited: Measured = { name: 'hover after an edit in the middle', goal: 5, times: [] };
  const parsing: Measured = { name: 'the edit itself (parse and update)', goal: 16, times: [] };
  const hints: Measured = { name: 'inlay hints of 60 lines', goal: 5, times: [] };
  const turn: Measured = { name: 'longest hold of the event loop', goal: 16, times: [] };
  await pythonParser();
  const middle = text.indexOf('self.criterion(', text.length / 2);
  for (let round = 0; round < 8; round++) {
    const start = performance.now();
    const document = await openPython(text);
    hover(document, middle + 8);
    opening.times.push(performance.now() - start);
    document.dispose();
  }
  const document = await openPython(text);
  for (let round = 0; round < rounds; round++) {
    const at = document.text.indexOf('total = 0.0', document.text.length / 2 + round * 100);
    let before = performance.now();
    document.update([{ offset: at, length: 0, text: round % 2 === 0 ? 'x = 1; ' : '# y' }]);
    await document.ready();
    const parsed = performance.now() - before;
    parsing.times.push(parsed);
    const place = document.text.indexOf('self.criterion(', at) + 8;
    before = performance.now();
    hover(document, place);
    edited.times.push(performance.now() - before);
    turn.times.push(Math.max(parsed, edited.times.at(-1) ?? 0));
    const first = document.text.indexOf('class Trainer', document.text.length / 3 + round * 500);
    before = performance.now();
    for (const call of lossCalls(document, { start: first, end: first + 2500 })) evaluateCall(document, call);
    hints.times.push(performance.now() - before);
  }
  document.dispose();
  console.log(`${String(text.split('\n').length)} lines, ${String(text.length)} characters`);
  for (const measured of [opening, parsing, edited, hints, turn]) report(measured);
  await memory(text);
}

function hover(document: Awaited<ReturnType<typeof openPython>>, offset: number): void {
  const found = hoverAt(document, offset);
  if (!found) throw new Error('no hover');
  renderHover(found.content, { formula: () => 'data:image/svg+xml;base64,AAAA' });
}

function report({ name, goal, times }: Measured): void {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (part: number): string =>
    (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0).toFixed(1);
  console.log(
    `${name.padEnd(40)} median ${at(0.5).padStart(7)} ms   p95 ${at(0.95).padStart(7)} ms   goal ${String(goal)} ms`,
  );
}

/** Opens and closes the file again and again: what stays behind. */
async function memory(text: string): Promise<void> {
  const used: number[] = [];
  for (let round = 0; round < 12; round++) {
    const document = await openPython(text);
    hover(document, text.indexOf('self.criterion(') + 8);
    document.dispose();
    used.push(process.memoryUsage().rss / 2 ** 20);
  }
  console.log(
    `memory of the process after closing it ${String(used.length)} times: ${(used[3] ?? 0).toFixed(0)} -> ${(used.at(-1) ?? 0).toFixed(0)} MB`,
  );
}
