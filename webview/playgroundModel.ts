import type { DType } from '../src/engine/tensor/tensor';
import type {
  InputState,
  LossForm,
  Outcome,
  PlaygroundResult,
  PlaygroundState,
  ToHost,
  ToWebview,
  Undoable,
} from '../src/protocol/messages';
import { newlyAsked } from '../src/protocol/inputState';
import type { PastResult } from '../src/protocol/pastResult';
import type { Question } from '../src/protocol/questions';
import type { ViewSettings } from '../src/protocol/viewSettings';
import { Questions, type Asked } from './questions';

/** An outcome that has numbers. */
export type ValueOutcome = Extract<Outcome, { readonly kind: 'value' }>;

/** A computation that takes long. */
export interface Busy {
  readonly revision: number;
  readonly what: string;
}

/** A file dropped on an input: its place, or where that is not known its contents. */
export type DroppedFile =
  { readonly uri: string } | { readonly fileName: string; readonly bytes: Uint8Array };

/** An edit that the host may not have seen yet. */
interface Edit {
  readonly revision: number;
  readonly apply: (state: PlaygroundState) => PlaygroundState;
}

/** The webview's copy of the session: applies edits at once, tells the host, and takes in what the host answers. */
export class PlaygroundModel {
  readonly #post: (message: ToHost) => void;
  readonly #changed: () => void;
  readonly #foresee: (state: PlaygroundState, revision: number) => PlaygroundResult | undefined;
  #losses: readonly LossForm[] = [];
  #state: PlaygroundState | undefined;
  #revision = 0;
  #edits: readonly Edit[] = [];
  /** The revision that brought the present loss; results before it belong to another one. */
  #lossRevision = 0;
  #result: PlaygroundResult | undefined;
  #value: ValueOutcome | undefined;
  #busy: Busy | undefined;
  readonly #questions: Questions;
  #isShown = true;
  #undoable: Undoable = { undo: false, redo: false };
  #history: readonly PastResult[] = [];

  #inputProblems = new Map<string, string>();

  /**
   * `changed` is called after every change of what the getters answer; `foresee` says of a typed state what the host
   * will answer, if it can say that at once.
   */
  constructor(
    post: (message: ToHost) => void,
    changed: () => void,
    foresee: (state: PlaygroundState, revision: number) => PlaygroundResult | undefined = () => undefined,
  ) {
    this.#post = post;
    this.#foresee = foresee;
    this.#questions = new Questions(post);
    this.#changed = changed;
  }

  /** Every loss that there is. */
  get losses(): readonly LossForm[] {
    return this.#losses;
  }

  /** Undefined until the host has answered. */
  get state(): PlaygroundState | undefined {
    return this.#state;
  }

  /** The form of the chosen loss. */
  get form(): LossForm | undefined {
    return this.#losses.find(({ name }) => name === this.#state?.loss);
  }

  /** The newest result for the chosen loss. */
  get result(): PlaygroundResult | undefined {
    return this.#result;
  }

  /** The newest outcome with numbers for the chosen loss; it stays while the newest result has none. */
  get value(): ValueOutcome | undefined {
    return this.#value;
  }

  /** Whether the newest edit has no result yet. */
  get pending(): boolean {
    return this.#state !== undefined && (this.#result?.revision ?? -1) < this.#revision;
  }

  /** The computation that the host says takes long. */
  get busy(): Busy | undefined {
    return this.#busy;
  }

  /** Whether there is something to undo and to redo. */
  get undoable(): Undoable {
    return this.#undoable;
  }

  /** The results of before, newest first. */
  get history(): readonly PastResult[] {
    return this.#history;
  }

  /** What the user has for an input. */
  input(name: string): InputState {
    return this.#state?.inputs[name] ?? { text: '', dtype: 'auto' };
  }

