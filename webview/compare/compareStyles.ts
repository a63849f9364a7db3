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
    .elements td .sample {
      display: none;
    }
    @container (max-width: 479px) {
      .elements thead {
        position: absolute;
        clip-path: inset(50%);
      }
      .elements tr {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(100px, 1fr));
        gap: 0 16px;
        padding: 4px 8px;
      }
      .elements tr + tr {
        border-top: 1px solid
          var(--vscode-contrastBorder, var(--vscode-widget-border, var(--vscode-panel-border)));
      }
      .elements th {
        grid-column: 1 / -1;
        padding: 0;
      }
      .elements td {
        display: flex;
        align-items: center;
        justify-content: space-between;
        padding: 0;
      }
      .elements td .sample {
        display: block;
      }
      .elements.single tr {
        grid-template-columns: auto 1fr;
      }
      .elements.single th {
        grid-column: 1;
      }
      .elements.single td {
        justify-content: end;
      }
      .elements.single .sample {
        display: none;
      }
    }
    .rows:empty {
      display: none;
    }
    .rows {
      display: grid;
      grid-template-columns: repeat(auto-fill, minmax(min(100%, 290px), 1fr));
      gap: 10px 24px;
      margin: 0;
      padding: 0;
      list-style: none;
    }
    .rows li {
      display: grid;
      grid-template-columns: auto minmax(0, 1fr) auto;
      align-items: start;
      gap: 6px;
    }
    .rows .sample {
      margin-top: 9px;
    }
  `,
];
