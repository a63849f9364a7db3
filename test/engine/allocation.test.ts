import assert from 'node:assert/strict';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import vm from 'node:vm';
import { build, type Plugin } from 'esbuild';
import { projectRoot } from '../projectRoot';

interface Allocation {
  /** Bytes of typed arrays that one evaluation allocated. */
  readonly allocated: number;
  /** Bytes of what it gave. */
  readonly results: number;
}

interface Engine {
  readonly names: readonly string[];
  readonly measure: (loss: string, size: number) => Allocation;
}

/** The engine and the bench's calls, with typed arrays that are counted. */
async function measuring(): Promise<Engine> {
  const script = pathToFileURL(path.join(projectRoot, 'esbuild.mjs')).href;
  const { enginePlugins } = (await import(script)) as { readonly enginePlugins: Plugin[] };
  const { outputFiles } = await build({
    stdin: {
      contents: `
        export { evaluate, losses } from './src/engine/evaluate';
        export { benchCall } from './test/bench/engineCalls';`,
      resolveDir: projectRoot,
      loader: 'ts',
    },
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'engine',
    plugins: enginePlugins,
  });
  const code = `
    let allocated = 0;
    const counted = (Original) =>
      class extends Original {
        constructor(...values) {
          super(...values);
          // views of what is there already cost nothing
          if (!(values[0] instanceof ArrayBuffer)) allocated += this.byteLength;
        }
      };
    const [Float64Array, Float32Array, Int32Array, Uint8Array] = originals.map(counted);
    ${outputFiles[0]?.text ?? ''}
    return {
      names: engine.losses.map((loss) => loss.name),
      measure(loss, size) {
        const call = engine.benchCall({ loss }, size);
        engine.evaluate(call); // makes the tables that stay
        allocated = 0;
        const { loss: value, gradients, output } = engine.evaluate(call);
        let results = 0;
        for (const tensor of [value, output, ...Object.values(gradients)]) results += tensor?.data.byteLength ?? 0;
        return { allocated, results };
      },
    };`;
  const start = vm.compileFunction(code, ['originals']) as (originals: readonly unknown[]) => Engine;
  return start([Float64Array, Float32Array, Int32Array, Uint8Array]);
}

describe('a large call allocates', () => {
  let names: readonly string[] = [];
  let measure: Engine['measure'];
  before(async () => {
    ({ names, measure } = await measuring());
  });

  it('little beyond its results', () => {
    const linear = ['AdaptiveLogSoftmaxWithLoss', 'LinearCrossEntropyLoss'];
    const others = names.filter((name) => !linear.includes(name));
    assert.ok(others.length >= 20);
    for (const name of others) {
      const { allocated, results } = measure(name, 36_000);
      assert.ok(allocated >= results, `${name}: arrays are not counted`);
      const message = `${name}: ${allocated} bytes for results of ${results}`;
      assert.ok(allocated <= 1.05 * results + 60_000, message);
    }
  });

  it('in proportion to its size, where the scores of a linear layer are made and given back', () => {
    for (const name of ['AdaptiveLogSoftmaxWithLoss', 'LinearCrossEntropyLoss']) {
      const [small, large] = [measure(name, 3600), measure(name, 36_000)];
      assert.ok(large.allocated <= 11 * small.allocated, `${name}: ${small.allocated}, ${large.allocated}`);
    }
  });
});
