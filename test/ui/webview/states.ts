import type { InputState, PlaygroundState } from '../../../src/protocol/messages';

/** A state of the playground: a loss, its inputs' texts, its parameters' texts. */
export function stateOf(
  loss: string,
  texts: Readonly<Record<string, string>>,
  parameters: Readonly<Record<string, string>> = {},
  tab = 'gradient',
): PlaygroundState {
  const inputs: Record<string, InputState> = {};
  for (const [name, text] of Object.entries(texts)) inputs[name] = { text, dtype: 'auto' };
  return { version: 1, loss, parameters, inputs, tab };
}

/** Squared error of four predictions: loss 0.2875. */
export const fourPredictions = stateOf('MSELoss', {
  input: '[2.5, 0.0, 2.1, 7.8]',
  target: '[3.0, -0.5, 2.0, 7.0]',
});
