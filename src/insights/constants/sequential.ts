import type { OperationContext } from './operations';
import type { Reason } from './reason';
import { unknown, type CallValues, type ModuleValue, type Value } from './values';

/** `nn.Sequential(layer, layer)`; undefined for other modules, and where the layers have names or are not known. */
export function newSequential(path: string, { positional, keywords }: CallValues): ModuleValue | undefined {
  const layers = positional.filter((value) => value.kind === 'module');
  const isPlain = keywords.size === 0 && layers.length > 0 && layers.length === positional.length;
  if (path !== 'torch.nn.Sequential' || !isPlain) return undefined;
  return { kind: 'module', path, given: { positional: [], keywords }, layers };
}

/** Applies a module to a tensor. */
type Apply = (module: ModuleValue, call: CallValues, context: OperationContext) => Value;

/** What an `nn.Sequential` gives: what its last layer makes of what the others made. */
export function callSequential(
  module: ModuleValue,
  call: CallValues,
  context: OperationContext,
  apply: Apply,
): Value {
  const lost = lostOf(module);
  const [input, more] = call.positional;
  if (lost !== undefined) return unknown(lost);
  if (!input || more || call.keywords.size > 0) return unknown(`what \`${module.path}\` gives`);
  return (module.layers ?? []).reduce<Value>(
    (value, layer) => apply(layer, { positional: [value], keywords: new Map() }, context),
    input,
  );
}

/** Why a module may be another now, or a layer of it. */
export function lostOf({ lost, layers = [] }: ModuleValue): Reason | undefined {
  return lost ?? layers.map(lostOf).find((reason) => reason !== undefined);
}
