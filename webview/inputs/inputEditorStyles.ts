import { css } from 'lit';

/** How the editor of one input looks. */
export const inputEditorStyles = css`
  :host {
    display: block;
    container-type: inline-size;
  }
  .head,
  .actions {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 2px 6px;
  }
  .head {
    min-height: 24px;
    margin-bottom: 3px;
  }
  .name {
    font-weight: 600;
  }
  .head .mono:not(.name) {
    font-size: 0.92em;
  }
  .select {
    margin-inline-start: auto;
  }
  .select .field {
    height: 22px;
    padding-block: 0;
    field-sizing: content;
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
  .actions,
  .size {
    font-size: 0.92em;
  }
  .size {
    margin-top: 2px;
  }
  .actions {
    gap: 2px 4px;
    margin: 2px 0 0 -5px;
  }
  .clear {
    margin-inline: auto -5px;
  }
  .actions .muted.clear {
    margin-inline-end: 0;
  }
  /* The icons alone, which have tooltips, and the words still for screen readers. */
  @container (max-width: 399px) {
    .label {
      position: absolute;
      width: 1px;
      overflow: hidden;
      clip-path: inset(50%);
      white-space: nowrap;
    }
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
