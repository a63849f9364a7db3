import { html, nothing, type TemplateResult } from 'lit';
import type { TextProblem } from '../src/protocol/messages';
import { icon } from './icons';
import { t } from '../src/l10n/localize';

/**
 * What is wrong in a field's text and where, as a button that leads there. Its styles are {@link problemStyles}.
 */
export function fieldProblem(
  problem: TextProblem | undefined,
  jump: () => void,
): TemplateResult | typeof nothing {
  if (!problem) return nothing;
  return html`
    <button class="problem" id="problem" title=${t('Go to this place')} @click=${jump}>
      ${icon('error')}
      <span>
        <span class="place">${t('Line {0}, column {1}:', problem.line, problem.column)}</span>
        ${problem.message}
      </span>
    </button>
  `;
}

/** The offset of a line and column (both from 1) in a text whose lines end in `\n`; the text's end if beyond it. */
export function offsetAt(text: string, line: number, column: number): number {
  let start = 0;
  for (let skipped = 1; skipped < line; skipped++) {
    const end = text.indexOf('\n', start);
    if (end < 0) return text.length;
    start = end + 1;
  }
  return Math.min(start + column - 1, text.length);
}
