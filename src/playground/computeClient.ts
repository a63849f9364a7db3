import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { t, translations } from '../l10n/localize';
import type { PlaygroundResult, PlaygroundState } from '../protocol/messages';
import type { Answer, NoAnswer, Question } from '../protocol/questions';
import { resultWithoutNumbers } from './resultWithoutNumbers';
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
  /** After so many milliseconds in which nobody looked the thread ends, which takes tens of megabytes. */
  readonly restAfter?: number;
}

/** A question about a state. */
export interface Asking {
  readonly question: Question;
  readonly state: PlaygroundState;
  readonly revision: number;
  /** Who asks: of one asker's questions of one kind only the newest is answered. */
  readonly asker: object;
  readonly onAnswer: (answer: Answer | NoAnswer) => void;
}

/** A state to compute, or a question about it. */
interface Job {
  readonly state: PlaygroundState;
  readonly revision: number;
  readonly asking?: Asking;
}

interface RunningJob extends Job {
  readonly started: number;
  readonly busyTimer: NodeJS.Timeout;
  /** What the worker does now. */
  step: string;
  isBusy: boolean;
}

/**
 * Computes the playground's results in a worker thread, started when first needed, and answers questions. The newest
 * state wins: of those that wait only the last is computed, and what runs for long gives way to it by ending its
 * thread. Questions come after states; those about a state that was overtaken are dropped.
 */
export class ComputeClient {
  readonly #options: ComputeClientOptions;
  readonly #busyAfter: number;
  readonly #patience: number;
  readonly #restAfter: number;
  #isLookedAt = true;
  #restTimer: NodeJS.Timeout | undefined;
  #worker: Worker | undefined;
  /** The texts that the worker has, by input. */
  #sent = new Map<string, string>();
  #running: RunningJob | undefined;
  #waiting: Job | undefined;
  /** The questions that wait, in the order in which they came. */
  #questions: readonly Asking[] = [];
  #patienceTimer: NodeJS.Timeout | undefined;

  constructor(options: ComputeClientOptions) {
    this.#options = options;
    this.#busyAfter = options.busyAfter ?? 200;
    this.#patience = options.patience ?? 400;
    this.#restAfter = options.restAfter ?? 120_000;
  }

  /** Somebody looks at the results: starts the thread, which takes a moment, before there is something to compute. */
  start(): void {
    this.#isLookedAt = true;
    clearTimeout(this.#restTimer);
    this.#worker ??= this.#startWorker();
  }

  /** Nobody looks at the results any more: the thread ends in a while, and starts again when it is needed. */
  release(): void {
    this.#isLookedAt = false;
    this.#restSoon();
  }

  /** Computes a state; its result comes unless a newer state takes its place. */
  compute(state: PlaygroundState, revision: number): void {
    this.#questions = [];
    this.#waiting = { state, revision };
    if (this.#running) this.#awaitTurn(this.#running);
    else this.#startNext();
  }

  /** Answers a question, unless the asker's next one of the kind, or a newer state, takes its place. */
  ask(asking: Asking): void {
    this.#questions = [...this.#questions.filter((each) => !replaces(asking, each)), asking];
    if (!this.#running) this.#startNext();
    else if (this.#running.asking && replaces(asking, this.#running.asking)) this.#awaitTurn(this.#running);
  }

  /** Ends what is running and drops what waits; they result in `cancelled`, of states the newest. */
  cancel(): void {
    const running = this.#running;
    const job = this.#waiting ?? running;
    if (!job) return;
    const asked = [...(running?.asking ? [running.asking] : []), ...this.#questions];
    this.#stopWorker();
    this.#waiting = undefined;
    this.#questions = [];
    if (!job.asking) this.#options.onResult(resultWithoutNumbers(job.revision, { kind: 'cancelled' }));
    for (const { onAnswer } of asked) onAnswer({ kind: 'cancelled' });
  }

  /** Ends the worker. */
  dispose(): void {
    clearTimeout(this.#restTimer);
    this.#waiting = undefined;
    this.#questions = [];
    this.#stopWorker();
  }

  /** What runs has the rest of its time, then what waits takes its place. */
  #awaitTurn({ started }: RunningJob): void {
    clearTimeout(this.#patienceTimer);
    const rest = Math.max(0, started + this.#patience - performance.now());
    this.#patienceTimer = setTimeout(() => this.#giveWay(), rest);
  }

  #start(job: Job): void {
    const worker = (this.#worker ??= this.#startWorker());
    const { revision } = job;
    const running: RunningJob = {
      ...job,
      started: performance.now(),
      step: t`Computing`,
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
  #request({ state, revision, asking }: Job): WorkerRequest {
    const texts: Record<string, string> = {};
    const inputs: Record<string, WorkerRequest['state']['inputs'][string]> = {};
    for (const [name, { text, ...rest }] of Object.entries(state.inputs)) {
      inputs[name] = rest;
      if (this.#sent.get(name) !== text) texts[name] = text;
      this.#sent.set(name, text);
    }
    return { revision, state: { ...state, inputs }, texts, ...(asking && { question: asking.question }) };
  }

  #restSoon(): void {
    clearTimeout(this.#restTimer);
    this.#restTimer = setTimeout(() => {
      if (this.#running) this.#restSoon();
      else this.#stopWorker();
    }, this.#restAfter);
  }

  #startWorker(): Worker {
    if (!this.#isLookedAt) this.#restSoon();
    const { worker: file } = this.#options;
    const settings: WorkerSettings = {
      formulas: path.join(path.dirname(file), 'formulas.json'),
      translations: translations(),
    };
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
    if (reply.type === 'result') this.#options.onResult(reply.result);
    else running.asking?.onAnswer(reply.answer);
    this.#startNext();
  }

  /** A fault of ours, or too little memory: the thread has ended. */
  #fail(error: Error): void {
    const { revision, asking } = this.#running ?? { revision: 0 };
    this.#stopWorker();
    const explanation = /memory|allocation|array length/i.test(error.message)
      ? t`There is not enough memory for tensors of this size.`
      : t`This is a fault of the playground and not of PyTorch.`;
    const outcome = { kind: 'error', type: error.name, message: error.message, explanation } as const;
    if (asking) asking.onAnswer(outcome);
    else this.#options.onResult(resultWithoutNumbers(revision, outcome));
    this.#startNext();
  }

  #giveWay(): void {
    if (!this.#waiting && this.#questions.length === 0) return;
    this.#stopWorker();
    this.#startNext();
  }

  #startNext(): void {
    const state = this.#waiting;
    if (state) {
      this.#waiting = undefined;
      this.#start(state);
      return;
    }
    const [asking, ...rest] = this.#questions;
    this.#questions = rest;
    if (asking) this.#start({ state: asking.state, revision: asking.revision, asking });
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

function replaces(newer: Asking, older: Asking): boolean {
  return newer.asker === older.asker && newer.question.kind === older.question.kind;
}
