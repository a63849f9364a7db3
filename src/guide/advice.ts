/** A loss for a task: what it is chosen for, and what it asks of the model and of the data. */
export interface Advice {
  /** kebab-case, unique in the guide. */
  readonly id: string;
  /** The answer to the question that leads here. */
  readonly answer: string;
  /** Tells the answer from those beside it. */
  readonly hint: string;
  /** The class in `torch.nn`. */
  readonly loss: string;
  /** Arguments that the task calls for, as Python code; their values are a start for the user to change. */
  readonly code: Readonly<Record<string, string>>;
  /** Which example of the loss shows it; 0 is the first. */
  readonly example: number;
  /** With these arguments, as one line of text: x is the input, y the target. */
  readonly formula: string;
  /** One or two sentences. */
  readonly reason: string;
  /** What the model must end in. */
  readonly lastLayer: string;
  /** Shape and dtype of the target. */
  readonly target: string;
  readonly alternatives: readonly Alternative[];
}

/** Another loss for nearly the same task. */
export interface Alternative {
  readonly loss: string;
  /** When to take it instead. */
  readonly when: string;
}

/** A question with answers, each of which is advice or leads to another question. */
export interface Question {
  /** The answer to the question before; empty for the first. */
  readonly answer: string;
  readonly hint: string;
  readonly ask: string;
  readonly choices: readonly (Question | Advice)[];
}

/** Whether an answer leads to another question. */
export function isQuestion(choice: Question | Advice): choice is Question {
  return 'ask' in choice;
}

/** All advice that a question leads to. */
export function adviceBelow(question: Question): readonly Advice[] {
  return question.choices.flatMap((choice) => (isQuestion(choice) ? adviceBelow(choice) : [choice]));
}
