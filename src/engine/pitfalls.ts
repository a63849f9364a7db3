import { isGiven } from './formulaParts';
import type { Pitfall } from './lossDefinition';

/** An input and a target of different shapes that PyTorch broadcasts. */
export const broadcastPitfall: Pitfall = {
  id: 'broadcast-shapes',
  title: 'Different shapes are broadcast, not refused.',
  detail:
    'An input of shape `(N, 1)` and a target of shape `(N,)` are compared all with all, `N × N` differences, ' +
    'with no more than a warning. Give both the same shape: `input.squeeze(-1)` or `target.unsqueeze(-1)`.',
};

/** `size_average` and `reduce`. */
export const legacyPitfall: Pitfall = {
  id: 'legacy-reduction',
  title: '`size_average` and `reduce` are deprecated and win over `reduction`.',
  detail:
    'As soon as one of them is not None, `reduction` is ignored. Write `reduction="mean"`, `"sum"` or ' +
    '`"none"` instead.',
  applies: (configuration) => isGiven(configuration, 'size_average') || isGiven(configuration, 'reduce'),
};

/** A first positional argument that lands in `size_average`. */
export const positionalPitfall: Pitfall = {
  id: 'positional-reduction',
  title: 'The first positional argument is not `reduction`.',
  detail:
    'It is the deprecated `size_average`, which takes any value for true: a string or a number there leaves ' +
    'the reduction at the mean. Write every parameter with its name.',
};

/** Python numbers and lists where a tensor is needed. */
export const weightTypePitfall: Pitfall = {
  id: 'weight-not-tensor',
  title: 'A weight must be a tensor.',
  detail: 'A number or a list raises a TypeError. Write `torch.tensor([...])`, of the dtype of the input.',
};

/** `reduction='none'` and then `backward()`. */
export const unreducedPitfall: Pitfall = {
  id: 'unreduced-backward',
  title: 'An unreduced loss cannot start `backward()`.',
  detail: 'With `reduction="none"` the loss is a tensor of losses: take `.mean()` or `.sum()` of it first.',
  applies: ({ reduction }) => reduction === 'none',
};
