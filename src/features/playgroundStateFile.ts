import { l10n, Uri, window, workspace, type Disposable } from 'vscode';
import { isPlaygroundState } from '../protocol/messageGuards';
import type { PlaygroundState } from '../protocol/messages';
import { readOwnFile } from './ownFile';

/** How long to wait for the next change before writing. */
const pause = 300;

/**
 * Keeps the playground's state on disk, so that it survives closing the window. A file rather than VS Code's own
 * storage, because pasted tensors can be many megabytes.
 */
export class PlaygroundStateFile implements Disposable {
  readonly #file: Uri;
  readonly #draft: Uri;
  #timer: NodeJS.Timeout | undefined;
  #unsaved: PlaygroundState | undefined;
  #warned = false;
  #writing: Promise<void> = Promise.resolve();

  /** @param folder where VS Code lets the extension keep files; made when first needed. */
  constructor(folder: Uri) {
    this.#file = Uri.joinPath(folder, 'playground.json');
    this.#draft = Uri.joinPath(folder, 'playground.draft.json');
  }

  /** What was saved last; undefined if there is nothing, or nothing that can be read. */
  async load(): Promise<PlaygroundState | undefined> {
    try {
      const state: unknown = JSON.parse(new TextDecoder().decode(await readOwnFile(this.#file)));
      return isPlaygroundState(state) ? state : undefined;
    } catch {
      return undefined; // never saved, or not JSON: there is nothing to restore
    }
  }

  /** Saves soon; of several states in quick succession only the last. */
  save(state: PlaygroundState): void {
    this.#unsaved = state;
    this.#timer ??= setTimeout(() => void this.flush(), pause);
  }

  /** Saves at once what is still to be saved. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#writing = this.#writing.then(() => this.#write());
    return this.#writing;
  }

  dispose(): void {
    void this.flush();
  }

  async #write(): Promise<void> {
    const state = this.#unsaved;
    if (!state) return;
    this.#unsaved = undefined;
    try {
      // Written beside and moved, so that a window that closes half-way leaves the old file whole.
      await workspace.fs.writeFile(this.#draft, new TextEncoder().encode(JSON.stringify(state)));
      await workspace.fs.rename(this.#draft, this.#file, { overwrite: true });
    } catch (error) {
      if (this.#warned) return;
      this.#warned = true;
      const reason = error instanceof Error ? error.message : String(error);
      void window.showWarningMessage(
        l10n.t('The playground cannot be kept for the next session: {0}', reason),
      );
    }
  }
}
