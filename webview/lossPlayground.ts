import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import type { PlaceView } from '../src/protocol/callError';
import { newlyAsked } from '../src/protocol/inputState';
import type { LossForm, PlaygroundState, ToWebview } from '../src/protocol/messages';
import { Announcer, announcement } from './announcement';
import { firstMessage } from './firstMessage';
import './loss/formulaView';
import type { TensorCopy } from './heatMap/heatMap';
import { connectHost } from './host';
import { HostRequests } from './hostRequests';
import type { InputEditor } from './inputs/inputEditor';
import { inputSection } from './inputs/inputSection';
import { setTranslations, t } from '../src/l10n/localize';
import './loss/lossChooser';
import './loss/lossUses';
import './parameters/parameterForm';
import type { ParameterEdit } from './parameters/parameterForm';
import { PlaygroundModel } from './playgroundModel';
import { playgroundStyles } from './playgroundStyles';
import './playgroundToolbar';
import './result/resultBar';
import './result/resultHistory';
import type { PinChange } from './result/resultHistory';
import './result/resultView';
import { NearSession } from './nearSession';
import type { ChosenCell } from './result/resultTab';
import { resultTabs } from './result/resultTabs';
import { sharedStyles } from './styles';
import { taskName } from './loss/tasks';
import type { Panels } from './toolkit';
import { keepSelectAll } from './textFieldKeys';
import { listenForUndo } from './undoKeys';
import { ViewMemory } from './viewState';

const legacyFold = 'legacy';
const usesFold = 'uses';
const historyFold = 'history';
const noticeMilliseconds = 4000;

