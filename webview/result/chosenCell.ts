import { html, nothing, type TemplateResult } from 'lit';
import { indexText } from '../elementIndex';
import { t } from '../../src/l10n/localize';
import type { ChosenCell, TabContext } from './resultTab';

/** The chosen cell of a tensor that a tab shows, if one is. */
export function chosenIn(
  { chosen }: TabContext,
  tab: ChosenCell['tab'],
  tensor: string,
): ChosenCell | undefined {
  return chosen?.tab === tab && chosen.tensor === tensor ? chosen : undefined;
}

/** Leads from the chosen cell to its steps. */
export function stepsLink(
  context: TabContext,
  cell: ChosenCell | undefined,
): TemplateResult | typeof nothing {
  if (!cell) return nothing;
  return html`<button class="quiet-button" slot="chosen" @click=${() => context.openTab('steps')}>
    ${t('Steps')}<span class="visually-hidden"> ${t('of {0}', cell.name)}</span>
  </button>`;
}

/** Leads from the steps back to the cell that they were chosen by. */
export function backLink(context: TabContext, element: number): TemplateResult | typeof nothing {
  const { chosen, openTab } = context;
  if (chosen?.element !== element) return nothing;
  const tab = chosen.tab === 'gradient' ? t('Gradient') : t('Elements');
  return html`<span class="muted">
    ${t('chosen by {0}', chosen.name)}
    <button class="quiet-button" @click=${() => openTab(chosen.tab)}>${t('Back to {0}', tab)}</button>
  </span>`;
}

/** A cell as it is told of. */
export function cellName(tensor: string, shape: readonly number[], at: number): string {
  return tensor + indexText(shape, at);
}
