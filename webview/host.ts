import { isToWebview } from '../src/protocol/messageGuards';
import type { ToHost, ToWebview } from '../src/protocol/messages';

/** What the user interface needs from the editor around it. */
export interface Host {
  post(message: ToHost): void;
  /** Calls the listener with every valid message; what is not valid is dropped. */
  listen(listener: (message: ToWebview) => void): void;
  /** What {@link Host.keep} last kept, also over a reload; not validated. */
  kept(): unknown;
  keep(value: unknown): void;
}

declare function acquireVsCodeApi(): {
  postMessage(message: ToHost): void;
  getState(): unknown;
  setState(state: unknown): void;
};

/** The host of a VS Code webview. VS Code hands out its API once, so this can be called once. */
export function connectHost(): Host {
  const vscode = acquireVsCodeApi();
  return {
    post: (message) => vscode.postMessage(message),
    listen: (listener) => {
      window.addEventListener('message', (event: MessageEvent<unknown>) => {
        if (isToWebview(event.data)) listener(event.data);
      });
    },
    kept: () => vscode.getState(),
    keep: (value) => vscode.setState(value),
  };
}