/** The playground: chooses a loss, takes its parameters and inputs, and shows what the host computes of them. */
@customElement('loss-playground')
export class LossPlayground extends LitElement {
  /** What the screen reader says. */
  @state() private said = '';
  /** The host's latest short message, while it is shown. */
  @state() private notice = '';
  @state() private chosen: ChosenCell | undefined;
  @query('#result-heading') private readonly resultHeading!: Element | null;
  readonly #host = connectHost();
  readonly #requests = new HostRequests((message) => this.#host.post(message));
  readonly #memory = new ViewMemory(this.#host);
  readonly #near = new NearSession();
  readonly #model = new PlaygroundModel(
    (message) => this.#host.post(message),
    () => this.requestUpdate(),
    (state, revision) => this.#near.answer(state, revision),
  );
  #restored = false;
  #noticeTimer: ReturnType<typeof setTimeout> | undefined;
  readonly #announcer = new Announcer((text) => (this.said = text));

  static override readonly styles = [sharedStyles, playgroundStyles];

  override connectedCallback(): void {
    super.connectedCallback();
    this.#host.listen((message) => {
      // what the page has answered itself is painted before the host's answer to the same takes its place
      const isKnown = message.type === 'result' && message.result.revision === this.#model.result?.revision;
      if (isKnown) afterNextFrame(() => this.#receive(message));
      else this.#receive(message);
    });
    listenForUndo(document, this.#model);
    keepSelectAll(document);
    document.addEventListener('visibilitychange', () =>
      this.#model.setShown(document.visibilityState === 'visible'),
    );
    const first = firstMessage();
    if (first) this.#receive(first);
    const shown = first?.type === 'show' ? first : undefined;
    this.#host.post({
      type: 'ready',
      ...(shown && { shown: shown.revision, hasResult: shown.result !== undefined }),
    });
  }

  #receive(message: ToWebview): void {
    if (message.type === 'show' && message.strings) setTranslations(message.strings);
    const before = this.#model.state;
    this.#model.receive(message);
    const asked = before && message.type === 'show' ? newlyAsked(before, message.state) : undefined;
    // Its parts are drawn by then.
    if (asked !== undefined) requestAnimationFrame(() => this.#showInput(asked));
    const result = 'result' in message ? message.result : undefined;
    if (result) {
      this.#announcer.announce(announcement(result));
      void this.updateComplete.then(() => this.#loadNear());
      // The page is as long as it was only when all parts of the first result are drawn.
      requestAnimationFrame(() => this.#restoreScroll());
    }
    if (message.type === 'notice') this.#showNotice(message.text);
    if (message.type === 'inputProblem') this.#announcer.announce(message.text);
  }

  protected override render(): TemplateResult {
    const { form, state } = this.#model;
    return html`
      ${form && state ? this.renderMain(form, state) : html`<main><p class="muted">${t('Loading…')}</p></main>`}
      <div class="notice" aria-hidden="true" ?hidden=${!this.notice}>${this.notice}</div>
      <div class="visually-hidden" role="status">${this.said}</div>
    `;
  }

  private renderMain(form: LossForm, state: PlaygroundState): TemplateResult {
    return html`
      <main
        @copy-tensor=${({ detail }: CustomEvent<TensorCopy>) =>
          this.#requests.copyTensor(detail.tensor, detail.format)}
      >
        <h1 class="visually-hidden">${t('Loss Playground')}</h1>
        <div class="setup">
          <playground-toolbar
            .undoable=${this.#model.undoable}
            @undo=${() => this.#model.undo()}
            @redo=${() => this.#model.redo()}
            @share=${() => this.#requests.share()}
          ></playground-toolbar>
          ${this.renderLoss(form)} ${this.renderParameters(form, state)} ${this.renderInputs(form)}
        </div>
        <div class="outcome">
          <section aria-labelledby="result-heading" aria-busy=${this.#model.busy !== undefined}>
            <h2 id="result-heading">${t('Result')}</h2>
            ${this.renderResult()}
          </section>
          ${this.renderTabs(form, state)}
        </div>
      </main>
      <result-bar
        .result=${this.#model.result}
        .value=${this.#model.value}
        .target=${this.resultHeading}
      ></result-bar>
    `;
  }

  private renderLoss(form: LossForm): TemplateResult {
    return html`
      <section aria-label=${t('Loss')}>
        <loss-chooser
          .losses=${this.#model.losses}
          .recent=${this.#memory.state.recent}
          .value=${form.name}
          @choose=${(event: CustomEvent<string>) => this.#choose(event.detail)}
        ></loss-chooser>
        <p>${form.summary}</p>
        <div class="facts">
          <span class="muted">${taskName(form.task)}</span>
          <vscode-link
            href=${form.documentation}
            @click=${(event: Event) => {
              event.preventDefault();
              this.#requests.openDocumentation();
            }}
            >${t('PyTorch documentation')}</vscode-link
          >
        </div>
        <loss-uses
          .form=${form}
          ?unfolded=${this.#isOpen(usesFold)}
          @choose=${(event: CustomEvent<string>) => this.#choose(event.detail)}
          @guide=${() => this.#requests.openGuide()}
          @fold=${(event: CustomEvent<boolean>) => this.#fold(usesFold, event.detail)}
        ></loss-uses>
        ${
          this.#model.result?.formula
            ? html`<div class="formula">
                <formula-view .formula=${this.#model.result.formula} .label=${t('Formula')}></formula-view>
              </div>`
            : nothing
        }
      </section>
    `;
  }

  private renderParameters(form: LossForm, state: PlaygroundState): TemplateResult {
    return html`
      <section aria-labelledby="parameters-heading">
        <h2 id="parameters-heading">${t('Parameters')}</h2>
        <parameter-form
          .parameters=${form.parameters}
          .texts=${state.parameters}
          .reports=${this.#model.result?.parameters ?? {}}
          ?unfolded=${this.#isOpen(legacyFold)}
          @edit=${(event: CustomEvent<ParameterEdit>) =>
            this.#model.setParameter(event.detail.name, event.detail.text)}
          @fold=${(event: CustomEvent<boolean>) => this.#fold(legacyFold, event.detail)}
        ></parameter-form>
      </section>
    `;
  }

  private renderInputs(form: LossForm): TemplateResult {
    return inputSection({
      form,
      model: this.#model,
      requests: this.#requests,
      isOpen: (id) => this.#isOpen(id),
      fold: (id, open) => this.#fold(id, open),
      complain: (name, text) => this.#receive({ type: 'inputProblem', name, text }),
    });
  }

  private renderResult(): TemplateResult {
    return html`<result-view
        .result=${this.#model.result}
        .value=${this.#model.value}
        .busy=${this.#model.busy}
        @copy-text=${(event: CustomEvent<string>) => this.#requests.copy(event.detail)}
        @insert-code=${(event: CustomEvent<string>) => this.#requests.insertCode(event.detail)}
        @cancel=${() => this.#requests.cancel()}
        @again=${() => this.#model.computeAgain()}
        @show-place=${(event: CustomEvent<PlaceView>) => this.#showPlace(event.detail)}
      ></result-view>
      <result-history
        .results=${this.#model.history}
        .losses=${this.#model.losses}
        .present=${this.#model.value?.precise ?? ''}
        ?unfolded=${this.#isOpen(historyFold)}
        @restore=${(event: CustomEvent<number>) => this.#requests.restoreResult(event.detail)}
        @pin=${({ detail }: CustomEvent<PinChange>) => this.#requests.pinResult(detail.id, detail.pinned)}
        @remove=${(event: CustomEvent<number>) => this.#requests.removeResult(event.detail)}
        @clear=${() => this.#requests.clearResults()}
        @fold=${(event: CustomEvent<boolean>) => this.#fold(historyFold, event.detail)}
      ></result-history>`;
  }

  private renderTabs(
    form: LossForm,
    { tab, views, parameters }: PlaygroundState,
  ): TemplateResult | typeof nothing {
    const { result, value } = this.#model;
    if (!result || !value) return nothing;
    const active = resultTabs.find(({ id }) => id === tab) ?? resultTabs[0];
    return html`
      <section class="tabs ${result.outcome.kind === 'value' ? '' : 'stale'}" aria-label=${t('Details')}>
        <vscode-panels activeid="tab-${active?.id}" aria-label=${t('Details')} @change=${this.onTab}>
          ${resultTabs.map(({ id, label }) => html`<vscode-panel-tab id="tab-${id}">${label()}</vscode-panel-tab>`)}
          ${resultTabs.map(
            (each) =>
              html`<vscode-panel-view id="view-${each.id}">
                ${
                  each === active
                    ? each.render({
                        form,
                        result,
                        value,
                        shown: this.#memory.state.shown[each.id],
                        show: (tensor) => this.#show(each.id, tensor),
                        chosen: this.chosen,
                        choose: (cell) => this.#chooseCell(cell),
                        openTab: (tab) => this.#openTab(tab),
                        copy: (text) => this.#requests.copy(text),
                        losses: this.#model.losses,
                        parameters,
                        views: views ?? {},
                        setViews: (change) => this.#model.setViews(change),
                        ask: (question) => this.#model.ask(question),
                        askAgain: (kind) => this.#model.askAgain(kind),
                        savePicture: (name, content) => this.#requests.savePicture(name, content),
                        input: (name) => this.#model.input(name),
                        setInput: (name, text, dtype) => this.#model.setInput(name, text, dtype),
                      })
                    : nothing
                }
              </vscode-panel-view>`,
          )}
        </vscode-panels>
      </section>
    `;
  }

  private readonly onTab = (event: Event): void => {
    const { activeid } = event.target as Panels;
    if (activeid) this.#model.setTab(activeid.replace(/^tab-/, ''));
  };

  #chooseCell(cell: ChosenCell): void {
    this.chosen = cell;
    this.#show('steps', String(cell.element));
  }

  #openTab(id: string): void {
    this.#model.setTab(id);
    // What was pressed is gone with its tab.
    void this.updateComplete.then(() =>
      this.renderRoot.querySelector<HTMLElement>(`#tab-${id}`)?.focus({ preventScroll: true }),
    );
  }

  #choose(loss: string): void {
    const recent = [loss, ...this.#memory.state.recent.filter((each) => each !== loss)].slice(0, 5);
    this.#memory.update({ recent });
    this.chosen = undefined;
    this.#model.chooseLoss(loss);
  }

  #isOpen(id: string): boolean {
    return this.#memory.state.open[id] ?? false;
  }

  #fold(id: string, open: boolean): void {
    this.#memory.update({ open: { ...this.#memory.state.open, [id]: open } });
    this.requestUpdate();
  }

  #show(tab: string, tensor: string): void {
    this.#memory.update({ shown: { ...this.#memory.state.shown, [tab]: tensor } });
    this.requestUpdate();
  }

  #showPlace(place: PlaceView): void {
    const editors = this.renderRoot.querySelectorAll<InputEditor>('input-editor');
    [...editors].find(({ definition }) => definition.name === place.input)?.reveal(place);
  }

  /** Scrolls to what the code does not tell, which the user is to fill in. The focus stays where it is. */
  #showInput(input: string): void {
    const editors = this.renderRoot.querySelectorAll<InputEditor>('input-editor');
    [...editors].find(({ definition }) => definition.name === input)?.scrollIntoView({ block: 'center' });
  }

  #showNotice(text: string): void {
    clearTimeout(this.#noticeTimer);
    this.notice = text;
    this.#noticeTimer = setTimeout(() => (this.notice = ''), noticeMilliseconds);
    this.#announcer.announce(text);
  }

  /** Once there is something to see, and where the page says from where. */
  #loadNear(): void {
    const { session } = this.dataset;
    const { state } = this.#model;
    if (session !== undefined && state) setTimeout(() => void this.#near.load(session, state));
  }

  #restoreScroll(): void {
    if (this.#restored) return;
    this.#restored = true;
    const { scroll } = this.#memory.state;
    // where there is room for two columns, each scrolls by itself
    window.scrollTo(0, scroll);
    const setup = this.renderRoot.querySelector('.setup');
    setup?.scrollTo(0, scroll);
    window.addEventListener('scrollend', () => this.#memory.update({ scroll: window.scrollY }));
    setup?.addEventListener('scrollend', () => this.#memory.update({ scroll: setup.scrollTop }));
  }
}

function afterNextFrame(run: () => void): void {
  requestAnimationFrame(() => setTimeout(run));
}
