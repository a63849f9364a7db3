import { html } from 'lit';
import { t } from '../localize';
import type { ResultTab } from '../resultTab';
import './stepsView';

/** How the loss came about, step by step. */
export const stepsTab: ResultTab = {
  id: 'steps',
  label: () => t('Steps'),
  render: (context) => html`<steps-view .context=${context}></steps-view>`,
};
