/** The work, in steps of half a microsecond or so, behind which what is asked in turns pauses. */
export const stepsBetweenPauses = 2000;

/** An evaluation that can be left and gone on with. */
class Run<T> {
  /** What it came to, once it has come to its end. */
  result: { readonly value: T } | undefined;

  constructor(private readonly steps: Generator<void, T>) {}

  /** Goes on to the next pause, or to the end. */
  goOn(): void {
    const outer = mayLeave;
    mayLeave = false;
    try {
      const step = this.steps.next();
      if (step.done === true) this.result = { value: step.value };
    } finally {
      mayLeave = outer;
    }
  }
}

/** What {@link settled} asks, and the evaluations that this has led to so far. */
class Asking {
  left = stepsBetweenPauses;
  private runs: Map<string, Run<unknown>> | undefined;

  /** The evaluation of that key, which begins with the first to ask for it. */
  run<T>(key: string, begin: () => Generator<void, T>): Run<T> {
    this.runs ??= new Map();
    const known = this.runs.get(key) as Run<T> | undefined;
    const run = known ?? new Run(begin());
    this.runs.set(key, run);
    return run;
  }
}

/** Thrown out of a question that pauses; its answer may depend on an evaluation that has paused. */
class Unfinished extends Error {
  constructor(readonly run: Run<unknown> | undefined) {
    // Nobody reads where.
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    super('a question has paused');
    Error.stackTraceLimit = stackTraceLimit;
    this.name = 'Unfinished';
  }
}

/** What is being asked in turns now; undefined where somebody wants an answer at once. */
let asking: Asking | undefined;

/** Whether what is asked now may be left and asked anew: not inside of an evaluation, which could not go on. */
let mayLeave = false;

/**
 * What `ask` answers, with a pause wherever the evaluations in it have worked for a while. It is asked anew behind each
 * of them, and finds what is known by then: it must have no effects.
 */
export function* settled<T>(ask: () => T): Generator<undefined, T> {
  const own = asking ?? new Asking();
  for (;;) {
    let run: Run<unknown> | undefined;
    try {
      return within(own, ask);
    } catch (error) {
      if (!(error instanceof Unfinished)) throw error;
      ({ run } = error);
    }
    if (!run) yield;
    while (run && !run.result) {
      yield;
      within(own, () => run.goOn());
    }
  }
}

/** What an evaluation comes to: at once, or in turns where {@link settled} asks. `key` tells it from others of the document. */
export function evaluated<T>(key: string, begin: () => Generator<void, T>): T {
  if (!asking) return atOnce(begin());
  const run = asking.run(key, begin);
  if (!run.result) run.goOn();
  if (!run.result) throw new Unfinished(run);
  return run.result.value;
}

/**
 * A place where a question that is asked in turns may pause: it is left, and asked anew. What it has found out so far must
 * be kept somewhere, or it would never come to an end.
 */
export function pause(): void {
  if (mayLeave && isPauseDue()) throw new Unfinished(undefined);
}

/** What `find` finds; asked in turns it has a turn of its own: what comes after it waits for the next. */
export function aside<T>(key: string, find: () => T): T {
  return evaluated(key, function* () {
    const found = yield* settled(find);
    yield;
    return found;
  });
}

/** Counts work, in steps. */
export function countWork(steps: number): void {
  if (asking) asking.left -= steps;
}

/** Whether an evaluation has to pause. */
export function isPauseDue(): boolean {
  return asking !== undefined && asking.left <= 0;
}

/** What steps come to, taken to their end. */
export function atOnce<T>(steps: Generator<unknown, T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

function within<T>(own: Asking, work: () => T): T {
  const [outer, couldLeave] = [asking, mayLeave];
  if (outer !== own) own.left = stepsBetweenPauses;
  asking = own;
  mayLeave = true;
  try {
    return work();
  } finally {
    asking = outer;
    mayLeave = couldLeave;
  }
}
