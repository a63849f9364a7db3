import { css } from 'lit';
import { legendStyles } from '../plot/seriesLegend';
import { plotStyles } from '../plot/plotStyles';

/** How the curve's surroundings look. */
export const curveStyles = [
  plotStyles,
  legendStyles,
  css`
    :host,
    .plots {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: 8px;
    }
    .bar {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      justify-content: space-between;
      gap: 6px 12px;
    }
    .readout {
      display: flex;
      flex-wrap: wrap;
      gap: 0 1.4em;
      min-height: 1.4em;
      margin: 0;
    }
    .readout div {
      display: flex;
      gap: 0.6em;
    }
    .readout dt {
      color: var(--vscode-descriptionForeground);
    }
    .readout dd {
      margin: 0;
      user-select: text;
    }
    .other {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 4px 8px;
    }
    .other setting-editor {
      flex: 1 1 200px;
    }
  `,
];
