import { css } from 'lit';
import { plotStyles } from '../plot/plotStyles';
import { legendStyles } from '../plot/seriesLegend';
import { tableStyles } from '../tableStyles';

/** How a comparison looks. */
export const compareStyles = [
  plotStyles,
  legendStyles,
  tableStyles,
  css`
    :host,
    .plots {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: 8px;
    }
    h3 {
      margin-top: 6px;
      font-weight: 600;
    }
    th .setting {
      display: flex;
      align-items: center;
      gap: 6px;
      white-space: normal;
    }
    thead th {
      white-space: normal;
    }
    .sample {
      flex: none;
      width: 22px;
      height: 8px;
    }
    .refused td {
      text-align: start;
      white-space: normal;
      font-family: inherit;
    }
    .refused .icon {
      margin-inline-end: 4px;
      vertical-align: -3px;
      color: var(--vscode-errorForeground);
    }
    td.value {
      white-space: pre-wrap;
    }
    .add {
      width: fit-content;
      max-width: 100%;
      color: var(--vscode-dropdown-foreground);
      background: var(--vscode-dropdown-background);
      border-color: var(--vscode-dropdown-border, var(--vscode-contrastBorder, transparent));
    }
    .rows:empty {
      display: none;
    }
    .rows {
      display: grid;
      gap: 10px;
      margin: 0;
      padding: 0;
      list-style: none;
    }
    .rows li {
      display: grid;
      grid-template-columns: minmax(0, 1fr) auto;
      align-items: start;
      gap: 6px;
    }
  `,
];
