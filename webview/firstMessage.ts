import { isToWebview } from '../src/protocol/messageGuards';
import type { ToWebview } from '../src/protocol/messages';
import type { ViewMemory } from './viewState';

/** The id of the element that holds it. */
const elementId = 'first-message';

/**
 * What the host wrote into the page, so that there is something to see before the host has answered. Undefined where it
 * wrote nothing, and where VS Code shows the page once more: the state has gone on since.
 */
export function firstMessage(memory: ViewMemory): ToWebview | undefined {
  const text = document.getElementById(elementId)?.textContent;
  const page = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.content;
  if (!text || !page || memory.state.page === page) return undefined;
  memory.update({ page });
  const message: unknown = JSON.parse(text);
  return isToWebview(message) ? message : undefined;
}
