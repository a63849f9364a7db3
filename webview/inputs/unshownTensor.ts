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

/**
 * The part of a text too long to edit where its problem is, marked; without one its start.
 * @param replace takes what is pasted over it
 */
export function partOfText(
  name: string,
  text: string,
  problem: TextProblem | undefined,
  replace: (text: string) => void,
): TemplateResult {
  const shown = excerpt(text, problem?.offset ?? 0, excerptLength);
  const start = (problem?.offset ?? 0) - shown.offset;
  // what is wrong with all of the text marks no place of it
  const isMarked = problem !== undefined && problem.length < excerptLength;
  const end = isMarked ? start + Math.max(1, problem.length) : start;
  const onPaste = (event: ClipboardEvent): void => {
    const pasted = event.clipboardData?.getData('text/plain') ?? '';
    if (pasted === '') return;
    // the text field that takes its place would take it once more
    event.preventDefault();
    replace(pasted);
  };
  return html`<pre
    class="long"
    tabindex="0"
    role="group"
    aria-label=${t('{0}: a part of the text', name)}
    @paste=${onPaste}
  >
${shown.cutBefore ? '… ' : nothing}${shown.text.slice(0, start)}${
      isMarked ? html`<mark>${shown.text.slice(start, end)}</mark>` : nothing
    }${shown.text.slice(end)}${shown.cutAfter ? ' …' : nothing}</pre>`;
}
