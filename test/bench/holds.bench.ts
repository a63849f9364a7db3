// npm run bench:editor -- holds [word]: the longest that anything holds the event loop, in the worst cases.
import { execFile } from 'node:child_process';
import { existsSync, openSync, readSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { holdCases } from './holdCases';

/** How often each case is measured: every time in a process of its own, where no code is compiled yet. */
const processes = 3;

/** The first of them is cold; what V8 has compiled by the last of them is warm. */
const rounds = 6;

const run = promisify(execFile);

/** Milliseconds that the event loop was held at most, in each round. */
type Holds = readonly number[];

/** Measures the cases whose names hold a word, and prints a table: the worst first. */
export async function measure(word = ''): Promise<void> {
  const rows: { readonly name: string; readonly cold: number; readonly warm: number }[] = [];
  for (const name of Object.keys(holdCases).filter((one) => one.includes(word))) {
    const all: Holds[] = [];
    for (let i = 0; i < processes; i++) all.push(await inProcess(name));
    const [cold, warm] = [all.map(([first = NaN]) => first), all.map((holds) => median(holds.slice(-3)))].map(
      median,
    );
    rows.push({ name, cold: cold ?? NaN, warm: warm ?? NaN });
  }
  rows.sort((a, b) => b.cold - a.cold);
  for (const { name, cold, warm } of rows)
    console.log(
      `${name.padEnd(50)} cold ${cold.toFixed(1).padStart(7)} ms   warm ${warm.toFixed(1).padStart(7)} ms`,
    );
}

async function inProcess(name: string): Promise<Holds> {
  const code =
    'const [, file, name] = process.argv; const { holdsOf } = await import(file); await holdsOf(name);';
  const file = fileURLToPath(import.meta.url);
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', code, file, name], {
    timeout: 120_000,
  });
  return JSON.parse(stdout) as Holds;
}

/** Does one case in rounds, and writes how long the event loop was held in each of them. */
export async function holdsOf(name: string): Promise<void> {
  const prepare = holdCases[name];
  if (!prepare) throw new Error(`no case ${name}`);
  const holds: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const act = await prepare();
    await new Promise((resolve) => setTimeout(resolve, 20));
    holds.push(await longestHold(act));
  }
  process.stdout.write(JSON.stringify(holds));
}

async function longestHold(act: () => Promise<void>): Promise<number> {
  let [longest, last, isDone] = [0, worked(), false];
  const turn = (): void => {
    const now = worked();
    longest = Math.max(longest, now - last);
    last = now;
    if (!isDone) setImmediate(turn);
  };
  setImmediate(turn);
  await act();
  isDone = true;
  turn();
  return longest;
}

/** Milliseconds that this thread has worked, which other programs do not add to; where the system does not tell, the time. */
function worked(): number {
  if (schedule === undefined) return performance.now();
  const length = readSync(schedule, buffer, 0, buffer.length, 0);
  return parseInt(buffer.toString('latin1', 0, length), 10) / 1e6;
}

const buffer = Buffer.alloc(64);
const file = `/proc/self/task/${String(process.pid)}/schedstat`;
const schedule = existsSync(file) ? openSync(file, 'r') : undefined;

function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? NaN;
}
