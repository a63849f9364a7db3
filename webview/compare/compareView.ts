import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, queryAll, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { CurveAnswer, CurveQuestion } from '../../src/protocol/questions';
import type { Setting } from '../../src/protocol/setting';
import { changeCurve, chosenElement, curveSettings, differentiable } from '../curve/curveChoice';
import { gradientSeries, lossSeries } from '../curve/curveLines';
import '../curve/elementChooser';
import type { ChosenElement } from '../curve/elementChooser';
import { indexText } from '../elementIndex';
import { icon } from '../icons';
import { t } from '../../src/l10n/localize';
import type { LinePlot } from '../plot/linePlot';
import '../plot/linePlot';
import '../plot/pictureButtons';
import { distinctLines, type PlotSeries } from '../plot/plotSeries';
import { lineSample } from '../plot/seriesLegend';
import { problemStyles } from '../problemStyles';
import { questionStatus, questionStyles } from '../questionStatus';
import type { TabContext } from '../result/resultTab';
import '../parameters/settingEditor';
import { fittingLosses, settingText } from '../parameters/settingText';
import { selectField } from '../parameters/selectField';
import { sharedStyles } from '../styles';
import { compareStyles } from './compareStyles';
import { elementTable, settingTable } from './comparedTables';

/** Several losses, or settings of one, on the same tensors: the present one and those that the user adds. */
@customElement('compare-view')
export class CompareView extends LitElement {
  @property({ attribute: false }) context!: TabContext;
  /** The number under the pointer. */
  @state() private inspected: number | null = null;
  @queryAll('line-plot') private readonly plots!: NodeListOf<LinePlot>;

  static override readonly styles = [sharedStyles, problemStyles, questionStyles, compareStyles];

  protected override render(): TemplateResult {
    const { settings } = this;
    const asked = this.context.ask({ kind: 'compare', settings });
    const labels = this.labels(asked.about?.settings ?? []);
    const norm = differentiable(this.context)[0]?.name;
    return html`
      ${questionStatus(asked.noAnswer, () => this.context.askAgain('compare'))}
      ${
        asked.answer
          ? html`<div class=${asked.isCurrent ? '' : 'waiting'}>
              ${settingTable(asked.answer.rows, labels, norm)}
            </div>`
          : nothing
      }
      ${this.renderSettings(settings)} ${this.renderCurve(settings)}
      ${asked.answer ? elementTable(asked.answer.rows, labels) : nothing}
    `;
  }

  private renderSettings(settings: readonly Setting[]): TemplateResult {
    const { form, losses } = this.context;
    const fitting = fittingLosses(form, losses);
    return html`<ul class="rows" aria-label=${t('Compared with')}>
        ${settings.map(
          (setting, index) =>
            html`<li>
              ${lineSample(index + 1)}
              <setting-editor
                .setting=${setting}
                .losses=${fitting}
                .label=${t('Setting {0}', index + 2)}
                @change-setting=${(event: CustomEvent<Setting>) => this.replace(index, event.detail)}
              ></setting-editor>
              <button
                class="quiet-button"
                aria-label=${t('Remove {0}', settingText(setting, losses))}
                title=${t('Remove')}
                @click=${() => this.replace(index, undefined)}
              >
                ${icon('close')}
              </button>
            </li>`,
        )}
      </ul>
      ${
        settings.length + 1 < distinctLines
          ? selectField(
              html`<select
                class="field"
                aria-label=${t('Compare with')}
                .value=${live('')}
                @change=${(event: Event) => this.add(event.target as HTMLSelectElement)}
              >
                <option value="" selected>${t('Compare with…')}</option>
                ${fitting.map(({ name }) => html`<option value=${name}>${name}</option>`)}
              </select>`,
            )
          : nothing
      }`;
  }

  private renderCurve(settings: readonly Setting[]): TemplateResult | typeof nothing {
    const tensors = differentiable(this.context);
    const chosen = chosenElement(tensors, curveSettings(this.context));
    if (!chosen) return nothing;
    const asked = this.context.ask({ kind: 'curve', ...chosen, others: settings });
    return html`
      <element-chooser
        .tensors=${tensors}
        .value=${chosen}
        @choose=${(event: CustomEvent<ChosenElement>) =>
          changeCurve(this.context, { ...event.detail, range: undefined })}
      ></element-chooser>
      ${questionStatus(asked.noAnswer, () => this.context.askAgain('curve'))}
      ${
        asked.answer && asked.about
          ? html`<div class="plots ${asked.isCurrent ? '' : 'waiting'}">
              ${this.renderPlots(asked.answer, asked.about)}
            </div>`
          : nothing
      }
    `;
  }

  private renderPlots(answer: CurveAnswer, { input, at, others }: CurveQuestion): TemplateResult {
    const labels = this.labels(others);
    const shape = this.context.value.gradients[input]?.shape ?? [];
    const { low, high } = answer.range;
    const along = input + indexText(shape, at);
    const plot = (label: string, series: readonly PlotSeries[], isLast: boolean): TemplateResult =>
      html`<line-plot
        .series=${series}
        .domain=${answer.range}
        .label=${label}
        .along=${isLast ? along : ''}
        .description=${t('Along {0} from {1} to {2}.', along, low, high)}
        .height=${isLast ? 165 : 150}
        .cursor=${this.inspected}
        @inspect=${(event: CustomEvent<number | null>) => (this.inspected = event.detail)}
      ></line-plot>`;
    return html`${plot(t('Loss'), lossSeries(answer, labels), false)}
      ${plot(t('Gradient'), gradientSeries(answer, labels), true)}
      <picture-buttons
        .plots=${() => this.plots}
        .labels=${labels}
        .name=${`${this.context.form.name} compared`}
        .save=${this.context.savePicture}
      ></picture-buttons>`;
  }

  /** Those of the kept settings that fit the present tensors. */
  private get settings(): readonly Setting[] {
    return this.kept.filter((setting) => this.fits(setting));
  }

  private get kept(): readonly Setting[] {
    return this.context.views.compare?.settings ?? [];
  }

  private fits({ loss }: Setting): boolean {
    const { form, losses } = this.context;
    return fittingLosses(form, losses).some(({ name }) => name === loss);
  }

  private labels(others: readonly Setting[]): readonly string[] {
    const { form, losses, parameters } = this.context;
    return [{ loss: form.name, parameters }, ...others].map((setting) => settingText(setting, losses));
  }

  private add(choice: HTMLSelectElement): void {
    const { form, parameters } = this.context;
    const loss = choice.value;
    choice.value = '';
    // The present loss is compared with itself to change something.
    const start = loss === form.name ? parametersOf(form.parameters, parameters) : {};
    this.keep([...this.settings, { loss, parameters: start }]);
  }

  private replace(index: number, setting: Setting | undefined): void {
    this.keep(this.settings.flatMap((each, at) => (at === index ? (setting ?? []) : each)));
  }

  /** Those that do not fit now may fit again with another loss. */
  private keep(settings: readonly Setting[]): void {
    const others = this.kept.filter((setting) => !this.fits(setting));
    this.context.setViews({ compare: { settings: [...settings, ...others] } });
  }
}

function parametersOf(
  definitions: readonly { readonly name: string }[],
  texts: Readonly<Record<string, string>>,
): Record<string, string> {
  return Object.fromEntries(
    definitions.flatMap(({ name }) => (texts[name] === undefined ? [] : [[name, texts[name]]])),
  );
}
