import { css } from 'lit';

/** How the editor of one input looks. */
export const inputEditorStyles = css`
  :host {
    display: block;
  }
  .head,
  .actions {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 2px 8px;
  }
  .head {
    min-height: 24px;
  }
  .name {
    font-weight: 600;
  }
  .end,
  vscode-dropdown {
    margin-inline-start: auto;
  }
  vscode-dropdown {
    width: 6.6em;
    min-width: 0;
    height: 22px;
  }
  vscode-text-area {
    display: block;
    width: 100%;
  }
  vscode-text-area::part(control),
  .long {
    font-family: var(--vscode-editor-font-family, monospace);
    font-size: var(--vscode-editor-font-size, var(--vscode-font-size));
    line-height: 1.45;
    padding: 5px 7px;
  }
  vscode-text-area::part(control) {
    field-sizing: content;
    min-height: 2.9em;
    max-height: 11em;
    min-width: 0;
  }
  vscode-text-area::part(control)::placeholder {
    color: var(--vscode-input-placeholderForeground);
  }
  vscode-text-area[aria-invalid='true']::part(control) {
    border-color: var(--vscode-inputValidation-errorBorder, var(--vscode-errorForeground));
  }
  .long {
    max-height: 9em;
    margin: 0;
    overflow: auto;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
    color: var(--vscode-input-foreground);
    background: var(--vscode-input-background);
    border: 1px dashed
      var(--vscode-input-border, var(--vscode-contrastBorder, var(--vscode-widget-border, currentColor)));
  }
  .long mark {
    color: inherit;
    background: var(--vscode-inputValidation-errorBackground, transparent);
    outline: 1px solid var(--vscode-errorForeground);
  }
  .actions {
    margin: 3px 0 0 -5px;
    font-size: 0.92em;
  }
  .file {
    display: flex;
    gap: 6px;
    padding: 7px;
    overflow-wrap: anywhere;
    background: var(--vscode-input-background);
    border: 1px solid
      var(--vscode-input-border, var(--vscode-contrastBorder, var(--vscode-widget-border, transparent)));
  }
  .drop {
    outline: 2px dashed var(--vscode-focusBorder);
    outline-offset: 2px;
  }
`;
