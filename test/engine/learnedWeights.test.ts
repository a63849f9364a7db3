import assert from 'node:assert/strict';
import { evaluate, lossByName } from '../../src/engine/evaluate';
import { initialWeights } from '../../src/engine/initialWeights';
import type { LossDefinition } from '../../src/engine/defineLoss';
import { tensorOf } from './tensorOf';

function lossCalled(name: string): LossDefinition {
  const loss = lossByName(name);
  assert.ok(loss);
  return loss;
}

describe('learned weights', () => {
  it('begin as those of PyTorch after manual_seed', () => {
    // torch.manual_seed(0); nn.AdaptiveLogSoftmaxWithLoss(3, 4, [1, 3], div_value=1.0, head_bias=True)
    const weights = initialWeights(
      lossCalled('AdaptiveLogSoftmaxWithLoss'),
      { in_features: 3n, n_classes: 4n, cutoffs: [1, 3], div_value: 1, head_bias: true },
      0,
    );
    assert.deepEqual(
      weights['head.weight'],
      tensorOf('float32', [
        [-0.004322517663240433, 0.3097158372402191, -0.4751853346824646],
        [-0.4248946011066437, -0.2223689705133438, 0.15482072532176971],
        [-0.011439144611358643, 0.45777493715286255, -0.05123639851808548],
      ]),
    );
    assert.deepEqual(
      weights['head.bias'],
      tensorOf('float32', [0.1527741253376007, -0.1744827926158905, -0.11348707973957062]),
    );
    assert.deepEqual(
      weights['tail.0.0.weight'],
      tensorOf('float32', [
        [-0.55157071352005, -0.3823687434196472, -0.2379971146583557],
        [0.021387115120887756, 0.22824688255786896, 0.34642332792282104],
        [-0.3914094567298889, -0.25141456723213196, 0.2097034901380539],
      ]),
    );
    assert.deepEqual(
      weights['tail.0.1.weight'],
      tensorOf('float32', [
        [0.47942468523979187, -0.11881878226995468, 0.43203797936439514],
        [-0.09305925667285919, 0.06109179928898811, 0.5227769017219543],
      ]),
    );
    assert.deepEqual(
      weights['tail.1.0.weight'],
      tensorOf('float32', [
        [-0.5355907082557678, -0.3634638786315918, -0.14616501331329346],
        [-0.22505110502243042, 0.4988310933113098, -0.3742266893386841],
        [-0.26577329635620117, -0.4033602476119995, -0.5407237410545349],
      ]),
    );
    assert.deepEqual(
      weights['tail.1.1.weight'],
      tensorOf('float32', [[-0.33702272176742554, 0.4962891638278961, 0.2576242983341217]]),
    );
  });

  it('may stand among the inputs as well', () => {
    const { inputs, parameters } = {
      inputs: {
        input_: tensorOf('float32', [
          [1, 2],
          [-1, 0.5],
        ]),
        target_: tensorOf('int64', [0, 2]),
      },
      parameters: { in_features: 2n, n_classes: 3n, cutoffs: [1], div_value: 1 },
    };
    const loss = 'AdaptiveLogSoftmaxWithLoss';
    const weights = initialWeights(lossCalled(loss), parameters, 0);
    const gradients = ['input_', 'head.weight'];
    assert.deepEqual(
      evaluate({ loss, parameters, inputs: { ...inputs, ...weights }, gradients }),
      evaluate({ loss, parameters: { ...parameters, ...weights }, inputs, gradients }),
    );
  });

  it('are asked for where they are missing', () => {
    const call = {
      loss: 'AdaptiveLogSoftmaxWithLoss',
      parameters: { in_features: 2n, n_classes: 3n, cutoffs: [1], div_value: 1 },
      inputs: { input_: tensorOf('float32', [[1, 2]]), target_: tensorOf('int64', [0]) },
    };
    assert.throws(() => evaluate(call), /head\.weight/);
  });

  it('cannot be made of sizes that Python cannot calculate with', () => {
    for (const [loss, parameters, type, message] of [
      [
        'LinearCrossEntropyLoss',
        { in_features: 2n, num_classes: null, out_features: [2] },
        'TypeError',
        "unsupported operand type(s) for *: 'NoneType' and 'int'",
      ],
      [
        'LinearCrossEntropyLoss',
        { in_features: 2n, num_classes: null, out_features: [2.5] },
        'TypeError',
        "unsupported operand type(s) for *: 'NoneType' and 'float'",
      ],
      [
        'AdaptiveLogSoftmaxWithLoss',
        { in_features: 8n, n_classes: 10n, cutoffs: [2], div_value: tensorOf('float32', [1, 2]) },
        'ValueError',
        'only one element tensors can be converted to Python scalars',
      ],
    ] as const) {
      assert.throws(() => evaluate({ loss, parameters, inputs: {} }), { type, message, stage: 'construct' });
    }
    const shapes = initialWeights(
      lossCalled('AdaptiveLogSoftmaxWithLoss'),
      { in_features: 8n, n_classes: 10n, cutoffs: [2, 5], div_value: tensorOf('float32', [2]) },
      0,
    );
    assert.deepEqual(shapes['tail.1.0.weight']?.shape, [2, 8]);
  });

  it('cannot be made by half a constructor', () => {
    const call = { loss: 'AdaptiveLogSoftmaxWithLoss', parameters: { in_features: 2 }, inputs: {} };
    assert.throws(() => evaluate(call), {
      type: 'TypeError',
      stage: 'construct',
      message:
        "AdaptiveLogSoftmaxWithLoss.__init__() missing 2 required positional arguments: 'n_classes' and 'cutoffs'",
    });
  });
});
