import { isToWebview } from '../src/protocol/messageGuards';
import type { ToWebview } from '../src/protocol/messages';

declare global {
  /** Put there by what started this script. */
  var firstMessage: unknown;
}

/** What the host sent with this script, so that there is something to see before it is asked; undefined if nothing. */
export function firstMessage(): ToWebview | undefined {
  const message = globalThis.firstMessage;
  return isToWebview(message) ? message : undefined;
}