  receive(message: ToWebview): void {
    switch (message.type) {
      case 'show':
        this.#losses = message.losses;
        this.#undoable = message.undoable;
        this.#acknowledge(message.seen ?? message.revision);
        this.#show(message.state, message.revision);
        if (message.result) this.#take(message.result);
        break;
      case 'result':
        this.#acknowledge(message.result.revision);
        this.#take(message.result);
        break;
      case 'busy':
        if (message.revision >= (this.#result?.revision ?? 0)) this.#busy = message;
        break;
      case 'answer':
        this.#questions.receive(message.id, message.answer);
        if (!this.pending) this.#busy = undefined;
        break;
      case 'history':
        this.#history = message.results;
        break;
      case 'inputProblem':
        this.#inputProblems.set(message.name, message.text);
        break;
      case 'notice':
        return;
    }
    this.#changed();
  }

  chooseLoss(loss: string): void {
    this.#edit(
      (state) => ({ ...state, loss }),
      (revision) => ({ type: 'chooseLoss', loss, revision }),
    );
  }

  /** `null` restores the default. */
  setParameter(name: string, text: string | null): void {
    if (text === (this.#state?.parameters[name] ?? null)) return;
    this.#edit(
      (state) => ({ ...state, parameters: withParameter(state.parameters, name, text) }),
      (revision) => ({ type: 'setParameter', name, text, revision }),
    );
  }

  /** `dtype` left out keeps the chosen one. */
  setInput(name: string, text: string, dtype: DType | 'auto' = this.input(name).dtype): void {
    const { nameInCode, ...present } = this.input(name);
    if (text === present.text && dtype === present.dtype && !present.file) return;
    const input = { text, dtype, ...(nameInCode !== undefined && { nameInCode }) };
    this.#edit(
      (state) => ({ ...state, inputs: { ...state.inputs, [name]: input } }),
      (revision) => ({ type: 'setInput', name, text, dtype, revision }),
    );
  }

  setDType(name: string, dtype: DType | 'auto'): void {
    if (dtype === this.input(name).dtype) return;
    this.#edit(
      (state) => {
        const input = { ...(state.inputs[name] ?? { text: '' }), dtype };
        return { ...state, inputs: { ...state.inputs, [name]: input } };
      },
      (revision) => ({ type: 'setDType', name, dtype, revision }),
    );
  }

  setTab(tab: string): void {
    if (!this.#state || this.#state.tab === tab) return;
    this.#state = { ...this.#state, tab };
    this.#post({ type: 'setTab', tab });
    this.#changed();
  }

  /** Changes settings of tabs; those left out stay. */
  setViews(views: ViewSettings): void {
    if (!this.#state) return;
    this.#state = { ...this.#state, views: { ...this.#state.views, ...views } };
    this.#post({ type: 'setViews', views });
    this.#changed();
  }

  /**
   * What is known about a question, which is asked unless it was, or its answer will come with the next result.
   * Rendering may call it again and again.
   */
  ask<Q extends Question>(question: Q): Asked<Q['kind']> {
    const { outcome, revision = 0 } = this.#result ?? {};
    const isSettled = this.#isShown && outcome?.kind === 'value' && !this.pending;
    return this.#questions.ask(question, isSettled ? revision : undefined);
  }

  /** Whether anybody can see the page: questions are asked only then. */
  setShown(isShown: boolean): void {
    this.#isShown = isShown;
    this.#changed();
  }

  /** Asks once more what was cancelled. */
  askAgain(kind: Question['kind']): void {
    this.#questions.forget(kind);
    this.#changed();
  }

  loadExample(index: number): void {
    this.#edit(
      (state) => state,
      (revision) => ({ type: 'loadExample', index, revision }),
    );
  }

  randomInput(name: string, shape: readonly number[], seed: number): void {
    this.#edit(
      (state) => state,
      (revision) => ({ type: 'randomInput', name, shape, seed, revision }),
    );
  }

  inputFromEditor(name: string): void {
    this.#fill({ type: 'inputFromEditor', name });
  }

  inputFromFile(name: string): void {
    this.#fill({ type: 'inputFromFile', name });
  }

