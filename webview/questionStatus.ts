import { css, html, nothing, type TemplateResult } from 'lit';
import type { CallError } from '../src/protocol/callError';
import type { NoAnswer } from '../src/protocol/questions';
import { icon } from './icons';
import { t } from '../src/l10n/localize';

/** How an answer looks while a newer one is on its way: dimmed, if that takes long enough to notice. */
export const questionStyles = css`
  .waiting {
    opacity: 0.6;
    transition: opacity 0s 300ms;
  }
  .cancelled {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
  }
  .error .explanation {
    margin-top: 4px;
  }
`;

/** Why a question has no answer, and what to do; nothing if it has one. @param again asks once more */
export function questionStatus(
  noAnswer: NoAnswer | undefined,
  again: () => void,
): TemplateResult | typeof nothing {
  switch (noAnswer?.kind) {
    case 'error':
      return renderCallError(noAnswer);
    case 'cancelled':
      return html`<p class="cancelled">
        <span>${t('Cancelled.')}</span>
        <vscode-button appearance="secondary" @click=${again}>${t('Compute')}</vscode-button>
      </p>`;
    case 'incomplete':
    case undefined:
      return nothing;
  }
}

/** A call that PyTorch refuses, in place of what it would give. */
export function renderCallError({ type, message, explanation }: CallError): TemplateResult {
  return html`<div class="problem error">
    ${icon('error')}
    <div>
      <span class="place mono">${type}:</span> <span class="mono">${message}</span>
      ${explanation ? html`<p class="explanation">${explanation}</p>` : nothing}
    </div>
  </div>`;
}
