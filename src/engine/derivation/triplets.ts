import type { ParameterValue } from '../lossDefinition';
import { euclideanNorm } from '../numeric/euclideanNorm';
import { promoteTypes } from '../tensor/dtype';
import { roundTo } from '../tensor/rounding';
import type { DType, Tensor } from '../tensor/tensor';
import { t } from '../words';
import type { Expression, Named } from './expression';
import type { Work } from './work';

/** The three tensors of a triplet loss. */
export interface TripletTensors {
  readonly anchor: Tensor;
  readonly positive: Tensor;
  readonly negative: Tensor;
}

/** Two vectors of a triplet, by the letters that stand for them. */
export type Distance = (a: Vector, b: Vector) => Expression;

/** A vector of the element's triplet. */
export interface Vector {
  readonly symbol: string;
  readonly values: Float64Array;
  readonly dtype: DType;
}

/** The working of a triplet: its coordinates, the two or three distances, the margin that is missed. */
export function tripletSteps(
  work: Work,
  tensors: TripletTensors,
  { margin, swap, row }: { margin: ParameterValue; swap: boolean; row: 'lastRow' | 'row' },
  distance: Distance,
): void {
  const vector = (symbol: string, tensor: Tensor): Vector => {
    const { start, count, stride } = work.place[row](tensor);
    const values = Float64Array.from({ length: count }, (_, k) => tensor.data[start + k * stride] ?? NaN);
    return { symbol, values, dtype: tensor.dtype };
  };
  const anchor = vector('a', tensors.anchor);
  const positive = vector('p', tensors.positive);
  const negative = vector('n', tensors.negative);
  const all = [anchor, positive, negative];
  work.table({
    name: t`the triplet`,
    each: t`coordinate`,
    columns: [
      { symbol: 'a', name: t`anchor` },
      { symbol: 'p', name: t`positive` },
      { symbol: 'n', name: t`negative` },
    ],
    count: all.map(({ values }) => values.length).reduce(common),
    values: (k) => all.map(({ values }) => values[values.length === 1 ? 0 : k] ?? NaN),
  });
  const near = work.step(t`distance of anchor and positive`, 'd(a, p)', distance(anchor, positive));
  const far = work.step(t`distance of anchor and negative`, 'd(a, n)', distance(anchor, negative));
  const farther = swap ? smallerDistance(work, far, distance(positive, negative)) : far;
  const gap = work.subtract(work.add(near, work.parameter('Δ', margin)), farther);
  const violation = work.step(t`margin that is missed`, 'v', gap);
  const isMet = violation.value <= 0;
  work.step(
    t`loss`,
    'ℓ',
    work.larger(violation, 0),
    isMet
      ? t`The negative is far enough away: the triplet counts nothing and has no gradient.`
      : t`The negative is too near: what is missing of the margin counts.`,
  );
}

function smallerDistance(work: Work, far: Named, swapped: Expression): Named {
  const other = work.step(t`distance of positive and negative`, 'd(p, n)', swapped);
  return work.step(
    t`distance that counts`,
    'd⁻',
    work.smaller(far, other),
    other.value < far.value
      ? t`With swap the distance from the positive counts, for it is smaller.`
      : t`With swap the distance from the anchor counts still, for it is not larger.`,
  );
}

/** The `p`-norm of the difference of two vectors plus `eps`. */
export function normDistance(work: Work, p: number, eps: number): Distance {
  return (a, b) => {
    const size = (k: number): number => Math.abs(work.round(difference(a, b, k) + work.round(eps)));
    const sizes = Array.from({ length: common(a.values.length, b.values.length) }, (_, k) => size(k));
    const written = `${a.symbol} − ${b.symbol}${eps === 0 ? '' : ' + ε'}`;
    const total = (power: string, values: Iterable<number>): Named => work.wide.sum(`Σ ${power}`, values);
    if (p === 2) {
      const squares = sizes.reduce((sum, value) => sum + value ** 2, 0);
      // What overflows in ATen's norm counts as infinite; of one number it takes the size.
      const norm = sizes.length > 1 ? euclideanNorm(held(work, sizes)) : squares;
      return work.root(work.named(`Σ (${written})²`, Number.isFinite(norm) ? squares : norm));
    }
    if (p === 1) return total(`|${written}|`, sizes);
    if (p === 0) {
      return total(
        `[${written} ≠ 0]`,
        sizes.map((value) => Number(value !== 0)),
      );
    }
    if (p === Infinity) return work.named(`max |${written}|`, Math.max(...sizes));
    if (p === -Infinity) return work.named(`min |${written}|`, Math.min(...sizes));
    const powers = total(
      `|${written}|ᵖ`,
      sizes.map((value) => value ** p),
    );
    return work.power(powers, work.named('1 / p', 1 / p));
  };
}

/** One minus the cosine of two vectors. */
export function cosineDistance(work: Work): Distance {
  return (a, b) => {
    const count = common(a.values.length, b.values.length);
    const length = ({ values }: Vector): number => {
      const all = Array.from({ length: count }, (_, k) => at(values, k));
      return Math.max(euclideanNorm(held(work, all)), 1e-8);
    };
    const [first, second] = [a, b].map((each) =>
      work.named(`‖${each.symbol}‖`, work.round(length(each))),
    ) as [Named, Named];
    const product = work.sum(
      `Σ ${a.symbol}·${b.symbol}`,
      pairwise(a, b, (x, y) => x * y),
    );
    const lengths = work.multiply(first, second);
    if (Number.isFinite(product.value) && Number.isFinite(lengths.value)) {
      return work.subtract(1, work.divide(product, lengths));
    }
    // PyTorch divides each vector by its length first: that overflows later.
    const units = pairwise(a, b, (x, y) => work.round(x / first.value) * work.round(y / second.value));
    return work.subtract(
      1,
      work.sum(`Σ (${a.symbol} / ${first.symbol})·(${b.symbol} / ${second.symbol})`, units),
    );
  };
}

/** The largest absolute difference of two vectors. */
export function largestDistance(work: Work): Distance {
  return (a, b) => {
    const count = common(a.values.length, b.values.length);
    const sizes = Array.from({ length: count }, (_, k) => Math.abs(difference(a, b, k)));
    return work.named(`max |${a.symbol} − ${b.symbol}|`, work.round(Math.max(...sizes)));
  };
}

/** Numbers as ATen's norm adds them up: in float32 at least. */
function held({ dtype }: Work, values: readonly number[]): Float64Array | Float32Array {
  return dtype === 'float64' ? Float64Array.from(values) : Float32Array.from(values);
}

/** The difference of two coordinates in the dtype of both: unsigned integers wrap. */
function difference(a: Vector, b: Vector, k: number): number {
  return roundTo(promoteTypes(a.dtype, b.dtype), at(a.values, k) - at(b.values, k));
}

function pairwise(a: Vector, b: Vector, of: (x: number, y: number) => number): readonly number[] {
  const length = common(a.values.length, b.values.length);
  return Array.from({ length }, (_, k) => of(at(a.values, k), at(b.values, k)));
}

/** The size that two sizes broadcast to. */
function common(a: number, b: number): number {
  return a === 1 ? b : a;
}

function at(values: Float64Array, k: number): number {
  return values[values.length === 1 ? 0 : k] ?? NaN;
}
