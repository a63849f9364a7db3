import assert from 'node:assert/strict';
import path from 'node:path';
import { evaluate, lossByName, type LossCall } from '../../../src/engine/evaluate';
import {
  explanationText,
  type CausePlace,
  type Explanation,
} from '../../../src/engine/explanation/explanation';
import { explainNonFinite } from '../../../src/engine/explanation/nonFinite';
import { explainRefusal } from '../../../src/engine/explanation/refusal';
import { isTensorValue } from '../../../src/engine/nativeTypes';
import type { Tensor } from '../../../src/engine/tensor/tensor';
import { TorchError } from '../../../src/engine/torchError';
import { caseFiles } from '../../torch/cli';
import { changeValues } from '../caseCalls';
import { readCases, type ReferenceCase } from '../../torch/referenceCase';

function callOf({ loss, parameters, inputs, requiresGrad, via }: ReferenceCase): LossCall {
  return { loss, parameters, inputs, gradients: requiresGrad, via, elements: true };
}

/** What is wrong with an explanation: it must say why and what to do, and its place must exist. */
function flaw(explanation: Explanation | undefined, { loss, parameters = {}, inputs }: LossCall): string {
  if (explanation === undefined) return 'no explanation';
  const { kind, result, cause, remedy, place } = explanation;
  if (kind !== (result === undefined ? 'refused' : Number.isNaN(result.value) ? 'nan' : 'infinite'))
    return `a ${kind} result is ${String(result?.value)}`;
  if (cause === '' || remedy === '') return `half an explanation: ${explanationText(explanation)}`;
  if (/undefined|NaN\b|\[object|\?/.test(`${cause}${remedy}`))
    return `a gap in: ${explanationText(explanation)}`;
  if (place === undefined) return '';
  const value = inputs[place.tensor] ?? parameters[place.tensor];
  const definition = lossByName(loss);
  const rows = [...(definition?.inputs ?? []), ...(definition?.parameters ?? [])];
  if (value === undefined && !rows.some(({ name }) => name === place.tensor)) return `no ${place.tensor}`;
  if (place.index === undefined) return '';
  if (isTensorValue(value))
    return Object.is(value.data[place.index], place.value) ? '' : 'another value there';
  return 'an element of what is no tensor';
}

function isOdd(tensor: Tensor | null | undefined): boolean {
  return tensor?.data.some((value) => !Number.isFinite(value)) === true;
}

/** The explanation that a case calls for; null if none. */
function explained(reference: ReferenceCase, call: LossCall): Explanation | undefined | null {
  const { expect } = reference;
  if ('error' in expect) {
    const { type, message, stage } = expect.error;
    const error = new TorchError(type as TorchError['type'], message, stage);
    const loss = lossByName(call.loss);
    assert.ok(loss);
    const inputs = Object.fromEntries(
      Object.entries(call.inputs).filter((each): each is [string, Tensor] => isTensorValue(each[1])),
    );
    return explainRefusal(error, { loss, inputs, parameters: reference.parameters });
  }
  if (!isOdd(expect.loss) && !Object.values(reference.gradients).some(isOdd)) return null;
  return explainNonFinite(call, evaluate(call));
}

const numbers = [0.5, 1, -0.5, 0, 2, 0.25, -1];

/** The call with a number at each of these places. */
function withNumber(call: LossCall, places: readonly CausePlace[], number: number): LossCall {
  return changeValues(call, (value, name) => {
    const own = places.filter(({ tensor, index }) => tensor === name && index !== undefined);
    if (own.length === 0 || !isTensorValue(value)) return value;
    const data = value.data.slice();
    for (const { index = 0 } of own) data[index] = number;
    const { dtype, shape } = value;
    return { dtype, shape, data };
  });
}

/** Whether what the explanation tells of is a number in another call. */
function helps(call: LossCall, { result }: Explanation): boolean {
  assert.ok(result);
  try {
    const { loss, gradients } = evaluate(call);
    const tensor = result.of === 'loss' ? loss : gradients[result.name ?? ''];
    assert.ok(tensor);
    const at = result.indices.reduce((index, each, k) => index * (tensor.shape[k] ?? 1) + each, 0);
    return Number.isFinite(tensor.data[at]);
  } catch (error) {
    if (error instanceof TorchError) return false;
    throw error;
  }
}

/** What is wrong with the places named: one alone must help, or others be told of; all together must. */
function misplaced(explanation: Explanation, call: LossCall): string {
  const { result, place, others } = explanation;
  if (result === undefined || place?.index === undefined) return '';
  const alone = numbers.some((number) => helps(withNumber(call, [place], number), explanation));
  if (alone !== (others === undefined)) return alone ? 'others for nothing' : 'not the only place';
  if (others?.isAll !== true || others.count > others.places.length) return '';
  // Each was found with 0.5 in the place of those before.
  const [last] = others.places.slice(-1);
  const before = withNumber(call, [place, ...others.places.slice(0, -1)], 0.5);
  const together = numbers.some((number) =>
    helps(withNumber(before, last ? [last] : [], number), explanation),
  );
  return together ? '' : 'more than the places named';
}

const files = await caseFiles();

describe('everything that PyTorch refuses, and every result that is no number', () => {
  for (const file of files) {
    it(`is explained: ${path.basename(file)}`, async () => {
      const flaws: string[] = [];
      let count = 0;
      for (const reference of await readCases(file)) {
        const call = callOf(reference);
        const explanation = explained(reference, call);
        if (explanation === null) continue;
        count++;
        const found = flaw(explanation, call) || (explanation ? misplaced(explanation, call) : '');
        if (found !== '') flaws.push(`${reference.id}: ${found}`);
      }
      assert.ok(count > 0);
      assert.deepEqual(flaws.slice(0, 10), [], `${String(flaws.length)} of ${String(count)}`);
    });
  }
});
