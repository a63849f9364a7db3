import { html } from 'lit';
import { t } from '../../src/l10n/localize';
import type { ResultTab } from '../result/resultTab';
import './compareView';

/** Several losses, or settings of one, on the same tensors. */
export const compareTab: ResultTab = {
  id: 'compare',
  label: () => t('Compare'),
  render: (context) => html`<compare-view .context=${context}></compare-view>`,
};
