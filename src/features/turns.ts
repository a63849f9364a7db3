/** How long the event loop may be held before it gets a turn. */
const sliceMilliseconds = 5;

/** Takes steps to their end, with turns for the event loop. Undefined if they are not wanted any more before that. */
export async function inTurns<T>(
  steps: Generator<unknown, T>,
  isWanted: () => boolean,
): Promise<T | undefined> {
  for (;;) {
    for (const stop = performance.now() + sliceMilliseconds; performance.now() < stop;) {
      const step = steps.next();
      if (step.done === true) return step.value;
    }
    await new Promise((resolve) => setTimeout(resolve, 0));
    if (!isWanted()) return undefined;
  }
}
