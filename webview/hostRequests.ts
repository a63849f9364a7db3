import type { TensorFormat, ToHost } from '../src/protocol/messages';
import type { TensorView } from '../src/protocol/tensorView';

/** What the page asks of the host that changes nothing in the page until the host says so. */
export class HostRequests {
  readonly #post: (message: ToHost) => void;

  constructor(post: (message: ToHost) => void) {
    this.#post = post;
  }

  /** Goes back to a result of the history. */
  restoreResult(id: number): void {
    this.#post({ type: 'restoreResult', id });
  }

  /** Keeps a result in the history however many come after it, or no longer. */
  pinResult(id: number, pinned: boolean): void {
    this.#post({ type: 'pinResult', id, pinned });
  }

  removeResult(id: number): void {
    this.#post({ type: 'removeResult', id });
  }

  /** Removes the results that are not pinned from the history. */
  clearResults(): void {
    this.#post({ type: 'clearResults' });
  }

  /** Gives up what takes long. */
  cancel(): void {
    this.#post({ type: 'cancel' });
  }

  copy(text: string): void {
    this.#post({ type: 'copy', text });
  }

  copyTensor(tensor: TensorView, format: TensorFormat): void {
    this.#post({ type: 'copyTensor', tensor, format });
  }

  insertCode(code: string): void {
    this.#post({ type: 'insertCode', code });
  }

  share(): void {
    this.#post({ type: 'share' });
  }

  openShared(text: string): void {
    this.#post({ type: 'openShared', text });
  }

  /** Lets the user save a picture: SVG text, or a PNG file. */
  savePicture(name: string, content: string | Uint8Array): void {
    this.#post({ type: 'savePicture', name, content });
  }

  openGuide(): void {
    this.#post({ type: 'openGuide' });
  }

  openDocumentation(): void {
    this.#post({ type: 'openDocumentation' });
  }
}
