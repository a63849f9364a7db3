import { randomBytes } from 'node:crypto';
import { env, Uri, type WebviewPanel, type WebviewView } from 'vscode';
import { escapeHtml } from './html';
import { readOwnFile } from './ownFile';
import type { Playground } from './playground';

/**
 * Shows the playground in a view or a panel, unless that is closed before: at once the loss, drawn by HTML alone, then
 * all of it. Only its own scripts run, by a nonce that is new each time; nothing is loaded from elsewhere, and nothing is
 * sent anywhere. The interface's script is long and comes in a message, when the page has been painted and asks for it,
 * with what it shows first: fetched by VS Code, it would come a tenth of a second later, and more over a remote
 * connection. The session's, which makes the page answer sooner, is fetched when there is something to see.
 */
export async function showPlaygroundPage(
  view: WebviewView | WebviewPanel,
  extensionUri: Uri,
  title: string,
  playground: () => Promise<Playground>,
): Promise<void> {
  const page = { isClosed: false };
  view.onDidDispose(() => (page.isClosed = true));
  const shown = await playground();
  const { name, summary } = await shown.shownLoss();
  if (page.isClosed) return;
  const { webview } = view;
  const attached = shown.attach(webview);
  const isShown = 'onDidChangeVisibility' in view ? view.onDidChangeVisibility : view.onDidChangeViewState;
  isShown(() => {
    if (!page.isClosed) shown.showing(webview, view.visible);
  });
  view.onDidDispose(() => void attached.dispose());
  webview.onDidReceiveMessage(async (message: unknown) => {
    if (!isLoad(message)) return;
    const [script, first] = await Promise.all([scriptText(extensionUri), shown.firstMessage()]);
    if (!page.isClosed) void webview.postMessage({ type: 'page', script, first });
  });
  const build = Uri.joinPath(extensionUri, 'dist');
  const session = webview.asWebviewUri(Uri.joinPath(build, 'session.js')).toString();
  const nonce = randomBytes(16).toString('base64url');
  const policy = [
    `default-src 'none'`,
    `style-src ${webview.cspSource} 'nonce-${nonce}'`,
    `script-src 'nonce-${nonce}'`,
  ].join('; ');
  webview.options = { enableScripts: true, localResourceRoots: [build] };
  webview.html = `<!DOCTYPE html>
<html lang="${env.language}">
  <head>
    <meta charset="UTF-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta http-equiv="Content-Security-Policy" content="${policy}">
    <meta property="csp-nonce" content="${nonce}">
    <title>${escapeHtml(title)}</title>
    <style nonce="${nonce}">${previewStyle}</style>
  </head>
  <body>
    <loss-playground data-session="${session}">
      <div class="preview" aria-busy="true">
        <div class="loss">${escapeHtml(name)}</div>
        <p>${escapeHtml(summary)}</p>
      </div>
    </loss-playground>
    <script nonce="${nonce}">(${starter})('${nonce}');</script>
  </body>
</html>`;
}

let reading: Promise<string> | undefined;

/** The interface's script. */
function scriptText(extensionUri: Uri): Promise<string> {
  return (reading ??= readOwnFile(Uri.joinPath(extensionUri, 'dist', 'playground.js')).then((bytes) =>
    new TextDecoder().decode(bytes),
  ));
}

function isLoad(message: unknown): boolean {
  return typeof message === 'object' && message !== null && 'type' in message && message.type === 'load';
}

/** Draws the loss where the interface draws it (webview/playgroundStyles.ts), and as it does. */
const previewStyle = `
  body { padding: 0; }
  .preview { box-sizing: border-box; padding: 32px 12px; line-height: 1.4; }
  .loss {
    box-sizing: border-box;
    height: 30px;
    padding: 0 8px;
    line-height: 28px;
    font-size: 1.1em;
    font-weight: 600;
    color: var(--vscode-input-foreground);
    background: var(--vscode-input-background);
    border: 1px solid var(--vscode-input-border, var(--vscode-contrastBorder, var(--vscode-settings-textInputBorder, transparent)));
    border-radius: 2px;
  }
  p { margin: 8px 0 0; }
  @media (min-width: 720px) {
    .preview { width: max(320px, 100% * 5 / 11); padding-inline: 20px max(20px, 100% * 5 / 11 - 900px); }
  }`;

/**
 * Runs in the page: asks for the interface's script when the page has been painted, and runs it. VS Code gives its API to
 * the first who asks: it is handed on.
 */
const starter = `(nonce) => {
  const vscode = acquireVsCodeApi();
  globalThis.acquireVsCodeApi = () => vscode;
  addEventListener('message', function run({ data }) {
    if (data.type !== 'page' || typeof data.script !== 'string') return;
    removeEventListener('message', run);
    globalThis.firstMessage = data.first;
    const script = document.createElement('script');
    script.type = 'module';
    script.nonce = nonce;
    script.textContent = data.script;
    document.body.append(script);
  });
  const ask = () => vscode.postMessage({ type: 'load' });
  addEventListener('load', () => requestAnimationFrame(() => setTimeout(ask)), { once: true });
}`;
