import assert from 'node:assert/strict';
import type { LossDefinition } from '../../src/engine/defineLoss';
import { evaluate, losses, type LossCall } from '../../src/engine/evaluate';
import { examplesOf } from '../../src/engine/examples';
import type { InputDefinition, ShapeCase } from '../../src/engine/lossDefinition';
import { elementCount, storage, type DType, type Tensor } from '../../src/engine/tensor/tensor';
import { exampleCall } from './exampleCall';

/** A size for every name that shapes use; lengths of sequences fit into each other. */
const sizes: Readonly<Record<string, number>> = { N: 3, C: 5, T: 6, S: 2, D: 4 };

function sized(shape: readonly string[], rest: readonly number[]): number[] {
  return shape.flatMap((name) => {
    if (name === '*') return rest;
    const size = /^\d+$/.test(name) ? Number(name) : sizes[name];
    return size === undefined ? assert.fail(`no size for the dimension ${name}`) : [size];
  });
}

function filled(dtype: DType, shape: readonly number[], value: number): Tensor {
  return { dtype, shape, data: storage(dtype, elementCount(shape)).fill(value) };
}

/** A target that may be indices or probabilities holds the latter where it has a dimension of classes. */
function dtypeOf({ name, dtype, differentiable }: InputDefinition, { inputs }: ShapeCase): DType {
  return differentiable && inputs[name]?.includes('C') === true ? 'float32' : dtype;
}

/** What the constructor needs: a loss that learns is that of its first example, whose sizes are those above. */
function parametersOf(loss: LossDefinition, rest: readonly number[]): NonNullable<LossCall['parameters']> {
  const [example] = examplesOf(loss);
  if (loss.learned === undefined || example === undefined) return {};
  const hasSizes = loss.parameters.some(({ name }) => name === 'out_features');
  const sizes = hasSizes ? { out_features: JSON.stringify(rest) } : {};
  return exampleCall(loss, { ...example, parameters: { ...example.parameters, ...sizes } }).parameters ?? {};
}

describe('shapes are what PyTorch takes and gives', () => {
  for (const loss of losses) {
    // A loss of sequences needs lengths that fit its shapes: its own tests have them.
    if (loss.inputs.some(({ orNumbers }) => orNumbers === true)) continue;
    for (const shapes of loss.shapes) {
      it(`${loss.name}: ${shapes.label}`, () => {
        const rests = JSON.stringify(shapes).includes('"*"') ? [[], [2], [3, 1]] : [[]];
        for (const rest of rests) {
          const inputs: Record<string, Tensor> = {};
          for (const input of loss.inputs) {
            const shape = sized(shapes.inputs[input.name] ?? assert.fail(input.name), rest);
            const dtype = dtypeOf(input, shapes);
            inputs[input.name] = filled(dtype, shape, dtype === 'int64' ? 0 : 0.5);
          }
          const { elements } = evaluate({
            loss: loss.name,
            inputs,
            parameters: parametersOf(loss, rest),
            elements: true,
          });
          assert.deepEqual(elements?.shape, sized(shapes.output, rest));
        }
      });
    }
  }
});
