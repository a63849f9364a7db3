// npm run bench:editor: how long the editor waits for answers about a 10,000-line file.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { rules } from '#rules';
import {
  lossCallAt,
  lossCalls,
  evaluateCall,
  hoverAt,
  renderHover,
  settled,
} from '../../src/insights/documentInsights';
import { answered, inTurns } from '../../src/features/turns';
import type { TextRange } from '../../src/insights/finding';
import { RuleChecker } from '../../src/insights/ruleChecker';
import type { PythonDocument } from '../../src/python/pythonDocument';
import { openPython, pythonParser } from '../python/openPython';
import { longFile } from './longFile';

const rounds = 60;

interface Measured {
  readonly name: string;
  readonly goal: number;
  /** Milliseconds that somebody waited. */
  readonly times: number[];
  /** Milliseconds of work in them: less where other programs wanted the processor, too. */
  readonly work: number[];
}

/** Measures and prints the table. */
export async function run(): Promise<void> {
  const text = longFile();
  await pythonParser();
  console.log(`${String(text.split('\n').length)} lines, ${String(text.length)} characters`);
  report(await opening(text));
  const document = await openPython(text);
  await document.parseAll();
  const interval = 1;
  const held = monitorEventLoopDelay({ resolution: interval });
  held.enable();
  for (const measured of await editing(document)) report(measured);
  held.disable();
  document.dispose();
  // The histogram counts the timer's own interval, too: an idle loop has it as its median.
  const [middle, most] = [held.percentile(50), held.max].map((nanoseconds) => nanoseconds / 1e6 - interval);
  console.log(
    `${'event loop held, while editing'.padEnd(40)} median ${fixed(middle)} ms   most ${fixed(most)} ms   goal 16 ms`,
  );
  for (const [name, code] of Object.entries(long)) await holding(name, code);
  await memory(text);
}

/** Code that takes long to evaluate. */
const long: Readonly<Record<string, string>> = {
  '2,000 calls that are not known': Array.from(
    { length: 2000 },
    (_, i) => `x${String(i)} = f(x, ${String(i)})`,
  ).join('\n'),
  '100 passes of 100 passes': 'for i in range(100):\n    for j in range(100):\n        x = x + 1.0',
  'a list of 160,000 numbers': `z = torch.tensor([${'1.25, '.repeat(160_000)}])\nx = x + z[0]`,
};

/** Evaluates a loss below code that takes long, in turns as the editor does: the longest turn, and all of them. */
async function holding(name: string, code: string): Promise<void> {
  const head =
    'import torch\nimport torch.nn as nn\nfrom other import f\nx, y = torch.ones(8), torch.zeros(8)\n';
  const turns: Measured = { name, goal: 16, times: [], work: [] };
  for (let round = 0; round < 6; round++) {
    const document = await openPython(`${head}${code}\nloss = nn.L1Loss()(x, y)\n`);
    await document.parseAll();
    const call = lossCallAt(document, document.text.lastIndexOf('L1Loss') + 1);
    if (!call) throw new Error('no call');
    const steps = settled(() => evaluateCall(document, call));
    // The first rounds are there for V8 to compile the code.
    const measured = round < 3 ? { ...turns, times: [], work: [] } : turns;
    for (let isDone = false; !isDone;) isDone = await time(measured, () => steps.next().done === true);
    document.dispose();
  }
  const most = Math.max(...turns.times);
  console.log(
    `${`held by ${name}`.padEnd(40)} median ${fixed(part(turns.times, 0.5))} ms   most ${fixed(most)} ms   goal 16 ms   ` +
      `(work: most ${fixed(Math.max(...turns.work))}, in ${String(turns.times.length / 3)} turns)`,
  );
}

async function opening(text: string): Promise<Measured> {
  const measured = { name: 'open to first hover', goal: 150, times: [], work: [] };
  const middle = text.indexOf('self.criterion(', text.length / 2);
  for (let round = 0; round < 12; round++) {
    const document = await time(measured, async () => {
      const opened = await openPython(text);
      await hover(opened, middle + 8);
      return opened;
    });
    document.dispose();
  }
  return measured;
}

/** Edits all over the middle of the file, each with a hover and the hints of a screen. */
async function editing(document: PythonDocument): Promise<readonly Measured[]> {
  const edited: Measured = { name: 'hover after an edit in the middle', goal: 5, times: [], work: [] };
  const hints: Measured = { name: 'inlay hints of 60 lines', goal: 5, times: [], work: [] };
  const checked: Measured = { name: 'all rules checked after an edit', goal: 16, times: [], work: [] };
  const checker = new RuleChecker(document, rules);
  await check(checker);
  for (let round = 0; round < rounds; round++) {
    const at = document.text.indexOf('total = 0.0', document.text.length / 3 + round * 2000);
    await time(edited, async () => {
      document.update([{ offset: at, length: 0, text: round % 2 === 0 ? 'x = 1; ' : '# y' }]);
      await document.ready();
      await hover(document, document.text.indexOf('self.criterion(', at) + 8);
    });
    await pause();
    await time(checked, () => check(checker));
    await pause();
    const first = document.text.indexOf('class Trainer', document.text.length / 3 + round * 500);
    await time(hints, () => inTurns(hintsIn(document, { start: first, end: first + 2500 }), () => true));
    await pause();
  }
  return [edited, checked, hints];
}

async function time<T>({ times, work }: Measured, run: () => T | Promise<T>): Promise<T> {
  const cpu = process.cpuUsage();
  const start = performance.now();
  const result = await run();
  times.push(performance.now() - start);
  const { user, system } = process.cpuUsage(cpu);
  work.push((user + system) / 1000);
  return result;
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 5));
}

/** With turns for the event loop, as in the editor; so are the hints. */
async function hover(document: PythonDocument, offset: number): Promise<void> {
  const found = await answered(document, () => hoverAt(document, offset));
  if (!found) throw new Error('no hover');
  renderHover(found.content, { formula: () => 'data:image/svg+xml;base64,AAAA' });
}

/** The work for the hints of a range. */
function* hintsIn(document: PythonDocument, range: TextRange): Generator<void> {
  for (const call of lossCalls(document, range)) {
    yield;
    yield* settled(() => evaluateCall(document, call));
  }
}

/** Runs a checker to its end, with turns for the event loop as in the editor. */
function check(checker: RuleChecker): Promise<unknown> {
  return inTurns(checker.check(), () => true);
}

function report({ name, goal, times, work }: Measured): void {
  console.log(
    `${name.padEnd(40)} median ${fixed(part(times, 0.5))} ms   p95 ${fixed(part(times, 0.95))} ms   ` +
      `goal ${String(goal)} ms   (work: median ${fixed(part(work, 0.5))}, p95 ${fixed(part(work, 0.95))})`,
  );
}

function part(times: readonly number[], share: number): number | undefined {
  return [...times].sort((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * share))];
}

function fixed(milliseconds: number | undefined): string {
  return (milliseconds ?? NaN).toFixed(1).padStart(6);
}

/** Opens and closes the file again and again: what stays behind. */
async function memory(text: string): Promise<void> {
  const used: number[] = [];
  for (let round = 0; round < 12; round++) {
    const document = await openPython(text);
    await hover(document, text.indexOf('self.criterion(') + 8);
    document.dispose();
    used.push(process.memoryUsage().rss / 2 ** 20);
  }
  console.log(
    `memory of the process after closing it ${String(used.length)} times: ${(used[3] ?? 0).toFixed(0)} -> ${(used.at(-1) ?? 0).toFixed(0)} MB`,
  );
}
