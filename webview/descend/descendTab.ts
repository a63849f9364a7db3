import { html } from 'lit';
import { t } from '../localize';
import type { ResultTab } from '../resultTab';
import './descendView';

/** Gradient descent on the inputs. */
export const descendTab: ResultTab = {
  id: 'descend',
  label: () => t('Descend'),
  render: (context) => html`<descend-view .context=${context}></descend-view>`,
};
