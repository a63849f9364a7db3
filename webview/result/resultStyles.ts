import { css } from 'lit';

/** How the result looks. */
export const resultStyles = css`
  :host {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 8px;
  }
  .printed {
    margin: 0;
    font-family: var(--vscode-editor-font-family, monospace);
    font-size: 1.6em;
    line-height: 1.3;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
    user-select: text;
  }
  .printed.lines {
    max-height: 14em;
    overflow: auto;
    font-size: 1em;
    white-space: pre;
  }
  .details {
    display: flex;
    flex-wrap: wrap;
    gap: 0 1.2em;
  }
  .details span {
    user-select: text;
    overflow-wrap: anywhere;
  }
  .warning,
  .missing {
    display: flex;
    gap: 6px;
    margin-top: 6px;
    overflow-wrap: anywhere;
  }
  .missing {
    margin: 0;
  }
  .warning .icon {
    color: var(--vscode-editorWarning-foreground);
  }
  .error {
    margin: 0;
  }
  .backward {
    margin: 8px 0 4px;
  }
  .explanation {
    margin-top: 6px;
  }
  .place-button {
    min-height: 0;
    margin-block: 1px;
    padding-block: 0;
    border-color: currentColor;
  }
  .busy {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
  }
  vscode-progress-ring {
    width: 18px;
    height: 18px;
  }
  @media (prefers-reduced-motion: reduce) {
    vscode-progress-ring {
      display: none;
    }
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: 2px 6px;
    margin: 4px 0 0 -5px;
  }
  .stale {
    opacity: 0.82;
  }
  :host-context(.vscode-high-contrast) .stale {
    opacity: 1;
  }
`;
