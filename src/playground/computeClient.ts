import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Outcome, PlaygroundResult, PlaygroundState } from '../protocol/messages';
import type { WorkerReply, WorkerRequest, WorkerSettings } from './workerMessages';

/** What a {@link ComputeClient} needs and whom it tells. */
export interface ComputeClientOptions {
  /** The worker's bundle; the formulas lie beside it. */
  readonly worker: string;
  readonly onResult: (result: PlaygroundResult) => void;
  /** Told when a computation takes long, and again at each of its further steps. */
  readonly onBusy: (revision: number, what: string) => void;
  /** After so many milliseconds a computation takes long. */
  readonly busyAfter?: number;
  /** A computation that has run for so many milliseconds gives way to a newer state. */
  readonly patience?: number;
}

/** A state to compute. */
interface Job {
  readonly state: PlaygroundState;
  readonly revision: number;
}

interface RunningJob extends Job {
  readonly started: number;
  readonly busyTimer: NodeJS.Timeout;
  /** What the worker does now. */
  step: string;
  isBusy: boolean;
}

/**
 * Computes the playground's results in a worker thread, started when first needed. The newest state wins: of those
 * that wait only the last is computed, and one that runs for long gives way by ending its thread.
 */
export class ComputeClient {
  readonly #options: ComputeClientOptions;
  readonly #busyAfter: number;
  readonly #patience: number;
  #worker: Worker | undefined;
  /** The texts that the worker has, by input. */
  #sent = new Map<string, string>();
  #running: RunningJob | undefined;
  #waiting: Job | undefined;
  #patienceTimer: NodeJS.Timeout | undefined;

  constructor(options: ComputeClientOptions) {
    this.#options = options;
    this.#busyAfter = options.busyAfter ?? 200;
    this.#patience = options.patience ?? 400;
  }

  /** Computes a state; its result comes unless a newer state takes its place. */
  compute(state: PlaygroundState, revision: number): void {
    const job = { state, revision };
    const { started } = this.#running ?? {};
    if (started === undefined) {
      this.#start(job);
      return;
    }
    this.#waiting = job;
    clearTimeout(this.#patienceTimer);
    const rest = Math.max(0, started + this.#patience - performance.now());
    this.#patienceTimer = setTimeout(() => this.#giveWay(), rest);
  }

  /** Ends what is running and drops what waits; the newest of them results in `cancelled`. */
  cancel(): void {
    const job = this.#waiting ?? this.#running;
    if (!job) return;
    this.#stopWorker();
    this.#waiting = undefined;
    this.#options.onResult(withoutNumbers(job.revision, { kind: 'cancelled' }));
  }

  /** Ends the worker. */
  dispose(): void {
    this.#waiting = undefined;
    this.#stopWorker();
  }

  #start(job: Job): void {
    const worker = (this.#worker ??= this.#startWorker());
    const { revision } = job;
    const running: RunningJob = {
      ...job,
      started: performance.now(),
      step: 'Computing',
      isBusy: false,
      busyTimer: setTimeout(() => {
        running.isBusy = true;
        this.#options.onBusy(revision, running.step);
      }, this.#busyAfter),
    };
    this.#running = running;
    worker.postMessage(this.#request(job));
  }

  /** The job as a message; texts that the worker has are left out. */
  #request({ state, revision }: Job): WorkerRequest {
    const texts: Record<string, string> = {};
    const inputs: Record<string, WorkerRequest['state']['inputs'][string]> = {};
    for (const [name, { text, ...rest }] of Object.entries(state.inputs)) {
      inputs[name] = rest;
      if (this.#sent.get(name) !== text) texts[name] = text;
      this.#sent.set(name, text);
    }
    return { revision, state: { ...state, inputs }, texts };
  }

  #startWorker(): Worker {
    const { worker: file } = this.#options;
    const settings: WorkerSettings = { formulas: path.join(path.dirname(file), 'formulas.json') };
    const worker = new Worker(file, { workerData: settings });
    worker.on('message', (reply: WorkerReply) => {
      if (worker === this.#worker) this.#receive(reply);
    });
    worker.on('error', (error) => {
      if (worker === this.#worker) this.#fail(error);
    });
    return worker;
  }

  #receive(reply: WorkerReply): void {
    const running = this.#running;
    if (!running) return;
    if (reply.type === 'step') {
      running.step = reply.what;
      if (running.isBusy) this.#options.onBusy(running.revision, reply.what);
      return;
    }
    this.#finish();
    this.#options.onResult(reply.result);
    this.#startWaiting();
  }

  /** A fault of ours, or too little memory: the thread has ended. */
  #fail(error: Error): void {
    const { revision } = this.#running ?? { revision: 0 };
    this.#stopWorker();
    const explanation = /memory|allocation/i.test(error.message)
      ? 'There is not enough memory for tensors of this size.'
      : 'This is a fault of the playground and not of PyTorch.';
    const outcome: Outcome = { kind: 'error', type: error.name, message: error.message, explanation };
    this.#options.onResult(withoutNumbers(revision, outcome));
    this.#startWaiting();
  }

  #giveWay(): void {
    if (!this.#waiting) return;
    this.#stopWorker();
    this.#startWaiting();
  }

  #startWaiting(): void {
    const job = this.#waiting;
    this.#waiting = undefined;
    if (job) this.#start(job);
  }

  #finish(): void {
    clearTimeout(this.#running?.busyTimer);
    clearTimeout(this.#patienceTimer);
    this.#running = undefined;
  }

  #stopWorker(): void {
    this.#finish();
    void this.#worker?.terminate();
    this.#worker = undefined;
    this.#sent = new Map();
  }
}

function withoutNumbers(revision: number, outcome: Outcome): PlaygroundResult {
  return {
    revision,
    inputs: {},
    parameters: {},
    formula: undefined,
    gradientFormula: undefined,
    outcome,
    code: '',
  };
}
