import { html } from 'lit';
import { t } from '../localize';
import type { ResultTab } from '../resultTab';
import './precisionsView';

/** The same call in other dtypes. */
export const precisionsTab: ResultTab = {
  id: 'precisions',
  label: () => t('Precision'),
  render: (context) => html`<precisions-view .context=${context}></precisions-view>`,
};
