// npm run bench: how long value and gradient of each loss take, and how much longer PyTorch takes.
import { evaluate, losses, type LossCall, type LossResult } from '../../src/engine/evaluate';
import type { TensorData } from '../../src/engine/tensor/tensor';
import { benchCall, benchSizes, type BenchSubject } from './engineCalls';
import { goalOf } from './engineGoals';
import { TorchTimer } from './torchTimer';

const rounds = 11;
/** Seconds that one side of one round takes, more or less; a call that takes longer runs once. */
const roundSeconds = 0.02;
/** Seconds of running a call before it is measured: JavaScript is compiled while it runs. */
const warmUpSeconds = { ours: 0.6, torch: 0.1 } as const;
/** The two must compute the same; PyTorch's float32 sums of a million elements are not exact. */
const tolerance = 1e-3;

interface Measured {
  /** Seconds per call. */
  readonly ours: number;
  readonly torch: number | undefined;
}

/**
 * Measures and prints the table: at each size microseconds per call, and PyTorch's time over ours where
 * TORCH_PYTHON names a Python with torch, in rounds by turns; the medians count. Ratios below the goal are marked.
 * @param args names of losses and sizes (`1e6`) to measure; none means all
 * @returns 1 if a goal was missed
 */
export async function run(args: readonly string[]): Promise<number> {
  const sizes = benchSizes.filter((size) => !args.some(isNumber) || args.map(Number).includes(size));
  const names = args.filter((each) => !isNumber(each));
  const subjects: readonly BenchSubject[] = [
    ...losses.map(({ name }) => ({ loss: name })),
    { loss: 'CrossEntropyLoss', classes: 1000 },
  ];
  const wanted = subjects.filter(({ loss }) => names.length === 0 || names.includes(loss));
  const python = process.env['TORCH_PYTHON'] ?? '';
  const torch = python === '' ? undefined : await TorchTimer.start(python);
  console.log(
    torch === undefined
      ? 'Microseconds per call. For PyTorch beside it: TORCH_PYTHON=<a Python with torch> npm run bench'
      : `Microseconds per call, PyTorch ${torch.version}'s time over ours on one thread, and the goal; ! is below it.`,
  );
  console.log(
    `${''.padEnd(nameWidth)}${sizes.map((size) => String(size).padStart(cellWidth(torch))).join('')}`,
  );
  let missed = 0;
  for (const subject of wanted) {
    const cells: string[] = [];
    for (const size of sizes) {
      if (size < (subject.classes ?? 0)) {
        cells.push(''.padStart(cellWidth(torch)));
        continue;
      }
      const measured = await measure(benchCall(subject, size), torch);
      const goal = goalOf(subject, size);
      const ratio = measured.torch === undefined ? undefined : measured.torch / measured.ours;
      if (ratio !== undefined && ratio < (goal ?? 0)) missed++;
      cells.push(cell(measured.ours, ratio, goal));
    }
    console.log(titleOf(subject).padEnd(nameWidth) + cells.join(''));
  }
  torch?.stop();
  if (torch !== undefined) console.log(missed === 0 ? 'Every goal is met.' : `Below the goal: ${missed}.`);
  return missed === 0 ? 0 : 1;
}

async function measure(first: LossCall, torch: TorchTimer | undefined): Promise<Measured> {
  const result = evaluate(first);
  const call = { ...first, into: arraysOf(result.gradients) };
  const ourCount = countFor((count) => seconds(call, count), warmUpSeconds.ours);
  const ours: number[] = [];
  const theirs: number[] = [];
  if (torch === undefined) {
    for (let round = 0; round < rounds; round++) ours.push(seconds(call, await ourCount) / (await ourCount));
    return { ours: median(ours), torch: undefined };
  }
  const loss = await torch.load(call);
  const own = result.loss.data[0] ?? NaN;
  if (!(Math.abs(loss - own) <= tolerance * Math.abs(loss))) {
    throw new Error(`${call.loss}: PyTorch computes ${loss}, the engine ${own}.`);
  }
  const [count, torchCount] = [
    await ourCount,
    await countFor((count) => torch.run(count), warmUpSeconds.torch),
  ];
  for (let round = 0; round < rounds; round++) {
    theirs.push((await torch.run(torchCount)) / torchCount);
    ours.push(seconds(call, count) / count);
  }
  return { ours: median(ours), torch: median(theirs) };
}

/** A call's gradients take the memory of those before: so do PyTorch's, whose allocator keeps what is given back. */
function arraysOf(gradients: LossResult['gradients']): Record<string, TensorData> {
  const entries = Object.entries(gradients);
  return Object.fromEntries(entries.flatMap(([name, tensor]) => (tensor ? [[name, tensor.data]] : [])));
}

/**
 * How many calls fill a round. Finding out takes a while, so that all code is compiled, with what it was seen to
 * work on, before the rounds begin.
 */
async function countFor(time: (count: number) => number | Promise<number>, warmUp: number): Promise<number> {
  let count = 1;
  for (let total = 0; ;) {
    const taken = await time(count);
    total += taken;
    const fitting = Math.max(1, Math.round((count * roundSeconds) / taken));
    if (total > warmUp) return fitting;
    count = Math.min(2 * count, fitting);
  }
}

/**
 * Seconds that `count` calls take: on the clock, or if that is less, of the processor. So nothing counts for which other
 * programs let this one wait.
 */
function seconds(call: LossCall, count: number): number {
  const cpu = process.cpuUsage();
  const start = performance.now();
  for (let i = 0; i < count; i++) evaluate(call);
  const passed = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  return Math.min(passed / 1e3, (user + system) / 1e6);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? NaN;
}

function isNumber(text: string): boolean {
  return Number.isFinite(Number(text));
}

const nameWidth = 32;

function cellWidth(torch: TorchTimer | undefined): number {
  return torch === undefined ? 12 : 26;
}

function titleOf({ loss, classes }: BenchSubject): string {
  return classes === undefined ? loss : `${loss}, ${classes} classes`;
}

function cell(ours: number, ratio: number | undefined, goal: number | undefined): string {
  const time = (ours * 1e6).toPrecision(3).replace(/^(.*)e\+(\d+)$/, (text) => Number(text).toFixed(0));
  if (ratio === undefined) return time.padStart(12);
  const compared = `${ratio.toFixed(ratio < 10 ? 2 : 0)}${goal === undefined ? '' : `/${String(goal)}`}`;
  return `${time.padStart(12)}${compared.padStart(12)}${ratio < (goal ?? 0) ? ' !' : '  '}`;
}
