import { html } from 'lit';
import { cellName, chosenIn, stepsLink } from './chosenCell';
import '../heatMap/heatMap';
import { t } from '../../src/l10n/localize';
import { shapeText } from '../numbers';
import type { ResultTab } from './resultTab';

/** The loss of each element, before the reduction. */
export const elementsTab: ResultTab = {
  id: 'elements',
  label: () => t('Elements'),
  render: (context) => {
    const { value, copy } = context;
    if (value.unshown)
      return html`<p class="muted">
        ${t('The elements, of shape {0}, are too many to be shown.', shapeText(value.unshown))}
      </p>`;
    const elements = value.elements ?? (value.loss.shape.length > 0 ? value.loss : undefined);
    if (!elements)
      return html`<p class="muted">${t('This loss is one number by nature: it has no elements.')}</p>`;
    const chosen = chosenIn(context, 'elements', '');
    return html`<heat-map
      .tensor=${elements}
      .label=${t('Loss per element')}
      .chosen=${chosen?.at}
      @copy-text=${(event: CustomEvent<string>) => copy(event.detail)}
      @choose-cell=${({ detail: at }: CustomEvent<number>) =>
        context.choose({
          tab: 'elements',
          tensor: '',
          at,
          element: at,
          name: cellName(t('the loss'), elements.shape, at),
        })}
      >${stepsLink(context, chosen)}</heat-map
    >`;
  },
};
