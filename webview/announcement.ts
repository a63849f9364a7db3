import type { PlaygroundResult } from '../src/protocol/messages';
import { t } from '../src/l10n/localize';

/** What a screen reader says about a result. */
export function announcement({ outcome, inputs, parameters }: PlaygroundResult): string {
  switch (outcome.kind) {
    case 'value':
      return [
        t('Loss: {0}', outcome.printed.slice(0, 200)),
        outcome.reduction,
        ...outcome.warnings,
        outcome.explanation ?? '',
      ]
        .filter(Boolean)
        .join('. ');
    case 'error':
      return `${outcome.type}: ${outcome.message.replace(/\.$/, '')}. ${outcome.explanation ?? ''}`.trim();
    case 'cancelled':
      return t('Cancelled.');
    case 'incomplete': {
      const problems = Object.entries({ ...inputs, ...parameters }).flatMap(
        ([name, { problem, fileProblem }]) => {
          if (fileProblem !== undefined) return [t('{0}: {1}', name, fileProblem)];
          if (!problem) return [];
          return [t('{0}, line {1}, column {2}: {3}', name, problem.line, problem.column, problem.message)];
        },
      );
      return problems.join('. ');
    }
  }
}

/** How long nothing must change before it is said, so that typing is not talked over. */
const quietMilliseconds = 700;

/** Passes on the latest text once it has stood for a while. */
export class Announcer {
  readonly #say: (text: string) => void;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(say: (text: string) => void) {
    this.#say = say;
  }

  announce(text: string): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#say(text), quietMilliseconds);
  }
}
