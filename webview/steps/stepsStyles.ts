import { css } from 'lit';

/** How the working of a loss looks. */
export const stepsStyles = css`
  :host {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 12px;
    container-type: inline-size;
  }
  .pager {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 6px;
  }
  .pager .field {
    width: 7em;
    height: 24px;
  }
  .pager .quiet-button {
    padding: 1px 3px;
  }
  .working {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 12px;
  }
  h3 {
    padding-top: 10px;
    border-top: 1px solid
      var(--vscode-contrastBorder, var(--vscode-widget-border, var(--vscode-panel-border)));
    font-weight: 600;
  }
  ol {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 12px;
    margin: 0;
    padding: 0;
    list-style: none;
  }
  li {
    display: grid;
    grid-template-columns: 1.7em minmax(0, 1fr);
  }
  .number {
    grid-row: 1;
    color: var(--vscode-descriptionForeground);
    font-variant-numeric: tabular-nums;
  }
  li > :not(.number) {
    grid-column: 2;
    min-width: 0;
  }
  li > .name {
    grid-row: 1;
    color: var(--vscode-descriptionForeground);
  }
  .name::first-letter {
    text-transform: uppercase;
  }
  .equation {
    padding-inline-start: 1.6em;
    font-family: var(--vscode-editor-font-family, monospace);
    text-indent: -1.6em;
    line-height: 1.55;
    overflow-wrap: anywhere;
    user-select: text;
  }
  /* A part moves to the next line as a whole if it can. */
  .part {
    display: inline-block;
    max-width: 100%;
    vertical-align: top;
    text-indent: 0;
  }
  .value {
    font-weight: 700;
  }
  .result .value {
    padding: 0 4px;
    border-radius: 3px;
    color: var(--vscode-list-activeSelectionForeground, var(--vscode-foreground));
    background: var(--vscode-list-activeSelectionBackground, transparent);
    outline: 1px solid var(--vscode-contrastActiveBorder, transparent);
  }
  .note {
    display: flex;
    gap: 6px;
    margin-top: 2px;
    color: var(--vscode-descriptionForeground);
  }
  .note .icon {
    margin-top: 1px;
  }
  .wide {
    margin-top: 4px;
  }
  .words {
    display: block;
    color: var(--vscode-descriptionForeground);
    font-size: 0.9em;
  }
  @container (max-width: 399px) {
    .words {
      position: absolute;
      clip-path: inset(50%);
    }
    th,
    td {
      padding-inline: 6px;
    }
  }
  tr.marked > * {
    background: var(--vscode-list-hoverBackground, transparent);
    font-weight: 700;
    outline: 1px dashed var(--vscode-contrastActiveBorder, transparent);
    outline-offset: -1px;
  }
  .mark {
    margin-inline-start: 0.5em;
    font-weight: normal;
  }
  .mark::before {
    content: '← ';
  }
  .lattice td {
    border-radius: 3px;
  }
  .lattice td.path {
    font-weight: 700;
    box-shadow: inset 0 0 0 1.5px var(--vscode-charts-blue, currentColor);
  }
`;
