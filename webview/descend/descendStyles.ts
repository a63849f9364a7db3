import { css } from 'lit';
import { plotStyles } from '../plot/plotStyles';
import { tableStyles } from '../tableStyles';

/** How a descent looks. */
export const descendStyles = [
  plotStyles,
  tableStyles,
  css`
    :host,
    .run {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: 8px;
    }
    .controls,
    .moving {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 4px 14px;
    }
    .controls {
      gap: 2px;
      margin-left: -5px;
    }
    .controls .at {
      margin-left: 8px;
      font-variant-numeric: tabular-nums;
    }
    .moving label,
    .line label {
      display: flex;
      align-items: center;
      gap: 5px;
    }
    .fields {
      display: grid;
      grid-template-columns: repeat(3, minmax(0, 7em));
      align-items: end;
      gap: 6px 10px;
    }
    .fields label {
      display: grid;
      gap: 1px;
      color: var(--vscode-descriptionForeground);
    }
    .line {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      justify-content: space-between;
      gap: 4px 14px;
    }
    .fields .field {
      width: 100%;
      font-family: var(--vscode-editor-font-family, monospace);
      text-align: end;
    }
    .fields .field[aria-invalid='true'] {
      border-color: var(--vscode-inputValidation-errorBorder, var(--vscode-errorForeground));
    }
    .verdict {
      display: flex;
      gap: 6px;
      overflow-wrap: anywhere;
    }
    .verdict .icon {
      margin-top: 1px;
      color: var(--vscode-editorWarning-foreground);
    }
    th.symbol {
      white-space: normal;
    }
    th.symbol span {
      white-space: nowrap;
    }
    @container (max-width: 339px) {
      table {
        font-size: 0.92em;
      }
    }
    .spark {
      display: inline-block;
      vertical-align: middle;
    }
    .spark path {
      stroke-width: 1.4;
    }
    .actions {
      display: flex;
      flex-wrap: wrap;
      gap: 6px;
    }
  `,
];
