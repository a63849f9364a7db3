import { isTensorValue, pythonText } from '../engine/nativeTypes';
import type { ParameterValue } from '../engine/lossDefinition';
import type { Tensor } from '../engine/tensor/tensor';
import { tensorToPython } from '../text/exportTensor';
import type { Configured } from './configuration';
import type { EvaluatedCall } from './evaluateCall';

/** A loss to open the playground on, as text that can be typed there. */
export interface PlaygroundCall {
  readonly loss: string;
  /** Parameters that differ from the default. What isn't known is left out. */
  readonly parameters: Readonly<Record<string, string>>;
  /** By the loss's names, with the weights that the code tells; without text where the code doesn't tell the tensor. */
  readonly inputs: Readonly<
    Record<string, { readonly text: string; readonly nameInCode: string | undefined }>
  >;
}

/** The known parameters as text. */
export function parameterTexts(configured: Configured): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const [name, value] of Object.entries(configured.exact))
    if (value === null || typeof value !== 'object' || !('expression' in value))
      texts[name] = parameterText(value);
  return texts;
}

/** A parameter's value as Python writes it, strings without quotes. */
export function parameterText(value: ParameterValue): string {
  if (isTensorValue(value)) return tensorToPython(value);
  if (typeof value === 'object' && value !== null) return `[${value.join(', ')}]`;
  return typeof value === 'string' ? value : pythonText(value);
}

/** What the playground shows for an evaluated call. */
export function playgroundCall(call: EvaluatedCall): PlaygroundCall {
  const inputs: Record<string, { text: string; nameInCode: string | undefined }> = {};
  for (const { name, expression, value } of call.inputs) {
    if (expression === undefined) continue;
    inputs[name] = { text: value === undefined ? '' : inputText(value), nameInCode: expression };
  }
  for (const [name, weight] of Object.entries(call.weights ?? {}))
    inputs[name] = { text: tensorToPython(weight), nameInCode: undefined };
  return { loss: call.loss.name, parameters: parameterTexts(call.configured), inputs };
}

function inputText(value: Tensor | number | readonly number[]): string {
  if (typeof value === 'number') return String(value);
  return 'dtype' in value ? tensorToPython(value) : `[${value.join(', ')}]`;
}
