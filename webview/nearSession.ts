import type { PlaygroundResult, PlaygroundState } from '../src/protocol/messages';
import { translations } from '../src/l10n/localize';
import type { PageSession } from '../src/protocol/pageSession';

/** So many characters in all inputs together are answered for within a frame, whatever the loss. */
const mostCharacters = 20_000;

/**
 * The host's session once more, in the page: it answers for small tensors within the frame in which they were typed,
 * where the host's answer is some frames away, and many over a remote connection. The host answers all the same; both
 * run the same code and say the same, but for last digits of long gradients: the page's policy forbids WebAssembly, and
 * with it vector instructions. Formulas and tensors that stay in files are the host's alone.
 */
export class NearSession {
  #session: PageSession | undefined;
  #isLoading = false;

  /** Loads the session's script, once, and lets it read a state, so that the first key finds it ready. */
  async load(script: string, state: PlaygroundState): Promise<void> {
    if (this.#isLoading) return;
    this.#isLoading = true;
    const session = await pageSession(script);
    session?.translate(translations());
    if (isSmall(state)) session?.answer(state, 0);
    this.#session = session;
  }

  /** The answer to a state without its formulas; undefined where it is the host's to answer. */
  answer(state: PlaygroundState, revision: number): PlaygroundResult | undefined {
    return isSmall(state) ? this.#session?.answer(state, revision) : undefined;
  }
}

async function pageSession(script: string): Promise<PageSession | undefined> {
  try {
    return (await import(script)) as PageSession;
  } catch {
    return undefined; // out of reach: the host answers alone
  }
}

function isSmall({ inputs, parameters }: PlaygroundState): boolean {
  const texts = [...Object.values(inputs).map(({ text }) => text), ...Object.values(parameters)];
  const characters = texts.reduce((sum, text) => sum + text.length, 0);
  return characters <= mostCharacters && Object.values(inputs).every(({ file }) => !file);
}
