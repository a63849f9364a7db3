import { BudgetExceeded, UnknownValue, type Value } from './values';

/** The device that an expression gives, or one that nobody knows: no number depends on it. */
export function* orSomeDevice(device: Generator<void, Value>): Generator<void, Value> {
  try {
    return yield* device;
  } catch (error) {
    if (!(error instanceof UnknownValue) || error instanceof BudgetExceeded) throw error;
    return { kind: 'device', isCpu: false };
  }
}
