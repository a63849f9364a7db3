import type { LossCall } from '../engine/evaluate';
import type { Explanation } from '../engine/explanation/explanation';
import { explainNonFinite } from '../engine/explanation/nonFinite';
import { explainRefusal } from '../engine/explanation/refusal';
import type { Tensor } from '../engine/tensor/tensor';
import type { EvaluatedCall } from './evaluateCall';

/** Explaining larger losses, which takes longer than an editor may wait, is left to the playground. */
export const mostExplained = 2_000;

/**
 * Why an evaluated call gives NaN or infinity, or why PyTorch refuses it, and what to do; undefined where the loss
 * is an ordinary number or there is nothing to say.
 */
export function outcomeExplanation({ loss, call, result, error }: EvaluatedCall): Explanation | undefined {
  if (!call) return undefined;
  if (error)
    return explainRefusal(error, { loss, inputs: tensorsIn(call.inputs), parameters: call.parameters ?? {} });
  if (!result || (result.elements?.data.length ?? 0) > mostExplained) return undefined;
  return explainNonFinite(call, result);
}

function tensorsIn(inputs: LossCall['inputs']): Readonly<Record<string, Tensor>> {
  const tensors: Record<string, Tensor> = {};
  for (const [name, value] of Object.entries(inputs))
    if (typeof value === 'object' && 'data' in value) tensors[name] = value;
  return tensors;
}
