import { css } from 'lit';

/** How the history of results looks. */
export const resultHistoryStyles = css`
  :host {
    display: block;
  }
  ul {
    max-height: 24em;
    margin: 4px 0;
    padding: 0;
    overflow-y: auto;
    list-style: none;
  }
  li {
    display: flex;
    align-items: center;
    gap: 2px;
  }
  .restore {
    display: flex;
    flex: 1;
    flex-wrap: wrap;
    gap: 0 10px;
    min-width: 0;
    text-align: start;
  }
  .restore span {
    overflow-wrap: anywhere;
  }
  .value {
    font-weight: 600;
  }
`;
