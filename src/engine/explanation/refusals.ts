import { callRefusals } from './refusals/calls';
import { dtypeRefusals } from './refusals/dtypes';
import { labelRefusals } from './refusals/labels';
import { parameterRefusals } from './refusals/parameters';
import { shapeRefusals } from './refusals/shapes';
import type { Refusal } from './refusals/told';

export type { FailedCall } from './refusals/told';

/** PyTorch's messages and what to do about them; the first that fits counts. */
export const refusals: readonly Refusal[] = [
  ...dtypeRefusals,
  ...labelRefusals,
  ...shapeRefusals,
  ...callRefusals,
  ...parameterRefusals,
];
