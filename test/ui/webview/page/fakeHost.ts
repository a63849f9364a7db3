import type { FormulaData } from '../../../../src/formulas/formulaData';
import { FormulaBook } from '../../../../src/formulas/formulaBook';
import { setTranslations } from '../../../../src/l10n/localize';
import { EditHistory, typedField } from '../../../../src/playground/editHistory';
import { lossForms } from '../../../../src/playground/lossForms';
import { applyEdit, initialState } from '../../../../src/playground/playgroundEdits';
import { ResultHistory, type KeptResult } from '../../../../src/playground/resultHistory';
import { PlaygroundSession } from '../../../../src/playground/session';
import { isToHost, isToWebview } from '../../../../src/protocol/messageGuards';
import { written } from '../../../../src/text/exportTensor';
import { tensorFormats } from '../../../../src/text/tensorFormats';
import type { PlaygroundResult, PlaygroundState, ToHost, ToWebview } from '../../../../src/protocol/messages';

/** What a test asks of the page before it loads. */
export interface PageOptions {
  readonly state?: PlaygroundState;
  readonly kept?: unknown;
  /** The history of results; left out: none is written. */
  readonly results?: readonly KeptResult[];
  readonly strings?: Readonly<Record<string, string>>;
  /** Whether results are left to the test. */
  readonly silent?: boolean;
}

/** What stands in for VS Code in the page: the real session behind the real protocol, without an editor. */
export class FakeHost {
  /** Everything that the webview said. */
  readonly received: ToHost[] = [];
  /** How many messages of the webview are on their way here. */
  underway = 0;
  /** Text that was copied, latest last. */
  readonly copied: string[] = [];
  kept: unknown;
  state: PlaygroundState;
  revision = 0;
  /** Whether it computes; else results are left to the test. */
  answers: boolean;
  /** In milliseconds, for what is undone as one step: however slow the machine, nobody pauses but the test. */
  time = 0;
  readonly #options: PageOptions;
  readonly #session: PlaygroundSession;
  readonly #history = new EditHistory();
  readonly #results: ResultHistory;

  constructor(options: PageOptions) {
    this.#options = options;
    setTranslations(options.strings ?? {});
    this.answers = !options.silent;
    this.#session = new PlaygroundSession({ formulas: new FormulaBook(globalThis.formulas) });
    this.kept = options.kept;
    this.#results = new ResultHistory({
      kept: options.results ?? [],
      onChange: () => this.send({ type: 'history', results: this.#results.shown }),
    });
    this.state = options.state ?? initialState();
  }

  /** Sends what the host sends; a message that the guards refuse is the test's mistake. */
  send(message: ToWebview): void {
    if (!isToWebview(message)) throw new TypeError(`Not a message: ${JSON.stringify(message)}`);
    window.postMessage(structuredClone(message), '*');
  }

  /** Changes the state from outside the webview. */
  change(state: PlaygroundState): void {
    this.state = state;
    this.revision += 1;
    this.show();
    this.result();
  }

  /** Takes what the webview sends. */
  receive(message: unknown): void {
    if (!isToHost(message)) throw new TypeError(`Not a message: ${JSON.stringify(message)}`);
    this.received.push(message);
    switch (message.type) {
      case 'ready':
        this.send({ type: 'history', results: this.#results.shown });
        if (message.shown === this.revision) this.result();
        else this.show(this.answers ? this.compute() : undefined);
        return;
      case 'chooseLoss':
      case 'loadExample':
      case 'setInput':
      case 'setDType':
      case 'randomInput':
      case 'setParameter': {
        const before = this.state;
        this.state = applyEdit(before, message);
        this.#history.record(before, this.state, typedField(before, message), this.time);
        this.revision = message.revision;
        if (['chooseLoss', 'loadExample', 'randomInput'].includes(message.type)) this.show();
        this.result();
        return;
      }
      case 'undo':
      case 'redo': {
        const other = this.#history[message.type](this.state);
        if (other) this.change(other);
        return;
      }
      case 'restoreResult': {
        const before = this.state;
        const restored = this.#results.restored(message.id, before) ?? before;
        this.#history.record(before, restored, undefined, this.time);
        this.change(restored);
        return;
      }
      case 'pinResult':
      case 'removeResult':
      case 'clearResults':
        if (!this.#results.edit(message)) this.send({ type: 'notice', text: 'Too many are pinned' });
        return;
      case 'setTab':
        this.state = { ...this.state, tab: message.tab };
        return;
      case 'setViews':
        this.state = { ...this.state, views: { ...this.state.views, ...message.views } };
        return;
      case 'ask':
        if (this.answers && message.revision === this.revision) {
          const { id, question } = message;
          this.send({ type: 'answer', id, answer: this.#session.ask(question, this.state) });
        }
        return;
      case 'copyTensor':
        this.copied.push(written(tensorFormats[message.format](message.tensor)));
        this.send({ type: 'notice', text: 'Copied' });
        return;
      case 'copy':
        this.copied.push(message.text);
        this.send({ type: 'notice', text: 'Copied' });
        return;
      default:
    }
  }

  show(result?: PlaygroundResult): void {
    const { strings } = this.#options;
    const { state, revision } = this;
    const undoable = { undo: this.#history.canUndo, redo: this.#history.canRedo };
    this.send({
      type: 'show',
      losses: lossForms(),
      state,
      revision,
      undoable,
      ...(result && { result }),
      ...(strings && { strings }),
    });
  }

  result(): void {
    if (!this.answers) return;
    this.send({ type: 'result', result: this.compute() });
  }

  private compute(): PlaygroundResult {
    const result = this.#session.answer(this.state, this.revision);
    if (this.#options.results) this.#results.take(this.state, result, Date.now());
    return result;
  }
}

declare global {
  var host: FakeHost;
  var pageOptions: PageOptions;
  var formulas: FormulaData;
  function acquireVsCodeApi(): unknown;
}

globalThis.host = new FakeHost(globalThis.pageOptions);
globalThis.acquireVsCodeApi = () => ({
  // As in VS Code, a message is a copy that arrives later.
  postMessage: (message: unknown) => {
    const copy: unknown = structuredClone(message);
    globalThis.host.underway++;
    setTimeout(() => {
      globalThis.host.underway--;
      globalThis.host.receive(copy);
    });
  },
  getState: () => globalThis.host.kept,
  setState: (state: unknown) => (globalThis.host.kept = structuredClone(state)),
});
