import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, queryAll, state } from 'lit/decorators.js';
import { numberAt, type MovedNumber } from '../../src/protocol/movedNumber';
import {
  alongMargin,
  type CurveAnswer,
  type CurveDrag,
  type CurveQuestion,
} from '../../src/protocol/questions';
import type { Setting } from '../../src/protocol/setting';
import type { CurveSettings } from '../../src/protocol/viewSettings';
import { icon } from '../icons';
import { t } from '../../src/l10n/localize';
import { pythonFloat } from '../numbers';
import type { LinePlot } from '../plot/linePlot';
import '../plot/linePlot';
import '../plot/pictureButtons';
import { seriesLegend } from '../plot/seriesLegend';
import { problemStyles } from '../problemStyles';
import { questionStatus, questionStyles, renderCallError } from '../questionStatus';
import type { TabContext } from '../result/resultTab';
import '../parameters/settingEditor';
import { fittingLosses, settingText } from '../parameters/settingText';
import { sharedStyles } from '../styles';
import {
  changeCurve,
  chosenElement,
  curveSettings,
  differentiable,
  marginText,
  withMargin,
  type CurveChange,
} from './curveChoice';
import { gradientSeries, lossSeries, valueAt } from './curveLines';
import { curveStyles } from './curveStyles';
import './elementChooser';
import type { ChosenElement } from './elementChooser';
import { indexText } from '../elementIndex';
import { replaceNumber, steppedText, stepIn } from './numberInText';
import './rangeChooser';
import type { CurveRange } from './rangeChooser';

/** Loss and gradient along one element; the point is where the element stands, and can be dragged. */
@customElement('curve-view')
export class CurveView extends LitElement {
  @property({ attribute: false }) context!: TabContext;
  /** The number under the pointer. */
  @state() private inspected: number | null = null;
  /** Where the point is dragged to, before the answer to that. */
  @state() private moved: number | undefined;
  @queryAll('line-plot') private readonly plots!: NodeListOf<LinePlot>;
  #frame = 0;
  /** What dragging changes, in the text that its offsets are of. While dragging the text is newer than any answer. */
  #drag: (CurveDrag & { readonly text: string }) | undefined;

  static override readonly styles = [sharedStyles, problemStyles, questionStyles, curveStyles];

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    cancelAnimationFrame(this.#frame);
  }

  protected override render(): TemplateResult {
    const tensors = withMargin(differentiable(this.context), this.context);
    const settings = this.settings;
    const chosen = chosenElement(tensors, settings);
    if (!chosen) {
      return html`<p class="muted">
        ${t('No input can be differentiated: the gradient needs a floating-point tensor.')}
      </p>`;
    }
    const asked = this.context.ask(questionOf(chosen, settings));
    const { answer, about } = asked;
    if (asked.isCurrent && this.#frame === 0) {
      this.moved = undefined;
      const drag = answer?.drag;
      this.#drag = drag && { ...drag, text: this.context.input(drag.input).text };
    }
    return html`
      <div class="bar">
        <element-chooser
          .tensors=${tensors}
          .value=${chosen}
          @choose=${(event: CustomEvent<ChosenElement>) => this.change({ ...event.detail, range: undefined })}
        ></element-chooser>
        ${answer ? this.renderRange(answer) : nothing}
      </div>
      ${questionStatus(asked.noAnswer, () => this.context.askAgain('curve'))}
      ${this.renderMargin(chosen, answer)}
      ${
        answer && about && answer.lines.length > 0
          ? html`<div class="plots ${asked.isCurrent || this.moved !== undefined ? '' : 'waiting'}">
              ${this.renderPlots(answer, about)}
            </div>`
          : nothing
      }
      ${this.renderOther()}
    `;
  }

