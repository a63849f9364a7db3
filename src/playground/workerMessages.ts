import type { InputState, PlaygroundResult, PlaygroundState } from '../protocol/messages';
import type { Answer, NoAnswer, Question } from '../protocol/questions';

/** A state on its way to the worker, without the texts that the worker has already. */
export interface WorkerRequest {
  readonly revision: number;
  readonly state: Omit<PlaygroundState, 'inputs'> & {
    readonly inputs: Readonly<Record<string, Omit<InputState, 'text'>>>;
  };
  /** The inputs' texts that changed since the last request, by name. */
  readonly texts: Readonly<Record<string, string>>;
  /** What is asked about the state; left out: its result. */
  readonly question?: Question;
}

/** What the worker is started with. */
export interface WorkerSettings {
  /** The file of typeset formulas. */
  readonly formulas: string;
  /** English text to the user's language. */
  readonly translations: Readonly<Record<string, string>>;
}

/** What the worker says: what it is about to do, and in the end the result or the answer. */
export type WorkerReply =
  | { readonly type: 'step'; readonly what: string }
  | { readonly type: 'result'; readonly result: PlaygroundResult }
  | { readonly type: 'answer'; readonly answer: Answer | NoAnswer };
