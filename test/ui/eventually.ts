import { AssertionError } from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';

/** So long may a slow machine take to come to what is expected, and so often is it looked at; in milliseconds. */
const [patience, pause] = [30_000, 50];

/**
 * Waits until an assertion holds, and gives what it gives; where it never does, it fails as it did last. For what a
 * page comes to in its own time and Playwright does not wait for: counts, texts, attributes, boxes, the focus.
 */
export async function eventually<T>(assertion: () => Promise<T>): Promise<T> {
  const end = performance.now() + patience;
  for (;;) {
    try {
      return await assertion();
    } catch (error) {
      if (!(error instanceof AssertionError) || performance.now() > end) throw error;
    }
    await setTimeout(pause);
  }
}
