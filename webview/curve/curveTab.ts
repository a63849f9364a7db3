import { html } from 'lit';
import { t } from '../../src/l10n/localize';
import type { ResultTab } from '../result/resultTab';
import './curveView';

/** Loss and gradient along one element. */
export const curveTab: ResultTab = {
  id: 'curve',
  label: () => t('Curve'),
  render: (context) => html`<curve-view .context=${context}></curve-view>`,
};
