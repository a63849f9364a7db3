import { css } from 'lit';

/** Styles of a message under a field or in place of a result. */
export const problemStyles = css`
  .problem {
    display: flex;
    gap: 6px;
    width: 100%;
    margin: 4px 0 0;
    padding: 4px 6px;
    text-align: start;
    color: var(--vscode-foreground);
    background: var(--vscode-inputValidation-errorBackground, transparent);
    border: 1px solid var(--vscode-inputValidation-errorBorder, var(--vscode-errorForeground));
    border-radius: 2px;
    font: inherit;
    overflow-wrap: anywhere;
  }
  .problem .icon {
    margin-top: 1px;
    color: var(--vscode-errorForeground);
  }
  button.problem {
    cursor: pointer;
  }
  button.problem:hover .place {
    text-decoration: underline;
  }
  button.problem:focus-visible {
    outline: 1px solid var(--vscode-focusBorder);
    outline-offset: 1px;
  }
  .place {
    font-weight: 600;
  }
`;
