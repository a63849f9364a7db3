// The entry of what the playground's page loads to answer for small tensors itself: dist/session.js.
import { setTranslations } from '../l10n/localize';
import type { PageSession } from '../protocol/pageSession';
import { PlaygroundSession } from './session';

/** So many weights are drawn and differentiated within a frame. */
const mostWeights = 20_000;

const session = new PlaygroundSession();

/** The answer to a state, without its formulas; undefined if it takes long. It is no exception. */
export const answer: PageSession['answer'] = (state, revision) =>
  session.weightCount(state) <= mostWeights ? session.answer(state, revision) : undefined;

/** Sets the language of the answers. */
export const translate: PageSession['translate'] = setTranslations;
