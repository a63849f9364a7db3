import { randomBytes } from 'node:crypto';
import { env, Uri, type Webview } from 'vscode';

/** The only folder that the playground's webview may load from. */
export function playgroundRoot(extensionUri: Uri): Uri {
  return Uri.joinPath(extensionUri, 'dist');
}

/**
 * The page that holds the playground. Only its own script runs, by a nonce that is new each time; nothing is loaded
 * from anywhere else, and nothing is sent anywhere.
 */
export function playgroundPage(webview: Webview, extensionUri: Uri, title: string): string {
  const nonce = randomBytes(16).toString('base64url');
  const asset = (name: string): string =>
    webview.asWebviewUri(Uri.joinPath(playgroundRoot(extensionUri), name)).toString();
  const policy = [
    `default-src 'none'`,
    `style-src ${webview.cspSource} 'nonce-${nonce}'`,
    `script-src 'nonce-${nonce}'`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${env.language}">
  <head>
    <meta charset="UTF-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta http-equiv="Content-Security-Policy" content="${policy}">
    <meta property="csp-nonce" content="${nonce}">
    <title>${title}</title>
  </head>
  <body>
    <script type="module" nonce="${nonce}" src="${asset('playground.js')}"></script>
  </body>
</html>`;
}
