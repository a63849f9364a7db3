import { randomBytes } from 'node:crypto';
import { env, l10n, Uri, workspace, type Webview } from 'vscode';

/**
 * Shows the playground's page in a webview. Only its own script runs, by a nonce that is new each time; nothing is
 * loaded from anywhere, and nothing is sent anywhere. The script stands in the page: fetched by VS Code, it would come
 * a tenth of a second later, and more over a remote connection.
 */
export async function showPlaygroundPage(webview: Webview, extensionUri: Uri, title: string): Promise<void> {
  const script = await (scriptText ??= readScript(extensionUri));
  const nonce = randomBytes(16).toString('base64url');
  const policy = [
    `default-src 'none'`,
    `style-src ${webview.cspSource} 'nonce-${nonce}'`,
    `script-src 'nonce-${nonce}'`,
  ].join('; ');
  webview.options = { enableScripts: true, localResourceRoots: [] };
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
    <loss-playground>${l10n.t('Loading…')}</loss-playground>
    <script type="module" nonce="${nonce}">${script}</script>
  </body>
</html>`;
}

let scriptText: Promise<string> | undefined;

async function readScript(extensionUri: Uri): Promise<string> {
  const bytes = await workspace.fs.readFile(Uri.joinPath(extensionUri, 'dist', 'playground.js'));
  // an end tag in one of its strings would end the script; in a string the backslash means nothing
  return new TextDecoder().decode(bytes).replaceAll('</script', '<\\/script');
}
