import { html, nothing, type TemplateResult } from 'lit';
import type { FileTensor, TextProblem } from '../../src/protocol/messages';
import { icon } from '../icons';
import { t } from '../../src/l10n/localize';
import { excerpt } from './longText';

/** How much of a long text is shown. */
const excerptLength = 1_500;

/** Stands where the text would, of a tensor that stays in its file. */
export function fileInPlaceOfText({ path, array }: FileTensor): TemplateResult {
  const fileName = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  return html`<div class="file" title=${path}>
    ${icon('file')}
    <span>
      <span class="mono">${array === '' ? fileName : t('{0} in {1}', array, fileName)}</span>
      <span class="muted">${t('too large to be shown as text; it is read from the file')}</span>
    </span>
  </div>`;
}

/** The part of a text too long to edit where its problem is, marked; without one its start. */
export function partOfText(name: string, text: string, problem: TextProblem | undefined): TemplateResult {
  const shown = excerpt(text, problem?.offset ?? 0, excerptLength);
  const start = (problem?.offset ?? 0) - shown.offset;
  const end = problem ? start + Math.max(1, problem.length) : start;
  return html`<pre class="long" tabindex="0" role="group" aria-label=${t('{0}: a part of the text', name)}>
${shown.cutBefore ? '… ' : nothing}${shown.text.slice(0, start)}${
      problem ? html`<mark>${shown.text.slice(start, end)}</mark>` : nothing
    }${shown.text.slice(end)}${shown.cutAfter ? ' …' : nothing}</pre>`;
}
