import type { LossDefinition } from '../defineLoss';
import type { LossExample } from '../lossDefinition';
import { NLLLoss } from './NLLLoss';

/** The deprecated name of `NLLLoss` for images. */
export const NLLLoss2d: LossDefinition = {
  ...NLLLoss,
  name: 'NLLLoss2d',
  forwarder: 'NLLLoss',
  deprecated:
    '`NLLLoss2d` has been deprecated. Please use `NLLLoss` instead as a drop-in replacement and see ' +
    'https://pytorch.org/docs/main/nn.html#torch.nn.NLLLoss for more details.',
  summary: 'Minus the log-probability that was given to the right class, for every pixel.',
  whenToUse: 'Deprecated: NLLLoss takes images too, and is the same loss.',
  pitfalls: [
    {
      id: 'deprecated-loss',
      title: 'NLLLoss2d is deprecated.',
      detail: 'NLLLoss does the same for inputs of any number of dimensions. Replace the name.',
    },
    ...NLLLoss.pitfalls,
  ],
};

/** The first is what the playground opens on. */
export const examples: readonly LossExample[] = [
  {
    title: 'Two pixels, two classes',
    parameters: {},
    inputs: { input: '[[[[-0.69, -0.11]], [[-0.69, -2.30]]]]', target: '[[[0, 1]]]' },
  },
];

export { formulaRepresentatives, kinks, working } from './NLLLoss';
