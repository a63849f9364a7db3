import { css } from 'lit';

/** The layout: one column from 280 pixels on, two where there is room. */
export const playgroundStyles = css`
  :host {
    display: block;
    container-type: inline-size;
  }
  main {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 14px;
    padding: 6px 12px 24px;
  }
  section {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 8px;
    align-content: start;
  }
  .setup,
  .outcome {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    align-content: start;
    gap: 16px;
  }
  playground-toolbar {
    margin-bottom: -12px;
  }
  .outcome {
    padding-top: 14px;
    border-top: 1px solid
      var(--vscode-contrastBorder, var(--vscode-widget-border, var(--vscode-panel-border)));
  }
  h2 {
    font-size: 0.85em;
    font-weight: 600;
    letter-spacing: 0.04em;
    text-transform: uppercase;
    color: var(--vscode-descriptionForeground);
  }
  .heading {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 2px 10px;
    min-height: 24px;
  }
  .facts {
    display: flex;
    flex-wrap: wrap;
    gap: 0 1.2em;
  }
  .formula {
    padding: 8px 10px;
    background: var(--vscode-editor-background);
    border: 1px solid var(--vscode-contrastBorder, var(--vscode-widget-border, transparent));
    border-radius: 4px;
    font-size: 1.1em;
  }
  .examples {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px;
  }
  .examples .quiet-button {
    border-color: var(--vscode-contrastBorder, var(--vscode-widget-border, var(--vscode-panel-border)));
  }
  .inputs {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 230px), 1fr));
    align-items: start;
    gap: 14px 16px;
  }
  vscode-panels {
    width: 100%;
    overflow: visible;
  }
  /* In more lines where one is too narrow; the line under the shown tab is then its own. */
  vscode-panels::part(tablist) {
    display: flex;
    flex-wrap: wrap;
    column-gap: 18px;
    width: auto;
    padding: 0;
  }
  vscode-panels::part(activeIndicator) {
    display: none;
  }
  vscode-panel-tab {
    border-bottom: 1px solid transparent;
  }
  vscode-panel-tab[aria-selected='true'] {
    border-bottom-color: var(--vscode-panelTitle-activeBorder, currentColor);
  }
  vscode-panels::part(tabpanel) {
    min-width: 0;
  }
  vscode-panel-view {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 10px;
    padding: 10px 0 0;
    border: 0;
  }
  vscode-panel-view[hidden] {
    display: none;
  }
  .tabs {
    min-width: 0;
  }
  /* Numbers on colours are just readable: dimmed, they would not be. */
  .tabs.stale {
    filter: saturate(0.3);
  }
  .notice {
    position: sticky;
    z-index: 20;
    bottom: 12px;
    width: fit-content;
    max-width: calc(100% - 24px);
    margin: 0 auto;
    padding: 5px 12px;
    color: var(--vscode-notifications-foreground, var(--vscode-foreground));
    background: var(--vscode-notifications-background, var(--vscode-editorWidget-background));
    border: 1px solid var(--vscode-contrastBorder, var(--vscode-widget-border, transparent));
    border-radius: 4px;
    box-shadow: 0 2px 8px var(--vscode-widget-shadow, transparent);
  }
  @container (max-width: 339px) {
    vscode-panels::part(tablist) {
      column-gap: 11px;
    }
  }
  @container (min-width: 720px) {
    /* Each half scrolls by itself: the result stays in sight while one types. */
    main {
      grid-template: minmax(0, 1fr) / minmax(320px, 5fr) minmax(0, 6fr);
      gap: 0;
      height: 100vh;
      padding: 0;
    }
    .setup,
    .outcome {
      overflow-y: auto;
      padding: 6px max(20px, 100% - 900px) 24px 20px;
    }
    .outcome {
      padding-top: 12px;
      border-top: 0;
      border-inline-start: 1px solid
        var(--vscode-contrastBorder, var(--vscode-widget-border, var(--vscode-panel-border)));
    }
  }
`;
