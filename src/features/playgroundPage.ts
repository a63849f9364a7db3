import { randomBytes } from 'node:crypto';
import { env, l10n, Uri, workspace, type Webview } from 'vscode';
import type { ToWebview } from '../protocol/messages';

/**
 * Shows the playground's page in a webview. Only its own scripts run, by a nonce that is new each time; nothing is
 * loaded from elsewhere, and nothing is sent anywhere. The interface's script stands in the page: fetched by VS Code, it
 * would come a tenth of a second later, and more over a remote connection. So does what it shows first. The session's,
 * which makes it answer sooner, is fetched when there is something to see.
 */
export async function showPlaygroundPage(
  webview: Webview,
  extensionUri: Uri,
  title: string,
  firstMessage: Promise<ToWebview | undefined>,
): Promise<void> {
  const [script, first] = await Promise.all([(scriptText ??= readScript(extensionUri)), firstMessage]);
  const nonce = randomBytes(16).toString('base64url');
  const policy = [
    `default-src 'none'`,
    `style-src ${webview.cspSource} 'nonce-${nonce}'`,
    `script-src 'nonce-${nonce}'`,
  ].join('; ');
  const build = Uri.joinPath(extensionUri, 'dist');
  const session = webview.asWebviewUri(Uri.joinPath(build, 'session.js'));
  webview.options = { enableScripts: true, localResourceRoots: [build] };
  webview.html = `<!DOCTYPE html>
<html lang="${env.language}">
  <head>
    <meta charset="UTF-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta http-equiv="Content-Security-Policy" content="${policy}">
    <meta property="csp-nonce" content="${nonce}">
    <title>${title}</title>
  </head>
  <body>
    <loss-playground data-session="${session.toString()}">${l10n.t('Loading…')}</loss-playground>
    <script type="application/json" id="first-message">${first ? inlineJson(first) : ''}</script>
    <script type="module" nonce="${nonce}">${script}</script>
  </body>
</html>`;
}

/** Reads what every page needs, so that it is there when one is shown. */
export function preparePlaygroundPage(extensionUri: Uri): void {
  scriptText ??= readScript(extensionUri);
}

/** JSON that no tag can end. */
function inlineJson(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c');
}

let scriptText: Promise<string> | undefined;

async function readScript(extensionUri: Uri): Promise<string> {
  const bytes = await workspace.fs.readFile(Uri.joinPath(extensionUri, 'dist', 'playground.js'));
  // an end tag in one of its strings would end the script; in a string the backslash means nothing
  return new TextDecoder().decode(bytes).replaceAll('</script', '<\\/script');
}
