import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, queryAll, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import {
  mostSteps,
  type DescendAnswer,
  type DescendQuestion,
  type DescentTensor,
} from '../../src/protocol/descend';
import type { DescendSettings } from '../../src/protocol/viewSettings';
import { differentiable } from '../curve/curveChoice';
import { icon } from '../icons';
import { t } from '../../src/l10n/localize';
import type { LinePlot } from '../plot/linePlot';
import '../plot/linePlot';
import '../plot/pictureButtons';
import type { PlotSeries } from '../plot/plotSeries';
import { problemStyles } from '../problemStyles';
import { questionStatus, questionStyles } from '../questionStatus';
import type { TabContext } from '../result/resultTab';
import { sharedStyles } from '../styles';
import { descendStyles } from './descendStyles';
import { isWhole, listText, readNumbers, shortestText } from './descentNumbers';
import { descentVerdict } from './descentVerdict';
import { Player } from './player';
import { valueTable } from './valueTable';

type Field = 'learningRate' | 'momentum' | 'steps';

/** Gradient descent on the inputs, step by step. */
@customElement('descend-view')
export class DescendView extends LitElement {
  @property({ attribute: false }) context!: TabContext;
  /** The step that is shown while it changes, before it is kept. */
  @state() private shown: number | undefined;
  @queryAll('line-plot') private readonly plots!: NodeListOf<LinePlot>;
  readonly #player = new Player(this, (step) => {
    this.shown = step;
    if (!this.#player.isPlaying) this.#settle();
  });

  static override readonly styles = [sharedStyles, problemStyles, questionStyles, descendStyles];

  protected override render(): TemplateResult {
    const settings = this.settings;
    const names = differentiable(this.context).map(({ name }) => name);
    if (names.length === 0) {
      return html`<p class="muted">
        ${t('No input can be differentiated: the gradient needs a floating-point tensor.')}
      </p>`;
    }
    const question = questionOf(settings, names);
    const asked = question && this.context.ask(question);
    return html`
      ${this.renderMoving(settings, names)}
      <div class="fields">
        ${this.renderField('learningRate', t('Learning rate'), settings)}
        ${this.renderField('momentum', t('Momentum'), settings)}
        ${this.renderField('steps', t('Steps'), settings)}
      </div>
      ${question ? nothing : html`<p class="muted">${this.whatIsMissing(settings)}</p>`}
      ${questionStatus(asked?.noAnswer, () => this.context.askAgain('descend'))}
      ${
        asked?.answer && asked.answer.losses.length > 0
          ? html`<div class="run ${asked.isCurrent ? '' : 'waiting'}">${this.renderRun(asked.answer)}</div>`
          : nothing
      }
    `;
  }

  private renderMoving(
    { inputs }: DescendSettings,
    names: readonly string[],
  ): TemplateResult | typeof nothing {
    if (names.length < 2) return nothing;
    const moving = inputs ?? names.slice(0, 1);
    return html`<div class="moving" role="group" aria-label=${t('What moves')}>
      <span class="muted" aria-hidden="true">${t('What moves')}</span>
      ${names.map(
        (name) =>
          html`<label
            ><input
              type="checkbox"
              .checked=${live(moving.includes(name))}
              @change=${(event: Event) => {
                const { checked } = event.target as HTMLInputElement;
                const isMoving = (each: string): boolean => (each === name ? checked : moving.includes(each));
                this.change({ inputs: names.filter(isMoving) });
              }}
            /><span class="mono">${name}</span></label
          >`,
      )}
    </div>`;
  }

  private renderField(field: Field, label: string, settings: DescendSettings): TemplateResult {
    const isRead = readNumbers(settings)[field] !== undefined;
    return html`<label
      ><span>${label}</span
      ><input
        class="field"
        inputmode="decimal"
        aria-invalid=${isRead ? 'false' : 'true'}
        .value=${live(settings[field])}
        @input=${(event: Event) => this.change({ [field]: (event.target as HTMLInputElement).value })}
    /></label>`;
  }

  private renderRun(answer: DescendAnswer): TemplateResult {
    const last = answer.losses.length - 1;
    const step = Math.min(last, this.shown ?? this.settings.at);
    const { logarithmic } = this.settings;
    const verdict = descentVerdict(answer);
    const loss = shortestText(answer.losses[step] ?? NaN, 'float32');
    return html`
      ${this.renderControls(step, last)}
      <line-plot
        .series=${[lossLine(answer, step)]}
        .domain=${{ low: 0, high: Math.max(1, last) }}
        .label=${t('Loss')}
        .along=${t('Step')}
        .height=${185}
        .description=${t('From {0} to {1} in {2} steps.', lossText(answer, 0), lossText(answer, last), last)}
        .handle=${{ x: step, label: t('Step'), text: t('Step {0}: loss {1}', step, loss), step: 1 }}
        ?logarithmic=${logarithmic}
        @move=${(event: CustomEvent<number>) => this.show(Math.round(event.detail), last)}
        @settle=${() => this.#settle()}
      ></line-plot>
      <div class="line">
        <span class="mono">${t('Step {0}: loss {1}', step, loss)}</span>
        <label
          ><input
            type="checkbox"
            .checked=${live(logarithmic)}
            @change=${(event: Event) => this.change({ logarithmic: (event.target as HTMLInputElement).checked })}
          />${t('Logarithmic')}</label
        >
      </div>
      ${
        verdict
          ? html`<p class="verdict">${icon('warning')}<span>${verdict.words}</span></p>
              ${verdict.isTooFast ? this.renderSlower() : nothing}`
          : nothing
      }
      ${valueTable(answer.tensors, step, last)} ${this.renderActions(answer, step)}
    `;
  }

  private renderControls(step: number, last: number): TemplateResult {
    const { isPlaying } = this.#player;
    const button = (
      name: string,
      symbol: Parameters<typeof icon>[0],
      press: () => void,
      disabled = false,
    ): TemplateResult =>
      html`<button
        class="quiet-button"
        aria-label=${name}
        title=${name}
        ?disabled=${disabled}
        @click=${press}
      >
        ${icon(symbol)}
      </button>`;
    return html`<div class="controls" role="group" aria-label=${t('Steps')}>
      ${button(t('To the start'), 'first', () => this.goTo(0, last), step === 0)}
      ${button(t('One step back'), 'back', () => this.goTo(step - 1, last), step === 0)}
      ${
        isPlaying
          ? button(t('Pause'), 'pause', () => {
              this.#player.pause();
              this.#settle();
            })
          : button(t('Play'), 'play', () => this.#player.play(step, last))
      }
      ${button(t('One step on'), 'forward', () => this.goTo(step + 1, last), step === last)}
      ${button(t('To the end'), 'last', () => this.goTo(last, last), step === last)}
      <span class="at muted">${t('Step {0} of {1}', step, last)}</span>
    </div>`;
  }

  private renderSlower(): TemplateResult {
    const { learningRate = 1 } = readNumbers(this.settings);
    const slower = String(Number((learningRate / 10).toPrecision(3)));
    return html`<div class="actions">
      <vscode-button appearance="secondary" @click=${() => this.change({ learningRate: slower })}>
        ${t('Try a learning rate of {0}', slower)}
      </vscode-button>
    </div>`;
  }

  private renderActions({ tensors }: DescendAnswer, step: number): TemplateResult {
    const whole = tensors.every(isWhole);
    return html`<div class="actions">
        <vscode-button
          appearance="secondary"
          ?disabled=${!whole || step === 0}
          title=${whole ? '' : t('These are too many numbers to write them into a field.')}
          @click=${() => this.use(tensors, step)}
        >
          ${t('Use the values of step {0}', step)}
        </vscode-button>
      </div>
      <picture-buttons
        .plots=${() => this.plots}
        .name=${`${this.context.form.name} descent`}
        .save=${this.context.savePicture}
      ></picture-buttons>`;
  }

  private get settings(): DescendSettings {
    const { form, views } = this.context;
    const kept = views.descend;
    const start = { at: 0, learningRate: '0.1', momentum: '0', steps: '50', logarithmic: false };
    if (!kept) return { loss: form.name, ...start };
    if (kept.loss === form.name) return kept;
    // Another loss has other inputs.
    const { learningRate, momentum, steps, logarithmic } = kept;
    return { loss: form.name, learningRate, momentum, steps, logarithmic, at: 0 };
  }

  private change(change: Partial<DescendSettings>): void {
    if (!('at' in change) && !('logarithmic' in change)) this.#player.pause();
    this.context.setViews({ descend: { ...this.settings, ...change } });
  }

  private goTo(step: number, last: number): void {
    this.#player.pause();
    this.show(step, last);
    this.#settle();
  }

  private show(step: number, last: number): void {
    this.shown = Math.min(last, Math.max(0, step));
  }

  /** Keeps the step that is shown. */
  #settle(): void {
    const at = this.shown;
    this.shown = undefined;
    if (at !== undefined) this.change({ at });
  }

  /** Writes the values of a step into the inputs; the descent then starts from there. */
  private use(tensors: readonly DescentTensor[], step: number): void {
    for (const tensor of tensors) {
      const { name, dtype } = tensor;
      const { dtype: usual = 'float32' } =
        this.context.form.inputs.find((input) => input.name === name) ?? {};
      const chosen = this.context.input(name).dtype;
      this.context.setInput(
        name,
        listText(tensor, step),
        chosen === 'auto' && dtype !== usual ? dtype : chosen,
      );
    }
    this.change({ at: 0 });
  }

  private whatIsMissing({ inputs }: DescendSettings): string {
    if (inputs?.length === 0) return t('Choose what moves.');
    return t('Learning rate and momentum are numbers; steps go from 1 to {0}.', mostSteps);
  }
}

function questionOf(settings: DescendSettings, names: readonly string[]): DescendQuestion | undefined {
  const { learningRate, momentum, steps } = readNumbers(settings);
  const inputs = settings.inputs?.filter((name) => names.includes(name)) ?? names.slice(0, 1);
  if (learningRate === undefined || momentum === undefined || steps === undefined || inputs.length === 0)
    return undefined;
  return { kind: 'descend', inputs, learningRate, momentum, steps };
}

function lossLine({ losses }: DescendAnswer, step: number): PlotSeries {
  return {
    label: t('Loss'),
    x: Float64Array.from(losses, (_, index) => index),
    y: losses,
    point: { x: step, y: losses[step] ?? NaN },
  };
}

function lossText({ losses }: DescendAnswer, step: number): string {
  return shortestText(Number((losses[step] ?? NaN).toPrecision(5)), 'float64');
}
