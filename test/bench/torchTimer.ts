import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { LossCall } from '../../src/engine/evaluate';
import { isTensorValue } from '../../src/engine/nativeTypes';
import { projectRoot } from '../projectRoot';

/** PyTorch on one thread, in a process of its own: test/bench/torchTimer.py. */
export class TorchTimer {
  private constructor(
    private readonly child: ChildProcessWithoutNullStreams,
    private readonly lines: AsyncIterator<string, undefined>,
    /** PyTorch's version. */
    readonly version: string,
  ) {}

  /**
   * Starts it.
   * @param python a Python that has torch
   */
  static async start(python: string): Promise<TorchTimer> {
    const env = { ...process.env, OMP_NUM_THREADS: '1', MKL_NUM_THREADS: '1' };
    const child = spawn(python, [path.join(projectRoot, 'test/bench/torchTimer.py')], { env });
    child.stderr.pipe(process.stderr);
    await new Promise((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', reject);
    });
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const { version } = JSON.parse(await nextLine(lines)) as { version: string };
    return new TorchTimer(child, lines, version);
  }

  /** Builds a call of a module, float32 and int64 only, and answers its loss. */
  async load(call: LossCall): Promise<number> {
    const { loss, parameters = {}, inputs, gradients = [] } = call;
    const load = { loss, parameters: encoded(parameters), inputs: encoded(inputs), gradients };
    return (JSON.parse(await this.ask({ load })) as { loss: number }).loss;
  }

  /** Runs the call `count` times, forward and backward, and answers the seconds that this took. */
  async run(count: number): Promise<number> {
    return (JSON.parse(await this.ask({ run: count })) as { seconds: number }).seconds;
  }

  /** Ends the process. */
  stop(): void {
    this.child.stdin.end();
  }

  private async ask(question: unknown): Promise<string> {
    this.child.stdin.write(`${JSON.stringify(question)}\n`);
    return nextLine(this.lines);
  }
}

async function nextLine(lines: AsyncIterator<string, undefined>): Promise<string> {
  const line = await lines.next();
  if (line.done !== true) return line.value;
  throw new Error('The Python of TORCH_PYTHON ended; what it printed is above.');
}

function encoded(values: LossCall['inputs'] | NonNullable<LossCall['parameters']>): Record<string, unknown> {
  const tensors: Record<string, unknown> = { ...values };
  for (const [name, value] of Object.entries(values)) {
    // JSON writes whole numbers without a point: to Python they are integers.
    if (typeof value === 'bigint') tensors[name] = Number(value);
    if (!isTensorValue(value)) continue;
    const { dtype, shape, data } = value;
    const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
    tensors[name] = { dtype, shape, data: bytes.toString('base64') };
  }
  return tensors;
}
