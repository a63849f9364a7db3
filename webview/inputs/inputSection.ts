import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { InputDefinition } from '../../src/engine/lossDefinition';
import type { DType } from '../../src/engine/tensor/tensor';
import type { LossForm, WeightField } from '../../src/protocol/messages';
import type { HostRequests } from '../hostRequests';
import './inputEditor';
import { t } from '../../src/l10n/localize';
import type { DroppedFile, PlaygroundModel } from '../playgroundModel';
import type { RandomWish } from './randomFields';

/** What the section of the inputs shows and changes. */
export interface InputSection {
  readonly form: LossForm;
  readonly model: PlaygroundModel;
  readonly requests: HostRequests;
  /** Whether something that folds is open, by its id. */
  readonly isOpen: (id: string) => boolean;
  readonly fold: (id: string, open: boolean) => void;
  /** Says under an input why it could not be filled. */
  readonly complain: (name: string, text: string) => void;
}

/** The section of the inputs: the examples, an editor for each tensor, and for each weight that the loss learns. */
export function inputSection(section: InputSection): TemplateResult {
  const { form, model } = section;
  return html`
    <section aria-labelledby="inputs-heading">
      <div class="heading">
        <h2 id="inputs-heading">${t('Inputs')}</h2>
        ${examples(form, model)}
      </div>
      <div class="inputs">
        ${repeat(
          form.inputs,
          ({ name }) => name,
          (definition) => editor(section, definition, form.shapes),
        )}
      </div>
      ${weightEditors(section, model.result?.weights ?? [])}
    </section>
  `;
}

function weightEditors(
  section: InputSection,
  weights: readonly WeightField[],
): TemplateResult | typeof nothing {
  if (weights.length === 0) return nothing;
  return html`
    <h3 id="weights-heading">${t('Weights that the loss learns')}</h3>
    <p class="muted">
      ${t('Drawn as PyTorch does after torch.manual_seed(0); enter those of a trained loss to take them instead.')}
    </p>
    <div class="inputs" role="group" aria-labelledby="weights-heading">
      ${repeat(
        weights,
        ({ name }) => name,
        ({ name }) => editor(section, weightDefinition(name)),
      )}
    </div>
  `;
}

/** `shapes`: what the loss takes; left out: a weight, whose shape the parameters say. */
function editor(
  { model, requests, isOpen, fold, complain }: InputSection,
  definition: InputDefinition,
  shapes?: LossForm['shapes'],
): TemplateResult {
  const { name } = definition;
  const table = `table ${name}`;
  return html`<input-editor
    .definition=${definition}
    .shapes=${shapes ?? []}
    ?drawn=${shapes === undefined}
    .value=${model.input(name)}
    .report=${model.result?.inputs[name]}
    .complaint=${model.inputProblem(name)}
    .table=${model.result?.tables?.[name]}
    ?tabular=${isOpen(table)}
    ?pending=${model.pending}
    @tabular=${(event: CustomEvent<boolean>) => fold(table, event.detail)}
    @edit=${(event: CustomEvent<string>) => model.setInput(name, event.detail)}
    @dtype=${(event: CustomEvent<DType | 'auto'>) => model.setDType(name, event.detail)}
    @shared=${(event: CustomEvent<string>) => requests.openShared(event.detail)}
    @from-editor=${() => model.inputFromEditor(name)}
    @draw=${({ detail }: CustomEvent<RandomWish>) => model.randomInput(name, detail.shape, detail.seed)}
    @from-file=${() => model.inputFromFile(name)}
    @drop-file=${(event: CustomEvent<DroppedFile>) => model.inputFromDrop(name, event.detail)}
    @drop-problem=${(event: CustomEvent<string>) => complain(name, event.detail)}
  ></input-editor>`;
}

function examples({ examples: titles }: LossForm, model: PlaygroundModel): TemplateResult | typeof nothing {
  if (titles.length === 0) return nothing;
  return html`<div class="examples" role="group" aria-label=${t('Examples')}>
    <span class="muted" aria-hidden="true">${t('Examples')}</span>
    ${titles.map(
      (title, index) =>
        html`<button class="quiet-button" @click=${() => model.loadExample(index)}>${title}</button>`,
    )}
  </div>`;
}

/** A weight, as an editor takes it. */
function weightDefinition(name: string): InputDefinition {
  const description = t('learned by the loss itself');
  return { name, description, dtype: 'float32', differentiable: true, symbol: '' };
}
