import assert from 'node:assert/strict';
import path from 'node:path';
import { evaluate, lossByName, type LossCall } from '../../../src/engine/evaluate';
import { explanationText, type Explanation } from '../../../src/engine/explanation/explanation';
import { explainNonFinite } from '../../../src/engine/explanation/nonFinite';
import { explainRefusal } from '../../../src/engine/explanation/refusal';
import { isTensorValue } from '../../../src/engine/nativeTypes';
import type { Tensor } from '../../../src/engine/tensor/tensor';
import { TorchError } from '../../../src/engine/torchError';
import { caseFiles } from '../../torch/cli';
import { readCases, type ReferenceCase } from '../../torch/referenceCase';

function callOf({ loss, parameters, inputs, requiresGrad, via }: ReferenceCase): LossCall {
  return { loss, parameters, inputs, gradients: requiresGrad, via, elements: true };
}

/** What is wrong with an explanation: it must say why and what to do, and its place must exist. */
function flaw(explanation: Explanation | undefined, { loss, parameters = {}, inputs }: LossCall): string {
  if (explanation === undefined) return 'no explanation';
  const { cause, remedy, place } = explanation;
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
        const found = flaw(explanation, call);
        if (found !== '') flaws.push(`${reference.id}: ${found}`);
      }
      assert.ok(count > 0);
      assert.deepEqual(flaws.slice(0, 10), [], `${String(flaws.length)} of ${String(count)}`);
    });
  }
});
