import { html } from 'lit';
import './heatMap/heatMap';
import { t } from './localize';
import type { ResultTab } from './resultTab';

/** The loss of each element, before the reduction. */
export const elementsTab: ResultTab = {
  id: 'elements',
  label: () => t('Elements'),
  render: ({ value, copy }) => {
    const elements = value.elements ?? (value.loss.shape.length > 0 ? value.loss : undefined);
    if (!elements)
      return html`<p class="muted">${t('This loss is one number by nature: it has no elements.')}</p>`;
    return html`<heat-map
      .tensor=${elements}
      .label=${t('Loss per element')}
      @copy-text=${(event: CustomEvent<string>) => copy(event.detail)}
    ></heat-map>`;
  },
};
