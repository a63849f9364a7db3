import { l10n, window, type Disposable, type Uri } from 'vscode';
import { playgroundViewId } from './manifest';
import type { Playground } from './playground';
import { showPlaygroundPage } from './playgroundPage';

/** The playground as a view in its own side-bar container. */
export function registerPlaygroundView(extensionUri: Uri, playground: () => Promise<Playground>): Disposable {
  return window.registerWebviewViewProvider(playgroundViewId, {
    resolveWebviewView: (view) => showPlaygroundPage(view, extensionUri, l10n.t('Playground'), playground),
  });
}