  private renderMargin(
    { input }: ChosenElement,
    answer: CurveAnswer | undefined,
  ): TemplateResult | typeof nothing {
    const { margin, inputs } = this.context.form;
    if (input !== alongMargin || !margin) return nothing;
    const none = answer?.lines.length === 0;
    return html`<p class="muted">
      ${marginText(
        margin,
        inputs.map(({ name }) => name),
      )}
      ${none ? t('This element has none.') : nothing}
    </p>`;
  }

  private renderPlots(answer: CurveAnswer, about: CurveQuestion): TemplateResult {
    const labels = this.labels(about.others);
    const name = about.input + indexText(this.shapeOf(about.input), about.at);
    const loss = lossSeries(answer, labels, this.moved);
    const gradient = gradientSeries(answer, labels, this.moved);
    const hasGradient = gradient.some(({ x }) => x.length > 0);
    const { range } = answer;
    const cursor = this.inspected;
    const kinks = answer.lines[0]?.kinks;
    const inspect = (event: CustomEvent<number | null>): void => {
      this.inspected = event.detail;
    };
    return html`
      <line-plot
        .series=${loss}
        .domain=${range}
        .label=${t('Loss')}
        .along=${hasGradient ? '' : name}
        .description=${this.describe(name, answer)}
        .handle=${this.handle(answer, name)}
        .slope=${this.slope(answer)}
        .cursor=${cursor}
        @move=${(event: CustomEvent<number>) => this.move(event.detail, answer, about.input)}
        @inspect=${inspect}
      ></line-plot>
      ${
        hasGradient
          ? html`<line-plot
              .series=${gradient}
              .domain=${range}
              .label=${t('Gradient')}
              .along=${name}
              .description=${this.describe(name, answer)}
              .cursor=${cursor}
              .height=${165}
              @inspect=${inspect}
            ></line-plot>`
          : html`<p class="muted">${t('PyTorch computes no gradient for {0}.', about.input)}</p>`
      }
      ${this.renderReadout(answer, name)} ${seriesLegend(labels)}
      ${
        kinks && kinks.x.length > 0
          ? html`<p class="muted">
              ${t('◇ where the gradient jumps. PyTorch takes there: {0}.', answer.subgradients.join('; '))}
            </p>`
          : nothing
      }
      ${answer.lines.map(({ error }) => (error ? renderCallError(error) : nothing))}
      <picture-buttons
        .plots=${() => this.plots}
        .labels=${labels}
        .name=${`${this.context.form.name} curve`}
        .save=${this.context.savePicture}
      >
        <button class="quiet-button" @click=${() => this.context.copy(tableOf(answer, labels))}>
          ${icon('copy')} ${t('Copy points')}
        </button>
      </picture-buttons>
    `;
  }

  private renderReadout({ lines }: CurveAnswer, name: string): TemplateResult {
    const at = this.inspected ?? this.moved;
    const [line] = lines;
    const isHere = at === undefined;
    const x = at ?? line?.here.x[0] ?? NaN;
    const read = (values: Float64Array | undefined, here: Float64Array | undefined): string =>
      pythonFloat(
        isHere
          ? (here?.[0] ?? NaN)
          : short(valueAt(line?.x ?? new Float64Array(), values ?? new Float64Array(), x)),
      );
    return html`<dl class="readout mono">
      <div>
        <dt>${name}</dt>
        <dd>${pythonFloat(isHere ? x : short(x))}</dd>
      </div>
      <div>
        <dt>${t('loss')}</dt>
        <dd>${read(line?.loss, line?.here.loss)}</dd>
      </div>
      ${
        line && line.gradient.length > 0
          ? html`<div>
              <dt>${t('gradient')}</dt>
              <dd>${read(line.gradient, line.here.gradient)}</dd>
            </div>`
          : nothing
      }
    </dl>`;
  }

  private renderRange({ range }: CurveAnswer): TemplateResult {
    return html`<range-chooser
      .range=${range}
      .isChosen=${this.settings.range !== undefined}
      @change-range=${(event: CustomEvent<CurveRange | undefined>) => this.change({ range: event.detail })}
    ></range-chooser>`;
  }

