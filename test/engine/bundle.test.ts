import assert from 'node:assert/strict';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import vm from 'node:vm';
import { build, type Plugin } from 'esbuild';
import { evaluate, losses } from '../../src/engine/evaluate';
import { benchCall } from '../bench/engineCalls';
import { projectRoot } from '../projectRoot';

/** What the engine may weigh, minified. */
const limit = 200_000;

async function engineBundle(): Promise<string> {
  const script = pathToFileURL(path.join(projectRoot, 'esbuild.mjs')).href;
  const { enginePlugins } = (await import(script)) as { readonly enginePlugins: Plugin[] };
  const { outputFiles } = await build({
    entryPoints: [path.join(projectRoot, 'src/engine/evaluate.ts')],
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    globalName: 'engine',
    target: 'es2022',
    plugins: enginePlugins,
  });
  return outputFiles[0]?.text ?? '';
}

describe('the bundle of the engine', () => {
  let code = '';
  before(async () => {
    code = await engineBundle();
  });

  it('is small', () => {
    assert.ok(code.length > 20_000 && code.length < limit, `${String(code.length)} bytes`);
  });

  it('computes next to nothing when it is loaded, and needs nothing but the language', () => {
    const context = vm.createContext();
    const calls = vm.runInContext(
      `let calls = [];
      for (const name of Object.getOwnPropertyNames(Math)) {
        if (typeof Math[name] !== 'function') continue;
        const original = Math[name];
        Math[name] = (...values) => { calls.push('Math.' + name); return original(...values); };
      }
      for (const name of ['Float64Array', 'Float32Array', 'Int32Array', 'Uint8Array']) {
        const Original = globalThis[name];
        globalThis[name] = class extends Original {
          constructor(...values) { super(...values); if (this.length > 4) calls.push(name); }
        };
      }
      calls`,
      context,
    ) as string[];
    vm.runInContext(`${code}; globalThis.engine = engine;`, context);
    // A few constants such as a logarithm may be; tables may not.
    assert.ok(calls.length <= 8 && calls.every((call) => call.startsWith('Math.')), calls.join());
    const before = calls.length;
    const loss: unknown = vm.runInContext(
      `engine.evaluate({
        loss: 'BCEWithLogitsLoss',
        inputs: {
          input: { dtype: 'float32', shape: [5], data: Float32Array.of(0, 0, 0, 0, 0) },
          target: { dtype: 'float32', shape: [5], data: Float32Array.of(1, 0, 1, 0, 1) },
        },
      }).loss.data[0].toFixed(4)`,
      context,
    );
    assert.equal(loss, '0.6931');
    assert.ok(calls.length > before + 4, 'the calls of Math are not counted');
  });

  it('computes the same where there are no vector instructions', () => {
    const start = vm.compileFunction(`${code}; return engine.evaluate;`, ['globalThis']) as (
      globalThis: object,
    ) => typeof evaluate;
    const plain = start({});
    for (const { name } of losses) {
      const call = benchCall({ loss: name }, 36_000);
      const [fast, slow] = [evaluate(call).loss.data[0] ?? NaN, plain(call).loss.data[0] ?? NaN];
      assert.ok(Math.abs(fast / slow - 1) < 1e-6, `${name}: ${String(fast)}, ${String(slow)} without`);
    }
  });
});
