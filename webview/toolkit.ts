/**
 * The only file that imports `@vscode/webview-ui-toolkit`, so that replacing it means rewriting this file and the
 * tags `vscode-*`.
 */
import {
  provideVSCodeDesignSystem,
  vsCodeButton,
  vsCodeCheckbox,
  vsCodeLink,
  vsCodePanels,
  vsCodePanelTab,
  vsCodePanelView,
  vsCodeProgressRing,
  vsCodeTextArea,
  vsCodeTextField,
} from '@vscode/webview-ui-toolkit';

export type { Checkbox, Panels, TextArea, TextField } from '@vscode/webview-ui-toolkit';

/**
 * Defines the `vscode-*` elements. They take the theme's colours, and begin to follow it, when the window is loaded: where
 * it is already, they are told once more.
 */
export function defineToolkit(): void {
  provideVSCodeDesignSystem().register(
    vsCodeButton(),
    vsCodeCheckbox(),
    vsCodeLink(),
    vsCodePanels(),
    vsCodePanelTab(),
    vsCodePanelView(),
    vsCodeProgressRing(),
    vsCodeTextArea(),
    vsCodeTextField(),
  );
  if (document.readyState === 'complete') window.dispatchEvent(new Event('load'));
}
