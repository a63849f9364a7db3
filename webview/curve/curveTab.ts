import { html } from 'lit';
import { t } from '../localize';
import type { ResultTab } from '../resultTab';
import './curveView';

/** Loss and gradient along one element. */
export const curveTab: ResultTab = {
  id: 'curve',
  label: () => t('Curve'),
  render: (context) => html`<curve-view .context=${context}></curve-view>`,
};
