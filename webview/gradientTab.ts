import { html, nothing, type TemplateResult } from 'lit';
import './formulaView';
import './heatMap/heatMap';
import { t } from './localize';
import type { ResultTab, TabContext } from './resultTab';
import './segmentedChoice';

/** The gradient of the loss (of its sum, if it is not a single number) with respect to each tensor. */
export const gradientTab: ResultTab = {
  id: 'gradient',
  label: () => t('Gradient'),
  render: (context) => {
    const names = Object.keys(context.value.gradients);
    const shown = names.find((name) => name === context.shown) ?? firstWithGradient(context) ?? names[0];
    if (shown === undefined) {
      return html`<p class="muted">
        ${t('No input can be differentiated: the gradient needs a floating-point tensor.')}
      </p>`;
    }
    return html`
      <formula-view .formula=${context.result.gradientFormula} .label=${t('Gradient')}></formula-view>
      ${
        names.length > 1
          ? html`<segmented-choice
              .choices=${names}
              .value=${shown}
              .label=${t('With respect to')}
              @choose=${(event: CustomEvent<string>) => context.show(event.detail)}
            ></segmented-choice>`
          : nothing
      }
      ${renderGradient(context, shown)}
    `;
  },
};

function firstWithGradient({ value }: TabContext): string | undefined {
  return Object.entries(value.gradients).find(([, gradient]) => gradient)?.[0];
}

function renderGradient({ value, copy }: TabContext, name: string): TemplateResult {
  const gradient = value.gradients[name];
  if (!gradient) return html`<p class="muted">${t('PyTorch computes no gradient for {0}.', name)}</p>`;
  return html`<heat-map
    .tensor=${gradient}
    .label=${t('Gradient with respect to {0}', name)}
    @copy-text=${(event: CustomEvent<string>) => copy(event.detail)}
  ></heat-map>`;
}
