import type { ToHost } from '../src/protocol/messages';
import type { Answer, AnswerOf, NoAnswer, Question, QuestionOf } from '../src/protocol/questions';

/** What is known about a question. */
export interface Asked<K extends Answer['kind']> {
  /** The newest answer of the kind; it stays while a newer one is on its way. */
  readonly answer: AnswerOf<K> | undefined;
  /** The question that it answers. */
  readonly about: QuestionOf<K> | undefined;
  /** Why the newest question has no answer. */
  readonly noAnswer: NoAnswer | undefined;
  /** Whether the newest answer, or the lack of one, is to this very question about the newest result. */
  readonly isCurrent: boolean;
}

interface Line {
  /** Of the newest question that was sent. */
  readonly id: number;
  readonly key: string;
  readonly question: Question;
  readonly answered: boolean;
  readonly answer: Answer | undefined;
  readonly about: Question | undefined;
  readonly noAnswer: NoAnswer | undefined;
}

/** The questions of one webview: of each kind the newest, and the newest answer. */
export class Questions {
  readonly #post: (message: ToHost) => void;
  #lines = new Map<Question['kind'], Line>();
  #lastId = 0;

  constructor(post: (message: ToHost) => void) {
    this.#post = post;
  }

  /**
   * What is known about a question; it is asked if it is a new one.
   * @param revision of the newest result; undefined while there is none to ask about, or nobody looks
   */
  ask<K extends Question['kind']>(
    question: Question & { readonly kind: K },
    revision: number | undefined,
  ): Asked<K> {
    const { kind } = question;
    const key = `${revision ?? ''} ${JSON.stringify(question)}`;
    const before = this.#lines.get(kind);
    if (revision !== undefined && before?.key !== key) {
      const id = ++this.#lastId;
      this.#lines.set(kind, {
        id,
        key,
        answered: false,
        question,
        answer: before?.answer,
        about: before?.about,
        noAnswer: undefined,
      });
      this.#post({ type: 'ask', id, question, revision });
    }
    const line = this.#lines.get(kind);
    return {
      // Answers are kept by their own kind.
      answer: line?.answer as AnswerOf<K> | undefined,
      about: line?.about as QuestionOf<K> | undefined,
      noAnswer: line?.noAnswer,
      isCurrent: line?.key === key && line.answered,
    };
  }

  receive(id: number, answer: Answer | NoAnswer): void {
    for (const [kind, line] of this.#lines) {
      if (line.id !== id) continue;
      const known =
        answer.kind === kind
          ? { answer, about: line.question, noAnswer: undefined }
          : { noAnswer: answer as NoAnswer };
      this.#lines.set(kind, { ...line, ...known, answered: true });
    }
  }

  /** Lets the next question of the kind be asked even if it is the same. */
  forget(kind: Question['kind']): void {
    const line = this.#lines.get(kind);
    if (line) this.#lines.set(kind, { ...line, key: '', noAnswer: undefined });
  }

  /** Forgets all answers: they were about something else. */
  clear(): void {
    this.#lines = new Map();
  }
}
