import { html } from 'lit';
import { t } from '../../src/l10n/localize';
import type { ResultTab } from '../result/resultTab';
import './stepsView';

/** How the loss came about, step by step. */
export const stepsTab: ResultTab = {
  id: 'steps',
  label: () => t('Steps'),
  render: (context) => html`<steps-view .context=${context}></steps-view>`,
};
