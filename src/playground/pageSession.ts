// The entry of what the playground's page loads to answer for small tensors itself: dist/session.js.
import type { PageSession } from '../protocol/pageSession';
import { PlaygroundSession } from './session';

const session = new PlaygroundSession();

/** The answer to a state, without its formulas. It is no exception. */
export const answer: PageSession['answer'] = (state, revision) => session.answer(state, revision);
