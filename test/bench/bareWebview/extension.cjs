const { window } = require('vscode');

const page = `<!DOCTYPE html>
<p><label>Type <input></label></p>
<script>
  const vscode = acquireVsCodeApi();
  document.querySelector('input').addEventListener('input', () => vscode.postMessage({ type: 'result' }));
</script>`;

/** A field, and each change of it sent to the extension and back. */
exports.activate = ({ subscriptions }) => {
  subscriptions.push(
    window.registerWebviewViewProvider('bareWebview.view', {
      resolveWebviewView({ webview }) {
        webview.onDidReceiveMessage((message) => webview.postMessage(message));
        webview.options = { enableScripts: true };
        webview.html = page;
      },
    }),
  );
};
