import { isTensorValue, pythonText } from '../engine/nativeTypes';
import type { ParameterValue } from '../engine/lossDefinition';
import type { Tensor } from '../engine/tensor/tensor';
import { writePython, type Writing } from '../text/exportTensor';
import type { Configured } from './configuration';
import type { EvaluatedCall, EvaluatedInput } from './evaluateCall';

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

/** What of a call tells how the playground shows it. */
type Shown = Pick<EvaluatedCall, 'loss' | 'configured' | 'inputs' | 'weights'>;

/** What the playground shows for a call, in small steps: its tensors may be long. */
export function* playgroundCall(call: Shown): Generator<undefined, PlaygroundCall> {
  const inputs: Record<string, { text: string; nameInCode: string | undefined }> = {};
  for (const { name, expression, value } of call.inputs) {
    if (expression === undefined) continue;
    const text = value === undefined ? '' : yield* inputText(value);
    inputs[name] = { text, nameInCode: expression };
  }
  for (const [name, weight] of Object.entries(call.weights ?? {}))
    inputs[name] = { text: yield* writePython(weight), nameInCode: undefined };
  return { loss: call.loss.name, parameters: yield* parameterTexts(call.configured), inputs };
}

/** The known parameters as text. */
function* parameterTexts(configured: Configured): Generator<undefined, Record<string, string>> {
  const texts: Record<string, string> = {};
  for (const [name, value] of Object.entries(configured.exact))
    if (value === null || typeof value !== 'object' || !('expression' in value))
      texts[name] = isTensorValue(value) ? yield* writePython(value) : parameterText(value);
  return texts;
}

/** A parameter's value as Python writes it, strings without quotes. */
export function parameterText(value: Exclude<ParameterValue, Tensor>): string {
  if (typeof value === 'object' && value !== null) return `[${value.join(', ')}]`;
  return typeof value === 'string' ? value : pythonText(value);
}

function* inputText(value: Exclude<EvaluatedInput['value'], undefined>): Writing {
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  return 'dtype' in value ? yield* writePython(value) : `[${value.join(', ')}]`;
}
