import type { PlaygroundResult, PlaygroundState } from './messages';

/** What `dist/session.js` exports: the session, for the playground's page. */
export interface PageSession {
  /** Sets the language of the answers: English text to the user's. */
  readonly translate: (strings: Readonly<Record<string, string>>) => void;
  /** The answer to a state, without its formulas; undefined if it takes long. It is no exception. */
  readonly answer: (state: PlaygroundState, revision: number) => PlaygroundResult | undefined;
}
