import { css } from 'lit';

/** The look of the table editor. */
export const tableStyles = css`
  :host {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 4px;
  }
  .scroller {
    max-height: 22em;
    overflow: auto;
    border: 1px solid
      var(--vscode-input-border, var(--vscode-contrastBorder, var(--vscode-widget-border, transparent)));
  }
  table {
    border-collapse: collapse;
    font-family: var(--vscode-editor-font-family, monospace);
    color: var(--vscode-input-foreground);
    background: var(--vscode-input-background);
  }
  td {
    min-width: 4.5em;
    height: 24px;
    padding: 1px 6px;
    text-align: end;
    white-space: nowrap;
    border: 1px solid var(--vscode-contrastBorder, color-mix(in srgb, currentcolor 22%, transparent));
    cursor: cell;
  }
  td:focus-visible,
  td:focus-within {
    outline: 2px solid var(--vscode-focusBorder);
    outline-offset: -2px;
  }
  td:has(input) {
    padding: 0;
  }
  td input {
    width: 6em;
    height: 22px;
    padding: 0 5px;
    font: inherit;
    text-align: end;
    color: inherit;
    background: transparent;
    border: 0;
    outline: none;
  }
  td:has([aria-invalid='true']) {
    outline-color: var(--vscode-errorForeground);
  }
  .sizes {
    display: flex;
    flex-wrap: wrap;
    gap: 2px;
    margin-inline-start: -5px;
    font-size: 0.92em;
  }
`;
