import { css } from 'lit';

/** How a plot looks. Lines differ in colour and in dashes, so that they can be told apart without colour. */
export const plotStyles = css`
  :host {
    display: block;
    position: relative;
  }
  svg.plot {
    display: block;
    width: 100%;
    overflow: visible;
    background: var(--vscode-editor-background);
    border: 1px solid var(--vscode-contrastBorder, var(--vscode-widget-border, transparent));
    border-radius: 3px;
    touch-action: pan-y;
  }
  svg text {
    fill: var(--vscode-foreground);
    font-family: var(--vscode-font-family);
    font-size: 11px;
  }
  svg .title {
    font-weight: 600;
  }
  :where(.plot, .sample, .spark) :is(path, circle) {
    fill: none;
    stroke-width: 1;
  }
  .grid {
    stroke: var(--vscode-foreground);
    opacity: 0.14;
  }
  .axis {
    stroke: var(--vscode-foreground);
    opacity: 0.55;
  }
  .cursor {
    stroke: var(--vscode-foreground);
    stroke-dasharray: 2 3;
    opacity: 0.8;
  }
  svg .line {
    stroke-width: 2;
    stroke-linejoin: round;
  }
  svg .jump {
    stroke-width: 1.2;
    stroke-dasharray: 1 3;
  }
  svg .tangent {
    stroke: var(--vscode-foreground);
    stroke-width: 1.4;
    stroke-dasharray: 6 3;
  }
  svg .mark {
    fill: var(--vscode-editor-background);
    stroke-width: 1.6;
  }
  svg .point {
    fill: var(--vscode-editor-background);
    stroke-width: 2.2;
  }
  .series0 {
    stroke: var(--vscode-charts-blue);
  }
  .series1 {
    stroke: var(--vscode-charts-red);
  }
  svg .line.series1 {
    stroke-dasharray: 7 4;
  }
  .series2 {
    stroke: var(--vscode-charts-green);
  }
  svg .line.series2 {
    stroke-dasharray: 2 3;
  }
  .series3 {
    stroke: var(--vscode-charts-purple);
  }
  svg .line.series3 {
    stroke-dasharray: 10 3 2 3;
  }
  .series4 {
    stroke: var(--vscode-foreground);
  }
  svg .line.series4 {
    stroke-dasharray: 4 2;
  }
  .series5 {
    stroke: var(--vscode-charts-yellow);
  }
  svg .line.series5 {
    stroke-dasharray: 12 5;
  }
  .handle {
    position: absolute;
    top: 0;
    left: 0;
    width: 24px;
    height: 24px;
    margin: -12px;
    border-radius: 50%;
    cursor: ew-resize;
    touch-action: none;
  }
  .handle::after {
    content: '';
    position: absolute;
    inset: 6px;
    background: var(--vscode-charts-blue);
    border: 2px solid var(--vscode-editor-background);
    border-radius: 50%;
    outline: 1.5px solid var(--vscode-foreground);
  }
  .handle:hover::after {
    inset: 5px;
  }
  .handle:focus-visible {
    outline: 2px solid var(--vscode-focusBorder);
    outline-offset: -2px;
  }
  @media (forced-colors: active) {
    .handle::after {
      background: Highlight;
    }
  }
`;
