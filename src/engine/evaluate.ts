import { losses } from '#losses';
import { bind } from './bind';
import type { LossDefinition } from './defineLoss';
import type { LossCall, LossResult } from './lossCall';
import { refusedArgument } from './nativeTypes';
import { runKernel } from './runKernel';
import { runReplay } from './runReplay';
import { TorchError } from './torchError';

export { losses };
export type { LossCall, LossResult };

let byName: ReadonlyMap<string, LossDefinition> | undefined;

/** The loss of that class name (`CrossEntropyLoss`), if there is one. */
export function lossByName(name: string): LossDefinition | undefined {
  byName ??= new Map(losses.map((loss) => [loss.name, loss]));
  return byName.get(name);
}

/** The loss of that functional's name (`cross_entropy`), if there is one. */
export function lossByFunctional(functional: string): LossDefinition | undefined {
  return losses.find((loss) => loss.functional === functional && loss.deprecated === undefined);
}

/**
 * Runs a call as PyTorch would.
 * @throws TorchError where PyTorch raises, with its type, message and stage.
 */
export function evaluate(call: LossCall): LossResult {
  const definition = lossByName(call.loss);
  if (definition === undefined) throw new Error(`No loss is called ${call.loss}.`);
  const warnings: string[] = [];
  try {
    const bound = bind(definition, call, (message) => {
      warnings.push(message);
    });
    const refusal = call.parameters && refusedArgument(definition, call);
    const fused = refusal ? undefined : runKernel(definition, call, bound, warnings);
    return fused ?? runReplay(definition, call, bound, warnings, refusal);
  } catch (error) {
    if (error instanceof TorchError) error.warnings = warnings;
    throw error;
  }
}
