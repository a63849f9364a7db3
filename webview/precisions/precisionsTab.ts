import { html } from 'lit';
import { t } from '../../src/l10n/localize';
import type { ResultTab } from '../result/resultTab';
import './precisionsView';

/** The same call in other dtypes. */
export const precisionsTab: ResultTab = {
  id: 'precisions',
  label: () => t('Precision'),
  render: (context) => html`<precisions-view .context=${context}></precisions-view>`,
};
