import type { LossDefinition } from '../engine/defineLoss';
import { lossByName, losses } from '../engine/evaluate';
import { examplesOf, inRows } from '../engine/examples';
import { isWeightName } from '../engine/learnedWeights';
import type { LossExample } from '../engine/lossDefinition';
import { isEmptyInput } from '../protocol/inputState';
import type { InputState, PlaygroundState, ToHost } from '../protocol/messages';
import { randomInput } from './randomInput';

/** What the webview says that changes the state. */
export type PlaygroundEdit = Exclude<
  Extract<ToHost, { readonly revision: number }>,
  { readonly type: 'ask' }
>;

/** What a playground shows that has not been used yet: the first example of a loss. */
export function initialState(
  loss: LossDefinition | undefined = lossByName('MSELoss') ?? losses[0],
): PlaygroundState {
  const state: PlaygroundState = {
    version: 1,
    loss: loss?.name ?? '',
    parameters: {},
    inputs: {},
    tab: 'gradient',
  };
  return loss ? withExample(state, loss, 0) : state;
}

/** A state that was kept by this or an older version, as far as its loss still exists; else the initial one. */
export function restoredState(kept: PlaygroundState | undefined): PlaygroundState {
  return kept && lossByName(kept.loss) ? kept : initialState();
}

/** The state after an edit. An edit that names what does not exist changes nothing. */
export function applyEdit(state: PlaygroundState, edit: PlaygroundEdit): PlaygroundState {
  switch (edit.type) {
    case 'chooseLoss':
      return withLoss(state, edit.loss);
    case 'setParameter': {
      const others = without(state.parameters, new Set([edit.name]));
      return { ...state, parameters: edit.text === null ? others : { ...others, [edit.name]: edit.text } };
    }
    case 'setInput': {
      const { nameInCode } = inputOf(state, edit.name) ?? {};
      const { text, dtype } = edit;
      return withInput(state, edit.name, { text, dtype, ...(nameInCode !== undefined && { nameInCode }) });
    }
    case 'setDType': {
      const input = inputOf(state, edit.name) ?? { text: '' };
      return withInput(state, edit.name, { ...input, dtype: edit.dtype });
    }
    case 'randomInput': {
      const input = randomInput(state, edit.name, edit.shape, edit.seed);
      return input ? withInput(state, edit.name, input) : state;
    }
    case 'loadExample': {
      const loss = lossByName(state.loss);
      if (!loss) return state;
      // The example is to be seen as it is, so what was set for this loss goes.
      const parameters = without(state.parameters, new Set(loss.parameters.map(({ name }) => name)));
      return withExample({ ...state, parameters }, loss, edit.index);
    }
  }
}

/** Own inputs only: an edit may name what every object has, such as `constructor`. */
function inputOf({ inputs }: PlaygroundState, name: string): InputState | undefined {
  return Object.hasOwn(inputs, name) ? inputs[name] : undefined;
}

/** The state with another input. */
export function withInput(state: PlaygroundState, name: string, input: InputState): PlaygroundState {
  return { ...state, inputs: { ...state.inputs, [name]: input } };
}

/** A loss in the code, as far as the code tells: what the playground opens on. */
export interface CallInCode {
  readonly loss: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** Without text where the code does not tell the tensor. */
  readonly inputs: Readonly<
    Record<string, { readonly text: string; readonly nameInCode: string | undefined }>
  >;
}

/**
 * The state showing a loss in the code with its parameters and, if it is a call, its tensors under their names in the
 * code. What the code does not tell is left empty, for the user to fill in.
 */
export function withCall(state: PlaygroundState, call: CallInCode): PlaygroundState {
  const loss = lossByName(call.loss);
  if (!loss) return state;
  const chosen = withLoss(state, call.loss);
  const others = without(chosen.parameters, new Set(loss.parameters.map(({ name }) => name)));
  const inputs = Object.entries(call.inputs).map(([name, { text, nameInCode }]): [string, InputState] => [
    name,
    { text: inRows(text), dtype: 'auto', ...(nameInCode === undefined ? {} : { nameInCode }) },
  ]);
  return {
    ...chosen,
    parameters: { ...others, ...call.parameters },
    inputs: { ...withoutWeights(chosen.inputs), ...Object.fromEntries(inputs) },
  };
}

/**
 * Takes another loss. What the user typed for it is kept, whatever was looked at in between, but for a choice that it does
 * not have. Where nothing was, it begins with its example; the parameters of an example that nobody touched go with it.
 */
function withLoss(state: PlaygroundState, name: string): PlaygroundState {
  const loss = lossByName(name);
  if (!loss || name === state.loss) return state;
  const shown = examplesOf({ name: state.loss }).filter((example) => shows(state, example));
  const given = without(
    state.parameters,
    new Set(shown.flatMap(({ parameters }) => Object.keys(parameters))),
  );
  const kept = { ...state, loss: name, parameters: without(given, unknownChoices(loss, given)) };
  return isTyped(state, loss) ? kept : withExample(kept, loss, 0);
}

/** Whether an input of the loss has what is none of an example, or stands beside weights that were entered. */
function isTyped({ inputs }: PlaygroundState, loss: LossDefinition): boolean {
  const given = loss.inputs.map(({ name }) => name).filter((name) => !isEmptyInput(inputs[name]));
  const examples = losses.flatMap(examplesOf);
  const isOfExample = (name: string): boolean =>
    examples.some((example) => example.inputs[name] === inputs[name]?.text);
  return !given.every(isOfExample) || (given.length > 0 && Object.keys(inputs).some(isWeightName));
}

/** The parameters that have a choice which the loss does not offer: `reduction='batchmean'` is KLDivLoss's alone. */
function unknownChoices(
  { parameters }: LossDefinition,
  texts: PlaygroundState['parameters'],
): ReadonlySet<string> {
  const unknown = parameters.filter(
    ({ name, kind, choices = [] }) =>
      kind === 'choice' && texts[name] !== undefined && !choices.includes(texts[name]),
  );
  return new Set(unknown.map(({ name }) => name));
}

function withExample(state: PlaygroundState, loss: LossDefinition, index: number): PlaygroundState {
  const example = examplesOf(loss)[index];
  if (!example) return { ...state, loss: loss.name };
  const inputs = Object.entries(example.inputs).map(([name, text]): [string, InputState] => [
    name,
    { text, dtype: 'auto' },
  ]);
  return {
    ...state,
    loss: loss.name,
    parameters: { ...state.parameters, ...example.parameters },
    inputs: { ...withoutWeights(state.inputs), ...Object.fromEntries(inputs) },
  };
}

/** The inputs alone: another call than the one that weights were entered for draws its own. */
function withoutWeights(inputs: PlaygroundState['inputs']): PlaygroundState['inputs'] {
  return Object.fromEntries(Object.entries(inputs).filter(([name]) => !isWeightName(name)));
}

function without(
  parameters: PlaygroundState['parameters'],
  names: ReadonlySet<string>,
): Record<string, string> {
  return Object.fromEntries(Object.entries(parameters).filter(([name]) => !names.has(name)));
}

function shows(state: PlaygroundState, { parameters, inputs }: LossExample): boolean {
  const entered = Object.keys(state.inputs).filter((name) => !isEmptyInput(state.inputs[name]));
  const same =
    Object.entries(inputs).every(([name, text]) => state.inputs[name]?.text === text) &&
    !entered.some(isWeightName);
  return same && Object.entries(parameters).every(([name, text]) => state.parameters[name] === text);
}
