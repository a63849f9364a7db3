import type { Kink, Pitfall } from '../lossDefinition';

const vectors = { dtype: 'float32', differentiable: true } as const;

/** The inputs of the triplet losses. */
export const tripletInputs = [
  { ...vectors, name: 'anchor', description: 'The vectors to compare with, one per row.', symbol: 'a' },
  { ...vectors, name: 'positive', description: 'Vectors that should be near.', symbol: 'a^{+}' },
  { ...vectors, name: 'negative', description: 'Vectors that should be far.', symbol: 'a^{-}' },
] as const;

/** Where a triplet begins to count. */
export const marginKink: Kink = {
  at: 'd(a_i, a_i^{+}) - d(a_i, a_i^{-}) + \\Delta = 0',
  gradient: 'that of the uncut loss: at the margin itself the gradient still passes',
};

/** Where `swap` changes sides. */
export const swapKink: Kink = {
  at: 'd(a_i, a_i^{-}) = d(a_i^{+}, a_i^{-})',
  gradient: 'with swap=True, half of the gradient goes to each of the two',
};

/** A margin that PyTorch refuses. */
export const tripletMarginPitfall: Pitfall = {
  id: 'triplet-margin',
  title: 'The margin must be greater than 0.',
  detail: 'PyTorch raises a ValueError as soon as the loss is constructed.',
  applies: ({ margin }) => typeof margin === 'number' && margin <= 0,
};

/** A loss that stays at the margin. */
export const collapsePitfall: Pitfall = {
  id: 'triplet-collapse',
  title: 'A loss that stays at the margin means a collapse.',
  detail:
    'When the model maps everything to one point, both distances are equal and the loss is exactly the margin. ' +
    'Lower the learning rate, or choose negatives that are less hard at first.',
};

/** Most triplets are easy. */
export const easyTripletsPitfall: Pitfall = {
  id: 'triplet-easy',
  title: 'Easy triplets teach nothing.',
  detail:
    'Triplets whose negative is already far enough have loss and gradient 0, and still count in the mean. Pick ' +
    'hard ones from each batch.',
};
