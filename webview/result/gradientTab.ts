import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { cellName, chosenIn, stepsLink } from './chosenCell';
import '../loss/formulaView';
import '../heatMap/heatMap';
import { t } from '../../src/l10n/localize';
import { lossElement } from '../loss/lossElement';
import type { ResultTab, TabContext } from './resultTab';
import '../parameters/segmentedChoice';
import { selectField } from '../parameters/selectField';

/** So many tensors are chosen among in a bar. */
const longestBar = 4;

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
      ${names.length > 1 ? tensorChoice(names, shown, context.show) : nothing}
      ${renderGradient(context, shown)}
    `;
  },
};

/** A bar of a few names, or a list of more. */
function tensorChoice(names: readonly string[], shown: string, show: (name: string) => void): TemplateResult {
  const label = t('With respect to');
  if (names.length > longestBar) {
    return selectField(
      html`<select
        class="field mono"
        aria-label=${label}
        .value=${live(shown)}
        @change=${(event: Event) => show((event.target as HTMLSelectElement).value)}
      >
        ${names.map((name) => html`<option value=${name} ?selected=${name === shown}>${name}</option>`)}
      </select>`,
    );
  }
  return html`<segmented-choice
    .choices=${names}
    .value=${shown}
    .label=${label}
    @choose=${(event: CustomEvent<string>) => show(event.detail)}
  ></segmented-choice>`;
}

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
