import { extendedTarget, logDomainLoss, logLattice } from '../kernels/ctcLogDomain';
import type { CtcProblem } from '../kernels/ctcProblem';
import { t } from '../words';
import { mostFrames, mostStates } from './derivation';
import type { Work } from './work';

/** The working of one sample of CTC: the lattice of its alignments, and the two ends that count. */
export function ctcSteps(work: Work, problem: CtcProblem): void {
  const sample = work.place.index;
  const states = extendedTarget(problem, sample);
  const frames = problem.inputLengths[sample] ?? 0;
  const lattice = logLattice(problem);
  const loss = logDomainLoss(problem, sample, lattice, undefined, 1);
  const alpha = (t: number, s: number): number => lattice.alpha[t * states.length + s] ?? -Infinity;
  const shownStates = Math.min(states.length, mostStates);
  const path = bestPath(problem, sample, states, frames);
  work.steps.push({
    kind: 'lattice',
    name: t`alignments that end in each state`,
    states: states.slice(0, shownStates),
    blank: problem.blank,
    alpha: Array.from({ length: Math.min(frames, mostFrames) }, (_, t) =>
      Array.from({ length: shownStates }, (__, s) => alpha(t, s)),
    ),
    path,
    frames,
    stateCount: states.length,
  });
  const isZeroed = problem.zeroInfinity && loss === Infinity;
  if (frames === 0 || states.length === 1 || loss === Infinity) {
    work.step(t`loss`, 'ℓ', work.named('−log P', isZeroed ? 0 : loss), noteOf(loss, isZeroed));
    return;
  }
  const last = states.length - 1;
  const onBlank = work.step(
    t`ending on the last blank`,
    'α₁',
    work.named(t`log P(last blank)`, alpha(frames - 1, last)),
  );
  const onLabel = work.step(
    t`ending on the last label`,
    'α₂',
    work.named(t`log P(last label)`, alpha(frames - 1, last - 1)),
  );
  const total = work.step(
    t`log-probability of the target`,
    'log P',
    work.log(work.add(work.exp(onBlank), work.exp(onLabel))),
  );
  // Both exponentials vanish for long inputs; the lattice itself adds logarithms.
  const exact = Number.isFinite(total.value) && total.value > -80 ? total : work.named('log P', -loss);
  if (exact !== total) work.steps.pop();
  work.step(t`loss`, 'ℓ', work.negate(exact));
}

function noteOf(loss: number, isZeroed: boolean): string {
  if (loss !== Infinity) return t`The target is empty: only blanks count.`;
  return isZeroed
    ? t`No alignment is possible, and zero_infinity makes 0 of the infinity.`
    : t`No alignment is possible: the target needs more frames than there are, or a label has probability 0.`;
}

/** The most likely alignment, by Viterbi's algorithm; empty where none is possible. */
function bestPath(
  { logProbs, samples, classes }: CtcProblem,
  sample: number,
  states: readonly number[],
  frames: number,
): readonly number[] {
  const width = states.length;
  if (frames === 0) return [];
  const probability = (t: number, s: number): number =>
    logProbs[(t * samples + sample) * classes + (states[s] ?? 0)] ?? NaN;
  let best = Array.from({ length: width }, (_, s) => (s < 2 ? probability(0, s) : -Infinity));
  const from = new Int32Array(frames * width);
  for (let t = 1; t < frames; t++) {
    best = best.map((stay, s) => {
      let [origin, value] = [s, stay];
      const before = s > 0 ? (best[s - 1] ?? -Infinity) : -Infinity;
      if (before > value) [origin, value] = [s - 1, before];
      const skip = s > 1 && states[s] !== states[s - 2] ? (best[s - 2] ?? -Infinity) : -Infinity;
      if (skip > value) [origin, value] = [s - 2, skip];
      from[t * width + s] = origin;
      return value + probability(t, s);
    });
  }
  const [onBlank = -Infinity, onLabel = -Infinity] = [best[width - 1], best[width - 2]];
  if (!(Math.max(onBlank, onLabel) > -Infinity)) return [];
  const path = [onLabel > onBlank ? width - 2 : width - 1];
  for (let t = frames - 1; t > 0; t--) path.unshift(from[t * width + (path[0] ?? 0)] ?? 0);
  return path;
}