  private renderOther(): TemplateResult {
    const { form, losses } = this.context;
    return html`<div class="other">
      <span class="muted" aria-hidden="true">${t('Overlay')}</span>
      <setting-editor
        .setting=${this.settings.other}
        .losses=${fittingLosses(form, losses)}
        .label=${t('Overlaid loss')}
        .none=${t('None')}
        @change-setting=${(event: CustomEvent<Setting | undefined>) => this.change({ other: event.detail })}
      ></setting-editor>
    </div>`;
  }

  private get settings(): CurveSettings {
    return curveSettings(this.context);
  }

  private change(change: CurveChange): void {
    changeCurve(this.context, change);
  }

  private labels(others: readonly Setting[]): readonly string[] {
    const { form, losses, parameters } = this.context;
    return [{ loss: form.name, parameters }, ...others].map((setting) => settingText(setting, losses));
  }

  private describe(name: string, { range, lines }: CurveAnswer): string {
    const [line] = lines;
    const where = t('Along {0} from {1} to {2}.', name, short(range.low), short(range.high));
    const kinks = Array.from(line?.kinks.x ?? [], (x) => pythonFloat(short(x)));
    return kinks.length > 0 ? `${where} ${t('The gradient jumps at {0}.', kinks.join(', '))}` : where;
  }

  private handle({ range, lines, drag }: CurveAnswer, label: string): LinePlot['handle'] {
    const x = this.moved ?? lines[0]?.here.x[0] ?? NaN;
    if (!drag || !Number.isFinite(x) || x < range.low || x > range.high) return undefined;
    const loss = lines[0]?.here.loss[0] ?? NaN;
    const text = t('{0}: loss {1}', pythonFloat(short(x)), pythonFloat(short(loss)));
    return { x, label, text, step: stepIn(range.low, range.high) };
  }

  private slope({ lines: [line] }: CurveAnswer): number | undefined {
    if (!line || line.gradient.length === 0) return undefined;
    return this.moved === undefined ? line.here.gradient[0] : valueAt(line.x, line.gradient, this.moved);
  }

  /** Writes the numbers that the point is dragged to into the input's text, once per frame. */
  private move(to: number, { range }: CurveAnswer, along: string): void {
    const drag = this.#drag;
    if (!drag) return;
    const place = steppedText(Math.min(drag.high, Math.max(drag.low, to)), stepIn(range.low, range.high));
    const x = Math.min(drag.high, Math.max(drag.low, Number(place)));
    this.moved = x;
    const textOf = (number: MovedNumber): string =>
      along === alongMargin ? pythonFloat(Number(numberAt(number, x).toPrecision(7))) : place;
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      // The axis keeps still under the hand.
      if (!this.settings.range) this.change({ range });
      // From the last on: the offsets of those before stay.
      const changed = drag.numbers.reduceRight<string | undefined>(
        (text, number) => text && replaceNumber(text, number.offset, textOf(number)),
        drag.text,
      );
      if (changed !== undefined) this.context.setInput(drag.input, changed);
    });
  }

  private shapeOf(input: string): readonly number[] {
    if (input === alongMargin) return this.context.value.elements?.shape ?? [];
    return this.context.value.gradients[input]?.shape ?? [];
  }
}

function questionOf({ input, at }: ChosenElement, { range, other }: CurveSettings): CurveQuestion {
  return { kind: 'curve', input, at, ...(range && { range }), others: other ? [other] : [] };
}

/** For reading along the curve more digits are none the truer. */
function short(value: number): number {
  return Number(value.toPrecision(6));
}

function tableOf({ lines }: CurveAnswer, labels: readonly string[]): string {
  const rows = lines.flatMap((line, index) =>
    Array.from(line.x, (x, at) =>
      [labels[index] ?? '', x, line.loss[at] ?? NaN, line.gradient[at] ?? NaN].join('\t'),
    ),
  );
  return [['setting', 'x', 'loss', 'gradient'].join('\t'), ...rows].join('\n');
}
