import type { BenchSubject } from './engineCalls';

/** At a million elements: what losses that V8 runs well must reach; the rest may be slower than vector code. */
const large: Readonly<Record<string, number>> = {
  CrossEntropyLoss: 2,
  CTCLoss: 3,
  HingeEmbeddingLoss: 10,
  MarginRankingLoss: 2,
  NLLLoss: 2,
};

/** What PyTorch's time over ours should be at least; undefined where there is no goal. */
export function goalOf({ loss, classes }: BenchSubject, size: number): number | undefined {
  switch (size) {
    case 10:
      return 14;
    case 1e3:
      // Its matrix product is vector code in PyTorch.
      return loss === 'LinearCrossEntropyLoss' ? 0.3 : 2;
    case 1e6:
      return (classes === undefined ? large[loss] : undefined) ?? 0.15;
    default:
      return undefined;
  }
}
