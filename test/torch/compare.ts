import type { Tensor } from '../../src/engine/tensor/tensor';
import type { Answer } from './answer';
import { closeness } from './closeness';
import type { ExpectedError, ReferenceCase } from './referenceCase';

/** The outcome of comparing an answer with PyTorch's. */
export interface Comparison {
  /** What differs, one line each; none if the two agree. */
  readonly differences: readonly string[];
  /** The largest distance between finite numbers, in tolerances; 0 where none were compared. */
  readonly worst: number;
}

/** Compares an answer with what PyTorch did: error, warnings, loss, output and every gradient. */
export function compare(reference: ReferenceCase, answer: Answer): Comparison {
  const differences: string[] = [];
  if (!sameTexts(reference.warnings, answer.warnings)) {
    differences.push(
      `warnings: PyTorch ${JSON.stringify(reference.warnings)}, engine ${JSON.stringify(answer.warnings)}`,
    );
  }
  if ('error' in reference.expect || 'error' in answer) {
    differences.push(...compareErrors(reference.expect, answer));
    return { differences, worst: 0 };
  }
  const found = [
    compareTensors('loss', reference.expect.loss, answer.loss, reference.isSensitive),
    ...compareGradients(reference, answer.gradients),
  ];
  if (reference.output !== undefined) {
    found.push(compareTensors('output', reference.output, answer.output ?? null, reference.isSensitive));
  }
  for (const { difference } of found) if (difference !== undefined) differences.push(difference);
  return { differences, worst: Math.max(...found.map(({ distance }) => distance)) };
}

function sameTexts(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((text, index) => text === right[index]);
}

function compareErrors(expect: ReferenceCase['expect'], answer: Answer): string[] {
  const expected = 'error' in expect ? expect.error : undefined;
  const actual = 'error' in answer ? answer.error : undefined;
  const isSame =
    expected?.type === actual?.type &&
    expected?.message === actual?.message &&
    (expected?.stage === undefined || expected.stage === actual?.stage);
  return isSame ? [] : [`error: PyTorch ${describeError(expected)}, engine ${describeError(actual)}`];
}

function describeError(
  error: (Omit<ExpectedError, 'stage'> & { readonly stage?: string }) | undefined,
): string {
  if (error === undefined) return 'none';
  return `${error.type} (${error.stage ?? 'any stage'}) ${JSON.stringify(error.message)}`;
}

interface TensorComparison {
  readonly difference: string | undefined;
  readonly distance: number;
}

function compareGradients(
  { gradients, isSensitive }: ReferenceCase,
  actual: Readonly<Record<string, Tensor | null>>,
): TensorComparison[] {
  const names = new Set([...Object.keys(gradients), ...Object.keys(actual)]);
  return [...names].map((name) =>
    compareTensors(`gradient of ${name}`, gradients[name], actual[name], isSensitive),
  );
}

function compareTensors(
  what: string,
  expected: Tensor | null | undefined,
  actual: Tensor | null | undefined,
  isSensitive: boolean,
): TensorComparison {
  const difference = `${what}: PyTorch ${describe(expected)}, engine ${describe(actual)}`;
  if (!expected || !actual) return { difference: expected === actual ? undefined : difference, distance: 0 };
  if (expected.dtype !== actual.dtype || expected.shape.join() !== actual.shape.join()) {
    return { difference, distance: 0 };
  }
  const { agrees, worst, index } = closeness(expected, actual, isSensitive);
  if (agrees) return { difference: undefined, distance: worst };
  const place = `[${String(index)}] ${String(expected.data[index])} / ${String(actual.data[index])}`;
  const size = worst > 1 ? `, ${worst.toPrecision(3)} tolerances apart` : '';
  return { difference: `${what}${place}${size}: ${difference}`, distance: worst };
}

function describe(tensor: Tensor | null | undefined): string {
  if (!tensor) return tensor === null ? 'None' : 'nothing';
  const elements = [...tensor.data].slice(0, 12).map(String).join(', ');
  const more = tensor.data.length > 12 ? ', ...' : '';
  return `${tensor.dtype}(${tensor.shape.join(', ')})[${elements}${more}]`;
}
