import { Disposable, EventEmitter, workspace, type Uri } from 'vscode';
import type { ForeignName } from '../insights/documentInsights';
import type { PythonDocument } from '../python/pythonDocument';
import { once } from './once';
import type { PythonDocuments } from './pythonDocuments';
import type { PythonSource } from './pythonSource';
import { answered } from './turns';

/** What answers about losses in the files of a project come from. */
export interface FileServices {
  readonly documents: PythonDocuments;
  readonly names: NamesOfOtherFiles;
}

/** How long files that change must rest before what they hand on is looked at again, in milliseconds. */
const rest = 500;

/** How often names that nobody knows are asked about again, each time after twice as long, while nothing changes. */
const mostRetries = 7;

/** So many names are asked about while somebody waits for an answer. */
const mostNames = 3;

/** So many of those that tell of losses. */
const mostTellingNames = 8;

/** What names of other files are in PyTorch, as an extension for Python finds their definitions. */
export class NamesOfOtherFiles implements Disposable {
  readonly #documents: PythonDocuments;
  readonly #changed = new EventEmitter<void>();
  /** Fires when answers about some document may be others now. */
  readonly onDidChange = this.#changed.event;
  readonly #subscriptions: { dispose(): unknown }[] = [this.#changed];
  /** How often names in a document have been asked about again. */
  readonly #retries = new WeakMap<PythonDocument, number>();
  readonly #waiting = new Map<PythonDocument, NodeJS.Timeout>();
  readonly #edited = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  // Whoever asks has loaded these already; a window without Python needs none of them.
  readonly #insights = once(async () => {
    const insights = await import('../insights/documentInsights');
    const names = new insights.HandedOnNames();
    this.#followFiles((file) => names.doubt(file));
    return { ...insights, names };
  });

  constructor(documents: PythonDocuments) {
    this.#documents = documents;
  }

  /** Finds out, in the background, what the names are that answers so far depend on and that tell of losses. */
  learnSoon(source: PythonSource): void {
    void this.#insights().then(async ({ tellingNames, names: known, again }) => {
      const { python } = source;
      const names = python.isReady ? tellingNames(python) : [];
      if (names.length > 0 || python.namesElsewhere.size > 0) await this.#learn(source, names);
      if (known.isUnsure(python)) this.#learnLater(source, again);
    });
  }

  /** As {@link learnSoon}, for somebody who waits: whether anything is known now that was not. */
  async learnNow(source: PythonSource): Promise<boolean> {
    const { tellingNames } = await this.#insights();
    const { python } = source;
    const { version } = python;
    const names = python.isReady ? tellingNames(python).slice(0, mostTellingNames) : [];
    if (names.length > 0) await this.#learn(source, names, true);
    return python.version !== version;
  }

  /**
   * What `ask` finds in a document, in turns; asked again, if it finds nothing, when other files have been looked at.
   * Undefined also if the text changes, or nobody wants to know any more.
   */
  async tried<T>(
    source: PythonSource,
    ask: () => T | undefined,
    isWanted: () => boolean = () => true,
  ): Promise<T | undefined> {
    const { python } = source;
    const { text } = python;
    const isSame = (): boolean => python.isReady && python.text === text && isWanted();
    const found = await this.#asked(python, ask, isSame);
    if (found !== undefined) return found;
    const { namesBehind } = await this.#insights();
    const names = isSame() ? namesBehind(python, ask) : [];
    if (names.length === 0) return undefined;
    await this.#learn(source, names.slice(0, mostNames), true);
    return this.#asked(python, ask, isSame);
  }

  /** What `ask` finds; from the beginning where other names become known meanwhile. */
  async #asked<T>(python: PythonDocument, ask: () => T, isSame: () => boolean): Promise<T | undefined> {
    while (isSame()) {
      const { version } = python;
      const found = await answered(python, ask, isSame);
      if (found !== undefined || python.version === version) return found;
    }
    return undefined;
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const timer of this.#waiting.values()) clearTimeout(timer);
    Disposable.from(...this.#subscriptions).dispose();
  }

  /** Whoever knows may still be starting. */
  #learnLater(source: PythonSource, delay: number): void {
    const { python, start } = source;
    const retries = this.#retries.get(python) ?? 0;
    if (retries >= mostRetries || this.#waiting.has(python)) return;
    this.#retries.set(python, retries + 1);
    const { document } = source.placeOf(start);
    const timer = setTimeout(
      () => {
        this.#waiting.delete(python);
        void this.#documents.read(document).then((anew) => anew && this.learnSoon(anew));
      },
      delay * 2 ** retries,
    );
    this.#waiting.set(python, timer);
  }

  async #learn(source: PythonSource, about: readonly ForeignName[], isUrgent = false): Promise<void> {
    const { names } = await this.#insights();
    const { nameElsewhere } = await import('./definitions');
    const ask = (offset: number): ReturnType<typeof nameElsewhere> => {
      const { document, position } = source.placeOf(offset);
      // Undefined also where a file is gone, or cannot be read.
      return nameElsewhere(this.#documents, { uri: document.uri, position }).catch(() => undefined);
    };
    const { path: file } = source.placeOf(source.start).document.uri;
    if (await names.learn(source.python, about, { file, ask }, isUrgent)) this.#changed.fire();
  }

  #followFiles(doubt: (file: string) => boolean): void {
    const follow = ({ path }: Uri): void => {
      this.#edited.add(path);
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => {
        const inDoubt = [...this.#edited].filter(doubt);
        this.#edited.clear();
        if (inDoubt.length > 0) this.#changed.fire();
      }, rest);
    };
    const watcher = workspace.createFileSystemWatcher('**/*.py');
    this.#subscriptions.push(
      watcher,
      watcher.onDidChange(follow),
      watcher.onDidCreate(follow),
      watcher.onDidDelete(follow),
      workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (document.languageId === 'python' && contentChanges.length > 0) follow(document.uri);
      }),
    );
  }
}
