import { commands, Disposable, env, l10n, Uri, type Memento, type Webview } from 'vscode';
import { documentationUrl } from '../engine/defineLoss';
import { lossByName } from '../engine/evaluate';
import { ComputeClient } from '../playground/computeClient';
import { EditHistory, typedField } from '../playground/editHistory';
import { lossForms } from '../playground/lossForms';
import { mostPinned, ResultHistory } from '../playground/resultHistory';
import { translated } from '../l10n/localize';
import { FileError } from '../files/fileError';
import { applyEdit, restoredState, withInput, type PlaygroundEdit } from '../playground/playgroundEdits';
import { stateOfText, textOfState } from '../playground/sharedState';
import { isToHost } from '../protocol/messageGuards';
import type { InputState, PlaygroundResult, PlaygroundState, ToHost, ToWebview } from '../protocol/messages';
import { Copier } from './copier';
import { chooseInputFile, fileOfUri, inputFromBytes, inputFromUri } from './inputFiles';
import { CodeInserter } from './insertCode';
import { commandIds } from './manifest';
import type { PlaygroundStateFile } from './playgroundStateFile';
import { savePicture } from './savePicture';

const resultsKey = 'results';

type Show = Extract<ToWebview, { readonly type: 'show' }>;

/**
 * The one playground of a window: its state, shown by the view in the side bar and by the editor panel, whichever are
 * open. It computes off the event loop, and only while one of them is.
 */
export class Playground implements Disposable {
  readonly #file: PlaygroundStateFile;
  readonly #fromEditor: () => Promise<InputState | undefined>;
  readonly #client: ComputeClient;
  readonly #webviews = new Set<Webview>();
  /** Those that the user sees. */
  readonly #visible = new Set<Webview>();
  readonly #history = new EditHistory();
  readonly #inserter = new CodeInserter();
  readonly #copier = new Copier();
  readonly #results: ResultHistory;
  #state: PlaygroundState | undefined;
  #loading: Promise<PlaygroundState> | undefined;
  #revision = 0;
  /** The newest edit that came from each webview. */
  readonly #seen = new WeakMap<Webview, number>();
  /** The revision whose result was asked for last. */
  #asked: number | undefined;
  #result: PlaygroundResult | undefined;

