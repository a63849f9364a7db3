import { commands } from 'vscode';
import type { PlaygroundState } from '../protocol/messages';
import { playgroundViewId } from './manifest';
import type { Playground } from './playground';
import type { PlaygroundPanel } from './playgroundPanel';

/** How commands bring the playground before the user's eyes. */
export class PlaygroundDoor {
  readonly #playground: () => Promise<Playground>;
  readonly #panel: PlaygroundPanel;

  constructor(playground: () => Promise<Playground>, panel: PlaygroundPanel) {
    this.#playground = playground;
    this.#panel = panel;
  }

  /** Shows the playground, in its editor panel if that is open, else in the side bar; changed first, if asked. */
  async show(
    change?: (state: PlaygroundState) => PlaygroundState,
    { preserveFocus = false }: { readonly preserveFocus?: boolean } = {},
  ): Promise<void> {
    if (change) await (await this.#playground()).change(change);
    if (!this.#panel.reveal(preserveFocus)) {
      await commands.executeCommand(`${playgroundViewId}.focus`, { preserveFocus });
    }
  }
}
