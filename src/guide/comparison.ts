import type { Question } from './advice';

/** Orders and embeddings: what is better, what is near. */
export const comparison: readonly Question[] = [
  {
    answer: 'An order or a likeness',
    hint: 'ranking, embeddings, search',
    ask: 'What do the examples say?',
    choices: [
      {
        id: 'ranking',
        answer: 'Which of two is better',
        hint: 'ranking from pairs',
        loss: 'MarginRankingLoss',
        code: { margin: '1.0' },
        example: 0,
        formula: 'mean of max(0, −y·(x1 − x2) + margin)',
        reason: 'Asks the better one to score higher by a margin, and leaves pairs alone that do.',
        lastLayer: 'nn.Linear(features, 1), for each item: loss(score1, score2, target)',
        target: '1 where the first is better, -1 where the second is; shaped as the scores',
        alternatives: [
          { loss: 'BCEWithLogitsLoss', when: 'you want a probability: loss(score1 - score2, better)' },
        ],
      },
      {
        id: 'triplets',
        answer: 'A triplet: anchor, like, unlike',
        hint: 'faces, retrieval',
        loss: 'TripletMarginLoss',
        code: { margin: '1.0' },
        example: 0,
        formula: 'mean of max(0, d(a, p) − d(a, n) + margin)',
        reason: 'Pulls the anchor to the like one until that is nearer by the margin than the other.',
        lastLayer: 'an embedding (N, D), the same network for all three',
        target: 'none: the call is loss(anchor, positive, negative)',
        alternatives: [
          { loss: 'TripletMarginWithDistanceLoss', when: 'the distance is not Euclidean, cosine say' },
          { loss: 'CosineEmbeddingLoss', when: 'you have pairs, not triplets' },
        ],
      },
      {
        id: 'similar-pairs',
        answer: 'Whether two are alike',
        hint: 'pairs of embeddings',
        loss: 'CosineEmbeddingLoss',
        code: {},
        example: 0,
        formula: 'mean of 1 − cos if y = 1, else max(0, cos − margin)',
        reason: 'Turns like pairs to the same direction, and unlike ones apart up to the margin.',
        lastLayer: 'an embedding (N, D), one network for both: loss(first, second, target)',
        target: '1 for like and -1 for unlike, of shape (N,)',
        alternatives: [
          { loss: 'HingeEmbeddingLoss', when: 'you compute a distance of your own' },
          { loss: 'TripletMarginLoss', when: 'you know what is nearer than what' },
        ],
      },
    ],
  },
];
