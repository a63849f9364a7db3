import { html, type TemplateResult } from 'lit';
import { icon } from '../icons';

/** A `<select class="field">` in the look of VS Code's own. */
export function selectField(select: TemplateResult): TemplateResult {
  return html`<span class="select">${select}${icon('chevronDown')}</span>`;
}
