import { css } from 'lit';

/**
 * Tables of numbers, as wide as they need to be: what does not fit scrolls in a `.wide` around them. In a narrow one the
 * columns that are `.spare` go, and a row of a `.stacked` table becomes its head over its cells, each with its
 * `data-label`.
 */
export const tableStyles = css`
  .wide {
    position: relative;
    overflow-x: auto;
    container-type: inline-size;
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
  @container (max-width: 339px) {
    :is(th, td) {
      padding-inline: 5px;
    }
    .spare {
      display: none;
    }
    .stacked thead {
      position: absolute;
      clip-path: inset(50%);
    }
    .stacked tr {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      padding: 4px 8px;
    }
    .stacked tr + tr {
      border-top: 1px solid
        var(--vscode-contrastBorder, var(--vscode-widget-border, var(--vscode-panel-border)));
    }
    .stacked :is(th, td) {
      padding: 0;
      white-space: normal;
      overflow-wrap: anywhere;
    }
    .stacked td {
      display: flex;
      flex-wrap: wrap;
      align-items: baseline;
      justify-content: space-between;
      gap: 0 8px;
    }
    .stacked td::before {
      /* The column's head says it to screen readers. */
      content: attr(data-label) / '';
      color: var(--vscode-descriptionForeground);
      font-family: var(--vscode-font-family);
      font-weight: normal;
    }
    .stacked td:empty,
    .stacked td[colspan]::before {
      display: none;
    }
  }
`;
