import { css } from 'lit';

/** How a grid of cells looks. Places and sizes come from the component. */
export const gridStyles = css`
  :host {
    display: block;
    position: relative;
    font-family: var(--vscode-editor-font-family, monospace);
    font-size: calc(var(--vscode-editor-font-size, 13px) * 0.9);
  }
  .probe {
    position: absolute;
    visibility: hidden;
    width: 10ch;
    height: 1.9em;
  }
  .scroller {
    position: relative;
    overflow: auto;
    max-height: var(--grid-height, 340px);
    background: var(--vscode-editor-background);
    border: 1px solid var(--vscode-contrastBorder, var(--vscode-widget-border, transparent));
    border-radius: 3px;
  }
  .scroller:focus-visible {
    outline: 1px solid var(--vscode-focusBorder);
    outline-offset: 1px;
  }
  .rows {
    position: relative;
  }
  .row {
    position: absolute;
    top: 0;
    left: 0;
    contain: strict;
  }
  .header {
    position: sticky;
    z-index: 2;
    background: var(--vscode-editor-background);
  }
  .cell,
  .column-head {
    position: absolute;
    top: 0;
    left: 0;
  }
  .cell,
  .column-head,
  .row-head {
    height: 100%;
    padding: 0 5px;
    text-align: end;
    white-space: nowrap;
    overflow: hidden;
  }
  .cell {
    border: 1px solid var(--vscode-editor-background);
    border-radius: 3px;
  }
  .column-head,
  .row-head,
  .corner {
    color: var(--vscode-descriptionForeground);
    background: var(--vscode-editor-background);
  }
  .row-head,
  .corner {
    position: sticky;
    z-index: 1;
    left: 0;
    height: 100%;
  }
  .special {
    font-weight: bold;
    text-decoration: underline dotted;
  }
  .cell:hover,
  .scroller:focus-visible .active {
    outline: 2px solid var(--vscode-focusBorder);
    outline-offset: -2px;
  }
`;
