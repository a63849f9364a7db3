import { isArrayOf, isBoolean, isNumber, isObjectWith, isRecordOf, isString } from '../src/protocol/guards';
import type { Host } from './host';

/** What only this view knows and keeps over hiding and reloading. The session itself is kept by the host. */
export interface ViewState {
  readonly version: 1;
  /** How far the page is scrolled, in CSS pixels. */
  readonly scroll: number;
  /** Folds that the user opened or closed, by id. */
  readonly open: Readonly<Record<string, boolean>>;
  /** Which tensor a tab shows, by tab. */
  readonly shown: Readonly<Record<string, string>>;
  /** Names of the losses used last, latest first. */
  readonly recent: readonly string[];
}

const initial: ViewState = { version: 1, scroll: 0, open: {}, shown: {}, recent: [] };

const isViewState = isObjectWith<ViewState>({
  version: (value): value is 1 => value === 1,
  scroll: isNumber,
  open: isRecordOf(isBoolean),
  shown: isRecordOf(isString),
  recent: isArrayOf(isString),
});

/** Reads and writes the {@link ViewState} of one webview. */
export class ViewMemory {
  readonly #host: Host;
  #state: ViewState;

  constructor(host: Host) {
    this.#host = host;
    const kept = host.kept();
    this.#state = isViewState(kept) ? kept : initial;
  }

  get state(): ViewState {
    return this.#state;
  }

  update(change: Partial<Omit<ViewState, 'version'>>): void {
    this.#state = { ...this.#state, ...change };
    this.#host.keep(this.#state);
  }
}
