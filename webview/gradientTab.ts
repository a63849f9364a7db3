import { html, nothing, type TemplateResult } from 'lit';
import { cellName, chosenIn, stepsLink } from './chosenCell';
import './formulaView';
import './heatMap/heatMap';
import { t } from './localize';
import { lossElement } from './lossElement';
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

function renderGradient(context: TabContext, name: string): TemplateResult {
  const { value, copy, form } = context;
  const gradient = value.gradients[name];
  if (!gradient) return html`<p class="muted">${t('PyTorch computes no gradient for {0}.', name)}</p>`;
  const { shape } = gradient;
  const chosen = chosenIn(context, 'gradient', name);
  const choose = (at: number): void => {
    const element = lossElement(form.shapes, name, { shape, at }, value.elements?.shape ?? []);
    if (element === undefined) return;
    context.choose({ tab: 'gradient', tensor: name, at, element, name: cellName(name, shape, at) });
  };
  return html`<heat-map
    .tensor=${gradient}
    .label=${t('Gradient with respect to {0}', name)}
    .chosen=${chosen?.at}
    @copy-text=${(event: CustomEvent<string>) => copy(event.detail)}
    @choose-cell=${(event: CustomEvent<number>) => choose(event.detail)}
    >${stepsLink(context, chosen)}</heat-map
  >`;
}
