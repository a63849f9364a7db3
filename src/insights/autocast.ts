import { locate } from '../python/locate';
import type { Call } from '../python/syntax';
import type { RuleContext } from './ruleContext';

const paths = new Set([
  'torch.autocast',
  'torch.amp.autocast',
  'torch.cuda.amp.autocast',
  'torch.amp.autocast_mode.autocast',
]);

/** An autocast that code runs under. */
export interface Autocast {
  /** The call in the `with` statement. */
  readonly call: Call;
  /** Whether it certainly is switched on, and for CUDA. */
  readonly isForCuda: boolean;
}

/** The innermost autocast that a function puts around a call, if any. */
export function autocastAround({ span }: Call, context: RuleContext): Autocast | undefined {
  const { statements } = locate(context.document, span.start);
  const scopes = statements.map(({ kind }) => kind === 'function' || kind === 'class');
  const inner = statements.slice(scopes.lastIndexOf(true) + 1);
  const all = inner.flatMap((one) => (one.kind === 'with' ? one.items.map(({ value }) => value) : []));
  const calls = all.filter((one) => one.kind === 'call' && paths.has(context.path(one.callee) ?? ''));
  const call = calls.at(-1);
  return call?.kind === 'call' ? { call, isForCuda: isForCuda(call, context) } : undefined;
}

function isForCuda({ callee, arguments: given }: Call, context: RuleContext): boolean {
  if (given.some(({ name, kind }) => name === 'enabled' || kind === 'star' || kind === 'doubleStar'))
    return false;
  const device = given.find(({ name, kind }) => kind === 'positional' || name === 'device_type');
  if (context.path(callee)?.startsWith('torch.cuda.') === true) return device?.kind !== 'positional';
  const named = device && context.value(device.value);
  return named?.kind === 'string' && named.value.startsWith('cuda');
}
