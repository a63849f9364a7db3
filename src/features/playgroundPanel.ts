import { l10n, Uri, ViewColumn, window, type Disposable, type WebviewPanel } from 'vscode';
import { playgroundPanelType } from './manifest';
import type { Playground } from './playground';
import { showPlaygroundPage } from './playgroundPage';

/** The playground as an editor, next to the code. There is at most one; a reload of the window brings it back. */
export class PlaygroundPanel implements Disposable {
  readonly #extensionUri: Uri;
  readonly #playground: () => Promise<Playground>;
  readonly #serializer: Disposable;
  #panel: WebviewPanel | undefined;

  constructor(extensionUri: Uri, playground: () => Promise<Playground>) {
    this.#extensionUri = extensionUri;
    this.#playground = playground;
    this.#serializer = window.registerWebviewPanelSerializer(playgroundPanelType, {
      deserializeWebviewPanel: (panel) => this.#fill(panel),
    });
  }

  /** Opens the panel beside the active editor, or brings it to the front. */
  async open(): Promise<void> {
    if (!this.reveal(false))
      await this.#fill(window.createWebviewPanel(playgroundPanelType, '', ViewColumn.Beside));
  }

  /** Brings the panel to the front if it is open; tells whether it is. */
  reveal(preserveFocus: boolean): boolean {
    this.#panel?.reveal(undefined, preserveFocus);
    return this.#panel !== undefined;
  }

  dispose(): void {
    this.#serializer.dispose();
  }

  async #fill(panel: WebviewPanel): Promise<void> {
    this.#panel = panel;
    panel.onDidDispose(() => {
      if (this.#panel === panel) this.#panel = undefined;
    });
    panel.title = l10n.t('Loss Playground');
    panel.iconPath = Uri.joinPath(this.#extensionUri, 'media', 'icon.png');
    await showPlaygroundPage(panel, this.#extensionUri, panel.title, this.#playground);
  }
}
