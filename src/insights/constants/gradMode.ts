import { Given } from './callArguments';
import type { Family, Operation } from './operations';
import type { Value } from './values';

/** Paths of what switches gradients off where it decorates a function. */
export const gradientFree: ReadonlySet<string> = new Set(['torch.no_grad', 'torch.inference_mode']);

const mode = (isEnabled: boolean): Value => ({ kind: 'gradMode', isEnabled });

const asked: Operation = (call, context) => {
  const isEnabled = new Given(call, ['mode']).flag('mode');
  context.setGradMode(isEnabled);
  return mode(isEnabled);
};

const inference: Operation = (call) => {
  const given = new Given(call, ['mode']);
  return mode(given.has('mode') && !given.flag('mode'));
};

const functions: Record<string, Operation> = {};
for (const module of ['torch', 'torch.autograd', 'torch.autograd.grad_mode']) {
  functions[`${module}.no_grad`] = () => mode(false);
  functions[`${module}.enable_grad`] = () => mode(true);
  functions[`${module}.inference_mode`] = inference;
  functions[`${module}.set_grad_enabled`] = asked;
}

/** `torch.no_grad()` and its kin. */
export const gradModes: Family = { functions, methods: {} };
