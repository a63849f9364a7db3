import { timesTransposed } from '../tensor/matrixProducts';
import type { Tensor } from '../tensor/tensor';
import { t } from '../words';
import { softmaxRow } from './classes';
import type { Work } from './work';

/** What a module of AdaptiveLogSoftmaxWithLoss holds. */
export interface AdaptiveModule {
  /** Where each cluster begins, and at last the number of classes. */
  readonly cutoffs: readonly number[];
  /** The weight of that name in the module's `state_dict`. */
  readonly learned: (name: string) => Tensor;
  readonly hasHeadBias: boolean;
}

/** The working of one sample: the softmax of the head and, for a rare class, that of its cluster. */
export function adaptiveSteps(
  work: Work,
  input: Tensor,
  target: Tensor,
  { cutoffs, learned, hasHeadBias }: AdaptiveModule,
): void {
  const features = input.shape.at(-1) ?? 0;
  const start = work.place.index * features;
  const sample: Tensor = {
    dtype: input.dtype,
    shape: [1, features],
    data: input.data.slice(start, start + features),
  };
  const y = work.read('y', 'target_', target).value;
  const [frequent = 0] = cutoffs;
  const cluster = cutoffs.findIndex((end) => y < end);
  const headEntry = cluster === 0 ? y : frequent + cluster - 1;
  const scores = timesTransposed(
    sample,
    learned('head.weight'),
    hasHeadBias ? learned('head.bias') : undefined,
  );
  const head = softmaxRow(work, scores.data, {
    name: t`softmax of the head`,
    each: t`class or cluster`,
    score: 's',
    probability: 'p',
    normaliser: 'Z',
    within: work,
    label: (entry) => (entry < frequent ? String(entry) : t`cluster ${entry - frequent + 1}`),
    marks: new Map([[headEntry, cluster === 0 ? t`target` : t`cluster of the target`]]),
  });
  const inHead = work.step(
    t`log-probability in the head`,
    'log p',
    head.logOf(work.named('s_y', scores.data[headEntry] ?? NaN)),
  );
  if (cluster === 0) {
    work.step(t`loss`, 'ℓ', work.negate(inHead));
    return;
  }
  const name = `tail.${String(cluster - 1)}`;
  const low = cutoffs[cluster - 1] ?? 0;
  const projected = timesTransposed(sample, learned(`${name}.0.weight`));
  const inside = timesTransposed(projected, learned(`${name}.1.weight`));
  const tail = softmaxRow(work, inside.data, {
    name: t`softmax of cluster ${cluster}`,
    each: t`class`,
    score: 't',
    probability: 'q',
    normaliser: 'Y',
    within: work,
    label: (entry) => String(low + entry),
    marks: new Map([[y - low, t`target`]]),
  });
  const inCluster = work.step(
    t`log-probability in the cluster`,
    'log q',
    tail.logOf(work.named('t_y', inside.data[y - low] ?? NaN)),
  );
  work.step(t`loss`, 'ℓ', work.negate(work.add(inHead, inCluster)));
}
