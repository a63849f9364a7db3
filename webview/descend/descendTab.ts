import { html } from 'lit';
import { t } from '../../src/l10n/localize';
import type { ResultTab } from '../result/resultTab';
import './descendView';

/** Gradient descent on the inputs. */
export const descendTab: ResultTab = {
  id: 'descend',
  label: () => t('Descend'),
  render: (context) => html`<descend-view .context=${context}></descend-view>`,
};
