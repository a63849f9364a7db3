import { TorchError } from '../../engine/torchError';
import type { MachineState } from './machineState';
import { markResult } from './results';
import { UnknownValue, type CallValues, type Value } from './values';

/** What an operation costs, beside the elements that it gives. */
const operationCost = 80;

/** What was thrown on the way, where PyTorch refuses something as what has no value. */
export function asUnknown(error: unknown): unknown {
  return error instanceof TorchError
    ? new UnknownValue(`PyTorch raises ${error.type}: ${error.message}`)
    : error;
}

/** What an operation gives that was given these values; what PyTorch would refuse has no value. */
export function guarded(given: CallValues, machine: MachineState, compute: () => Value): Value {
  try {
    machine.spend(operationCost);
    const value = compute();
    if (machine.isFinished) machine.spend(sizeOf(value));
    markResult(value, given, machine.isGradEnabled);
    return value;
  } catch (error) {
    throw asUnknown(error);
  }
}

/** How many elements or items a value has. */
export function sizeOf(value: Value): number {
  if (value.kind === 'tensor') return value.tensor.data.length;
  return value.kind === 'sequence' ? value.items.length : 0;
}

/** Values as positional arguments. */
export function ofValues(...positional: readonly Value[]): CallValues {
  return { positional, keywords: new Map() };
}