  /** Takes what was dropped on an input: the place of a file, or its contents. */
  inputFromDrop(name: string, dropped: DroppedFile): void {
    this.#fill(
      'uri' in dropped
        ? { type: 'inputFromUri', name, uri: dropped.uri }
        : { type: 'inputFromBytes', name, ...dropped },
    );
  }

  /** Why an input could not be filled as the user asked last; undefined once it is changed. */
  inputProblem(name: string): string | undefined {
    return this.#inputProblems.get(name);
  }

  undo(): void {
    if (this.#undoable.undo) this.#post({ type: 'undo' });
  }

  redo(): void {
    if (this.#undoable.redo) this.#post({ type: 'redo' });
  }

  /** Asks for the result once more, after it was cancelled. */
  computeAgain(): void {
    if (this.#state) this.chooseLoss(this.#state.loss);
  }

  #fill(message: Extract<ToHost, { readonly type: `inputFrom${string}` }>): void {
    this.#inputProblems.delete(message.name);
    this.#post(message);
    this.#changed();
  }

  #edit(apply: Edit['apply'], message: (revision: number) => ToHost): void {
    if (!this.#state) return;
    const revision = this.#revision + 1;
    this.#edits = [...this.#edits, { revision, apply }];
    this.#undoable = { undo: true, redo: false };
    this.#adopt(apply(this.#state), revision);
    const sent = message(revision);
    this.#post(sent);
    // what is typed the host applies as it is applied here
    if (sent.type.startsWith('set')) this.#takeForeseen(this.#state, revision);
    this.#changed();
  }

  /** Until the host has answered, the formulas are those of before. */
  #takeForeseen(state: PlaygroundState, revision: number): void {
    const present = this.#result;
    // the weights that a loss draws may be many
    if (!present || (present.weights ?? []).length > 0) return;
    const foreseen = this.#foresee(state, revision);
    if (!foreseen) return;
    const { formula, gradientFormula } = present;
    this.#take({ ...foreseen, formula, gradientFormula });
  }

  /** Takes the host's state, with those edits on top that it does not have yet. */
  #show(state: PlaygroundState, revision: number): void {
    const shown = this.#edits.reduce((edited, { apply }) => apply(edited), state);
    this.#adopt(shown, Math.max(revision, this.#edits.at(-1)?.revision ?? 0));
  }

  #adopt(state: PlaygroundState, revision: number): void {
    for (const name of this.#inputProblems.keys()) {
      // what the host shows is another object each time
      const [before, after] = [this.#state, state].map((one) => JSON.stringify(one?.inputs[name]));
      if (before !== after) this.#inputProblems.delete(name);
    }
    // The numbers of another call are not those of this one before it has any.
    if (this.#state?.loss !== state.loss || newlyAsked(this.#state, state) !== undefined) {
      this.#lossRevision = revision;
      this.#result = undefined;
      this.#value = undefined;
      this.#busy = undefined;
      this.#questions.clear();
    }
    this.#state = state;
    this.#revision = revision;
  }

  #take(result: PlaygroundResult): void {
    if (result.revision < Math.max(this.#lossRevision, this.#result?.revision ?? 0)) return;
    // what was cancelled tells nothing of the loss: its formulas and weights are as they were
    const { formula, gradientFormula, weights } = this.#result ?? {};
    const known = { formula, gradientFormula, ...(weights && { weights }) };
    const isBare = result.outcome.kind === 'cancelled' && !result.formula;
    this.#result = isBare ? { ...result, ...known } : result;
    if (result.outcome.kind === 'value') this.#value = result.outcome;
    if (this.#busy && this.#busy.revision <= result.revision) this.#busy = undefined;
  }

  #acknowledge(revision: number): void {
    this.#edits = this.#edits.filter((edit) => edit.revision > revision);
  }
}

function withParameter(
  parameters: Readonly<Record<string, string>>,
  name: string,
  text: string | null,
): Readonly<Record<string, string>> {
  if (text !== null) return { ...parameters, [name]: text };
  return Object.fromEntries(Object.entries(parameters).filter(([each]) => each !== name));
}
