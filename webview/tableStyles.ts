import { css } from 'lit';

/** Tables of numbers, as wide as they need to be: what does not fit scrolls in a `.wide` around them. */
export const tableStyles = css`
  .wide {
    position: relative;
    overflow-x: auto;
    background: var(--vscode-editor-background);
    border: 1px solid var(--vscode-contrastBorder, var(--vscode-widget-border, var(--vscode-panel-border)));
    border-radius: 3px;
  }
  .wide:focus-visible {
    outline: 1px solid var(--vscode-focusBorder);
    outline-offset: 1px;
  }
  table {
    width: 100%;
    border-collapse: collapse;
    font-variant-numeric: tabular-nums;
  }
  th,
  td {
    padding: 3px 8px;
    text-align: end;
    font-weight: normal;
    white-space: nowrap;
  }
  th:first-child {
    text-align: start;
  }
  thead th {
    vertical-align: bottom;
    border-bottom: 1px solid
      var(--vscode-contrastBorder, var(--vscode-widget-border, var(--vscode-panel-border)));
  }
  td,
  .symbol {
    font-family: var(--vscode-editor-font-family, monospace);
    user-select: text;
  }
`;