  /**
   * @param memento keeps the history of results.
   * @param fromEditor finds the tensor that the user points at in a text editor.
   */
  constructor(
    extensionUri: Uri,
    file: PlaygroundStateFile,
    memento: Memento,
    fromEditor: () => Promise<InputState | undefined>,
  ) {
    this.#file = file;
    this.#fromEditor = fromEditor;
    this.#results = new ResultHistory({
      kept: memento.get(resultsKey),
      onChange: () => {
        void memento.update(resultsKey, this.#results.kept);
        this.#post({ type: 'history', results: this.#results.shown });
      },
    });
    this.#client = new ComputeClient({
      worker: Uri.joinPath(extensionUri, 'dist', 'worker.cjs').fsPath,
      onResult: (result) => this.#take(result),
      onBusy: (revision, what) => this.#post({ type: 'busy', revision, what }),
    });
  }

  /** Shows the playground in a webview until the returned disposable is disposed of. */
  attach(webview: Webview): Disposable {
    this.#webviews.add(webview);
    this.showing(webview, true);
    // before the page asks for it
    void this.#ready().then(() => this.#compute());
    const listener = webview.onDidReceiveMessage((message: unknown) => {
      if (isToHost(message)) void this.#receive(webview, message);
    });
    return new Disposable(() => {
      listener.dispose();
      this.#webviews.delete(webview);
      this.showing(webview, false);
    });
  }

  /** Takes in whether the user sees a webview now. */
  showing(webview: Webview, isVisible: boolean): void {
    if (isVisible) this.#visible.add(webview);
    else this.#visible.delete(webview);
    if (this.#visible.size > 0) this.#client.start();
    else this.#client.release();
  }

  /** What is known of the loss at once. */
  async shownLoss(): Promise<{ readonly name: string; readonly summary: string }> {
    const { loss: name } = await this.#ready();
    return { name, summary: translated(lossByName(name)?.summary ?? '') };
  }

  /** What a page shows first: it comes with its script. */
  async firstMessage(): Promise<ToWebview> {
    return this.#firstShow(await this.#ready());
  }

  /** Changes the state from outside the webviews, and shows it in them. */
  async change(changed: (state: PlaygroundState) => PlaygroundState): Promise<void> {
    const before = await this.#ready();
    const state = changed(before);
    this.#history.record(before, state, undefined, Date.now());
    this.#show(state);
  }

  dispose(): void {
    this.#client.dispose();
    this.#results.dispose();
    this.#inserter.dispose();
  }

  async #receive(webview: Webview, message: ToHost): Promise<void> {
    const state = await this.#ready();
    switch (message.type) {
      case 'ready':
        this.#send(webview, { type: 'history', results: this.#results.shown });
        this.#answerReady(webview, state, message);
        return;
      case 'chooseLoss':
      case 'setParameter':
      case 'setInput':
      case 'setDType':
      case 'randomInput':
      case 'loadExample':
        this.#edit(webview, message);
        return;
      case 'setTab':
        this.#keep({ ...state, tab: message.tab });
        return;
      case 'setViews':
        this.#keep({ ...state, views: { ...state.views, ...message.views } });
        return;
      case 'ask':
        this.#ask(webview, message);
        return;
      case 'inputFromEditor':
        return this.#inputFromEditor(webview, message.name);
      case 'inputFromFile':
        return this.#fill(webview, message.name, async () => {
          const uri = await chooseInputFile(message.name);
          return uri && inputFromUri(uri);
        });
      case 'inputFromUri':
        return this.#fill(webview, message.name, () => inputFromUri(fileOfUri(message.uri)));
      case 'inputFromBytes':
        return this.#fill(webview, message.name, () => inputFromBytes(message.fileName, message.bytes));
      case 'undo':
      case 'redo': {
        const other = this.#history[message.type](state);
        if (other) this.#show(other);
        return;
      }
      case 'restoreResult':
        return this.change((present) => this.#results.restored(message.id, present) ?? present);
      case 'pinResult':
      case 'removeResult':
      case 'clearResults':
        if (this.#results.edit(message)) return;
        this.#notify(webview, l10n.t('{0} results are pinned, and no more can be: unpin one.', mostPinned));
        return;
      case 'cancel':
        this.#client.cancel();
        return;
      case 'copy':
        await this.#copier.copyText(message.text);
        this.#notifyCopied(webview);
        return;
      case 'copyTensor':
        if (await this.#copier.copyTensor(message.tensor, message.format)) this.#notifyCopied(webview);
        return;
      case 'insertCode':
        return this.#inserter.insert(message.code);
      case 'share':
        return this.#share(webview, state);
      case 'openShared': {
        const shared = stateOfText(message.text);
        if (shared) return this.change(() => shared);
        this.#notify(webview, l10n.t('This is no shared playground, or only a part of one.'));
        return;
      }
      case 'savePicture':
        await savePicture(message.name, message.content);
        return;
      case 'openDocumentation': {
        const loss = lossByName(state.loss);
        if (loss) await env.openExternal(Uri.parse(documentationUrl(loss)));
        return;
      }
      case 'openGuide':
        await commands.executeCommand(commandIds.chooseLoss);
        return;
    }
  }

  async #share(webview: Webview, state: PlaygroundState): Promise<void> {
    const shared = await textOfState(state);
    if ('text' in shared) await this.#copier.copyText(shared.text);
    const text =
      'text' in shared
        ? l10n.t('Copied. Others paste it into any input of their playground.')
        : shared.problem;
    this.#notify(webview, text);
  }

  #answerReady(
    webview: Webview,
    state: PlaygroundState,
    { shown, hasResult }: Extract<ToHost, { readonly type: 'ready' }>,
  ): void {
    const result = this.#newestResult;
    if (shown !== this.#revision) this.#send(webview, this.#firstShow(state));
    else if (result && !hasResult) this.#send(webview, { type: 'result', result });
    this.#compute();
  }

  #ask(webview: Webview, { id, question, revision }: Extract<ToHost, { readonly type: 'ask' }>): void {
    // A webview asks again when it has seen the newest result.
    if (!this.#state || revision !== this.#revision) return;
    this.#client.ask({
      question,
      state: this.#state,
      revision,
      asker: webview,
      onAnswer: (answer) => this.#send(webview, { type: 'answer', id, answer }),
    });
  }

  /** Applies what the user did in one webview, and lets the others see it. */
  #edit(webview: Webview, edit: PlaygroundEdit): void {
    const before = this.#state;
    if (!before) return;
    this.#seen.set(webview, edit.revision);
    const state = applyEdit(before, edit);
    this.#history.record(before, state, typedField(before, edit), Date.now());
    const crossed = edit.revision <= this.#revision;
    this.#accept(state, crossed ? this.#revision + 1 : edit.revision);
    // The webview has applied a typed edit itself. What it cannot know, it must be told.
    const knows = !crossed && edit.type.startsWith('set');
    this.#showEverywhere(knows ? webview : undefined);
  }

  async #inputFromEditor(webview: Webview, name: string): Promise<void> {
    const input = await this.#fromEditor();
    if (!input) {
      const text = l10n.t('Select a tensor in an editor first: its text, or Python code that spells it out.');
      this.#notify(webview, text);
      return;
    }
    await this.change((state) => withInput(state, name, input));
  }

  /** Fills an input with what a file gives, or says under it why that does not work. */
  async #fill(webview: Webview, name: string, read: () => Promise<InputState | undefined>): Promise<void> {
    try {
      const input = await read();
      if (input) await this.change((state) => withInput(state, name, input));
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      this.#send(webview, { type: 'inputProblem', name, text: error.message });
    }
  }

  /** Takes a state that does not come from the webviews, and shows it in them. */
  #show(state: PlaygroundState): void {
    this.#accept(state, this.#revision + 1);
    this.#showEverywhere();
  }

  #accept(state: PlaygroundState, revision: number): void {
    this.#keep(state);
    this.#revision = revision;
    if (this.#webviews.size > 0) this.#compute();
  }

  /** Computes the newest state, unless it was asked for already. */
  #compute(): void {
    if (!this.#state || this.#asked === this.#revision) return;
    this.#asked = this.#revision;
    this.#client.compute(this.#state, this.#revision);
  }

  #keep(state: PlaygroundState): void {
    this.#state = state;
    this.#file.save(state);
  }

  #take(result: PlaygroundResult): void {
    if (result.revision < (this.#result?.revision ?? 0)) return;
    this.#result = result;
    this.#post({ type: 'result', result });
    if (this.#state && result.revision === this.#revision)
      this.#results.take(this.#state, result, Date.now());
  }

  #showEverywhere(except?: Webview): void {
    const state = this.#state;
    if (!state) return;
    const message = this.#showMessage(state);
    for (const webview of this.#webviews)
      if (webview !== except) this.#send(webview, { ...message, seen: this.#seen.get(webview) ?? 0 });
  }

  #showMessage(state: PlaygroundState): Show {
    const undoable = { undo: this.#history.canUndo, redo: this.#history.canRedo };
    return { type: 'show', losses: lossForms(), state, revision: this.#revision, undoable };
  }

  /** To a page that has nothing yet: with the words of the user's language, and the result if it is there. */
  #firstShow(state: PlaygroundState): Show {
    const result = this.#newestResult;
    return {
      ...this.#showMessage(state),
      ...(result && { result }),
      ...(l10n.bundle && { strings: l10n.bundle }),
    };
  }

  /** The result of the present state, if it is there. */
  get #newestResult(): PlaygroundResult | undefined {
    return this.#result?.revision === this.#revision ? this.#result : undefined;
  }

  #post(message: ToWebview): void {
    for (const webview of this.#webviews) this.#send(webview, message);
  }

  #notifyCopied(webview: Webview): void {
    this.#notify(webview, l10n.t('Copied'));
  }

  #notify(webview: Webview, text: string): void {
    this.#send(webview, { type: 'notice', text });
  }

  /** One that has been closed meanwhile would throw. */
  #send(webview: Webview, message: ToWebview): void {
    if (this.#webviews.has(webview)) void webview.postMessage(message);
  }

  /** The state, read from the file the first time. */
  async #ready(): Promise<PlaygroundState> {
    this.#loading ??= this.#file.load().then((kept) => (this.#state ??= restoredState(kept)));
    return this.#state ?? this.#loading;
  }
}
