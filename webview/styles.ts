import { css } from 'lit';

/** The page around the components: no margins of VS Code's own, scrolling by the document. */
export const pageStyles = css`
  body {
    padding: 0;
  }
`;

/** What all components share. Colours are VS Code's theme variables and nothing else. */
export const sharedStyles = css`
  :host {
    color: var(--vscode-foreground);
    font-family: var(--vscode-font-family);
    font-size: var(--vscode-font-size);
    line-height: 1.4;
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  [hidden] {
    display: none !important;
  }
  h1,
  h2,
  h3,
  p {
    margin: 0;
    font-size: inherit;
    font-weight: inherit;
  }
  .muted {
    color: var(--vscode-descriptionForeground);
  }
  .mono {
    font-family: var(--vscode-editor-font-family, monospace);
  }
  .visually-hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .icon {
    width: 16px;
    height: 16px;
    flex: none;
    fill: currentColor;
  }
  .field {
    min-width: 0;
    height: 26px;
    padding: 2px 6px;
    color: var(--vscode-input-foreground);
    background: var(--vscode-input-background);
    border: 1px solid
      var(
        --vscode-input-border,
        var(--vscode-contrastBorder, var(--vscode-settings-textInputBorder, transparent))
      );
    border-radius: 2px;
    font: inherit;
  }
  .select {
    display: inline-flex;
    justify-self: start;
    position: relative;
    min-width: 0;
    max-width: 100%;
    color: var(--vscode-dropdown-foreground);
  }
  .select .field {
    max-width: 100%;
    padding-inline-end: 24px;
    color: inherit;
    background: var(--vscode-dropdown-background);
    border-color: var(--vscode-dropdown-border, var(--vscode-contrastBorder, transparent));
    text-overflow: ellipsis;
    appearance: none;
    cursor: pointer;
  }
  .select .icon {
    position: absolute;
    inset: 0 5px 0 auto;
    margin-block: auto;
    pointer-events: none;
  }
  .field::placeholder {
    color: var(--vscode-input-placeholderForeground);
    opacity: 1;
  }
  .quiet-button {
    display: inline-flex;
    align-items: center;
    gap: 4px;
    min-height: 22px;
    padding: 1px 5px;
    color: var(--vscode-foreground);
    background: transparent;
    border: 1px solid transparent;
    border-radius: 4px;
    font: inherit;
    cursor: pointer;
  }
  .quiet-button:hover:enabled {
    background: var(--vscode-toolbar-hoverBackground, var(--vscode-list-hoverBackground));
    outline: 1px dashed var(--vscode-toolbar-hoverOutline, transparent);
    outline-offset: -1px;
  }
  .quiet-button[aria-pressed='true'],
  .quiet-button[aria-expanded='true'] {
    background: var(--vscode-toolbar-hoverBackground, var(--vscode-list-hoverBackground));
    border-color: var(--vscode-contrastActiveBorder, transparent);
  }
  .quiet-button:disabled,
  .quiet-button[aria-disabled='true'] {
    color: var(--vscode-disabledForeground);
    cursor: default;
  }
  .field:focus,
  .quiet-button:focus-visible,
  summary:focus-visible,
  [type='checkbox']:focus-visible,
  [tabindex]:focus-visible {
    outline: 1px solid var(--vscode-focusBorder);
    outline-offset: -1px;
  }
  summary {
    display: flex;
    align-items: center;
    gap: 2px;
    width: fit-content;
    max-width: 100%;
    min-height: 22px;
    margin-inline-start: -4px;
    padding-inline-end: 4px;
    border-radius: 2px;
    list-style: none;
    cursor: pointer;
  }
  summary:hover {
    color: var(--vscode-foreground);
  }
  [open] > summary .icon {
    rotate: 90deg;
  }
`;
