import assert from 'node:assert/strict';
import { fillNormal, Mersenne } from '../../../src/engine/tensor/random';

describe('random numbers', () => {
  it('are, bit for bit, what torch.manual_seed(7); torch.randn(20) gives in PyTorch 2.13', () => {
    const data = new Float32Array(20);
    fillNormal(data, 'float32', new Mersenne(7), 0, 1);
    assert.deepEqual(
      [...data],
      [
        -0.8201345205307007, 0.39563116431236267, 0.8989084959030151, -1.3884038925170898,
        0.19844505190849304, 0.7820726633071899, 1.0391076803207397, -0.7245107293128967, -0.8489086031913757,
        -1.2169294357299805, -0.08102158457040787, 1.3614851236343384, -2.0614778995513916,
        0.6741006970405579, -1.3233457803726196, -1.3597689867019653, -0.866701602935791, -0.5640066862106323,
        -2.056462526321411, -0.35672253370285034,
      ],
    );
  });
});
