import { lossByName } from '../engine/evaluate';
import { isArrayOf, isObjectWith, isOptional, isRecordOf } from '../protocol/guards';
import { isInputState } from '../protocol/messageGuards';
import type { InputState, PlaygroundResult, PlaygroundState, ToHost } from '../protocol/messages';
import { isPastResult, type PastResult } from '../protocol/pastResult';

/** A result with what it takes to restore it; JSON. */
export interface KeptResult {
  readonly shown: PastResult;
  /** The loss's inputs; left out where they are too long. */
  readonly inputs?: Readonly<Record<string, InputState>>;
}

/** What the user asks of the list itself. */
export type HistoryEdit = Extract<ToHost, { readonly type: 'pinResult' | 'removeResult' | 'clearResults' }>;

const isKept = isArrayOf(
  isObjectWith<KeptResult>({ shown: isPastResult, inputs: isOptional(isRecordOf(isInputState)) }),
);

/** What a {@link ResultHistory} starts with and whom it tells. */
export interface ResultHistoryOptions {
  /** What {@link ResultHistory.kept} was; anything else is dropped. */
  readonly kept: unknown;
  /** Told after every change. */
  readonly onChange: () => void;
  /** A result that no other one follows for so many milliseconds has settled: the user has stopped typing. */
  readonly pause?: number;
}

/** So many results that are not pinned are kept. */
const mostResults = 30;
/** So many pinned ones; one more is not pinned. */
export const mostPinned = 50;
/** Inputs of more characters than this are not kept a second time. */
const mostCharacters = 20_000;

/** The results that the user has seen, newest first; each state once. */
export class ResultHistory {
  readonly #onChange: () => void;
  readonly #pause: number;
  #results: readonly KeptResult[];
  /** What will be taken up when it has settled. */
  #coming: KeptResult | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor({ kept, onChange, pause = 1000 }: ResultHistoryOptions) {
    this.#results = isKept(kept) ? kept : [];
    this.#onChange = onChange;
    this.#pause = pause;
  }

  /** What outlives the window. */
  get kept(): readonly KeptResult[] {
    return this.#results;
  }

  /** What the user is shown. */
  get shown(): readonly PastResult[] {
    return this.#results.map(({ shown }) => shown);
  }

  /** Takes the result of a state, once it has settled. Another loss settles the one before at once. */
  take(state: PlaygroundState, result: PlaygroundResult, time: number): void {
    if (this.#coming && this.#coming.shown.setting.loss !== state.loss) this.settle();
    clearTimeout(this.#timer);
    this.#coming = keptResult(state, result, time);
    if (!this.#coming) return;
    this.#timer = setTimeout(() => this.settle(), this.#pause);
  }

  /** Takes up at once what has not settled yet. */
  settle(): void {
    clearTimeout(this.#timer);
    const coming = this.#coming;
    this.#coming = undefined;
    if (!coming) return;
    const same = this.#results.find((each) => isSameState(each, coming));
    const { id, pinned } = same?.shown ?? { id: this.#nextId(), pinned: false };
    const others = this.#results.filter((each) => each !== same);
    this.#change([{ ...coming, shown: { ...coming.shown, id, pinned } }, ...others]);
  }

  /** The state with a result's loss, parameters and inputs; undefined if that is not known any more. */
  restored(id: number, state: PlaygroundState): PlaygroundState | undefined {
    const { shown, inputs } = this.#results.find((each) => each.shown.id === id) ?? {};
    const loss = lossByName(shown?.setting.loss ?? '');
    if (!shown || !inputs || !loss) return undefined;
    const own = new Set(loss.parameters.map(({ name }) => name));
    const others = Object.entries(state.parameters).filter(([name]) => !own.has(name));
    return {
      ...state,
      loss: loss.name,
      parameters: { ...Object.fromEntries(others), ...shown.setting.parameters },
      // weights that were not entered are drawn again
      inputs: loss.learned ? inputs : { ...state.inputs, ...inputs },
    };
  }

  /** Changes the list; false where a result cannot be pinned because {@link mostPinned} are. */
  edit(edit: HistoryEdit): boolean {
    switch (edit.type) {
      case 'pinResult': {
        const { id, pinned } = edit;
        if (pinned && this.#results.filter(({ shown }) => shown.pinned).length >= mostPinned) return false;
        const pin = (each: KeptResult): KeptResult =>
          each.shown.id === id ? { ...each, shown: { ...each.shown, pinned } } : each;
        this.#change(this.#results.map(pin));
        return true;
      }
      case 'removeResult':
        this.#change(this.#results.filter(({ shown }) => shown.id !== edit.id));
        return true;
      case 'clearResults':
        this.#change(this.#results.filter(({ shown }) => shown.pinned));
        return true;
    }
  }

  dispose(): void {
    clearTimeout(this.#timer);
  }

  #change(results: readonly KeptResult[]): void {
    let room = mostResults;
    this.#results = results.filter(({ shown }) => shown.pinned || room-- > 0);
    this.#onChange();
  }

  #nextId(): number {
    return 1 + Math.max(0, ...this.#results.map(({ shown }) => shown.id));
  }
}

/** Undefined where there is no value. */
function keptResult(
  state: PlaygroundState,
  { outcome, inputs: read }: PlaygroundResult,
  time: number,
): KeptResult | undefined {
  const loss = lossByName(state.loss);
  if (!loss || outcome.kind !== 'value') return undefined;
  const value = outcome.precise || firstLine(outcome.printed);
  const parameters = picked(
    state.parameters,
    loss.parameters.map(({ name }) => name),
  );
  const inputs = picked(state.inputs, Object.keys(read));
  const texts = [...Object.values(parameters), ...Object.values(inputs).map(({ text }) => text)];
  const restorable = texts.reduce((sum, text) => sum + text.length, 0) <= mostCharacters;
  const setting = { loss: loss.name, parameters: restorable ? parameters : {} };
  const shown = { id: 0, setting, value, time, pinned: false, restorable };
  return { shown, ...(restorable && { inputs }) };
}

function picked<T>(record: Readonly<Record<string, T>>, names: readonly string[]): Record<string, T> {
  return Object.fromEntries(Object.entries(record).filter(([name]) => names.includes(name)));
}

/** Whether two results are of the same state. Of those that cannot be restored nobody can tell: each is its own. */
function isSameState(a: KeptResult, b: KeptResult): boolean {
  // the same state has the same value, and values are compared sooner than long inputs
  if (!a.inputs || !b.inputs || a.shown.value !== b.shown.value) return false;
  const text = ({ shown, inputs }: KeptResult): string =>
    JSON.stringify([shown.setting.loss, sorted(shown.setting.parameters), sorted(inputs ?? {})]);
  return text(a) === text(b);
}

function sorted<T>(record: Readonly<Record<string, T>>): readonly (readonly [string, T])[] {
  return Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
}

function firstLine(text: string): string {
  const [line = '', ...more] = text.split('\n');
  return more.length > 0 || line.length > 60 ? `${line.slice(0, 60)}…` : line;
}
