import { settled } from '../python/pauses';
import { nextTurn, takeTurn } from '../python/eventLoop';
import type { PythonDocument } from '../python/pythonDocument';

/** How long the event loop may be held before it gets a turn. */
const sliceMilliseconds = 2;

/** Takes steps to their end, with turns for the event loop. Undefined if they are not wanted any more before that. */
export async function inTurns<T>(
  steps: Generator<unknown, T>,
  isWanted: () => boolean,
): Promise<T | undefined> {
  for (;;) {
    if (!takeTurn()) {
      await nextTurn();
      if (!isWanted()) return undefined;
    }
    const end = slice(steps);
    if (end) return end.value;
  }
}

/** As {@link inTurns}, of what is wanted in any case. */
export async function allInTurns<T>(steps: Generator<unknown, T>): Promise<T> {
  for (;;) {
    if (!takeTurn()) await nextTurn();
    const end = slice(steps);
    if (end) return end.value;
  }
}

/** Takes steps for as long as the event loop may be held. What they come to, if that is their end. */
function slice<T>(steps: Generator<unknown, T>): { readonly value: T } | undefined {
  for (const stop = performance.now() + sliceMilliseconds; performance.now() < stop;) {
    const step = steps.next();
    if (step.done === true) return step;
  }
  return undefined;
}

/**
 * What a question about a document that is ready comes to, with turns for the event loop while its constants are
 * evaluated. Undefined if the text changes before that, or nobody wants to know any more.
 */
export function answered<T>(
  python: PythonDocument,
  ask: () => T,
  isWanted?: () => boolean,
): Promise<T | undefined> {
  return inTurns(settled(ask), unchanged(python, isWanted));
}

/** Tells whether a document is as it is now, and something is still wanted. */
export function unchanged(python: PythonDocument, isWanted: () => boolean = () => true): () => boolean {
  const { version } = python;
  return () => python.version === version && python.isReady && isWanted();
}
