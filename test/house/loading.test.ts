import assert from 'node:assert/strict';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { projectRoot } from '../projectRoot';
import { readSources } from './sourceFiles';

/** What `registerProviders` registers listeners with. */
type Listener = (document: { readonly languageId: string }) => void;

describe('the rules', () => {
  it('are loaded once a Python document is open, and not before', async () => {
    const listeners: Listener[] = [];
    const { registerProviders, wasLoaded } = await providers(listeners);
    registerProviders(anything());
    assert.equal(listeners.length, 1);
    await settle();
    assert.equal(wasLoaded(), false);
    for (const listener of listeners) listener({ languageId: 'markdown' });
    await settle();
    assert.equal(wasLoaded(), false);
    for (const listener of listeners) listener({ languageId: 'python' });
    await settle();
    assert.equal(wasLoaded(), true);
  });
});

/** The function as it is bundled, in an editor that does nothing, with rules that say when they are loaded. */
async function providers(listeners: Listener[]) {
  const script = pathToFileURL(path.join(projectRoot, 'esbuild.mjs')).href;
  const { enginePlugins } = (await import(script)) as { readonly enginePlugins: readonly Plugin[] };
  const rules: Plugin = {
    name: 'watched rules',
    setup(bundling) {
      bundling.onResolve({ filter: /^#rules$/ }, () => ({ path: 'rules', namespace: 'watched' }));
      bundling.onLoad({ filter: /.*/, namespace: 'watched' }, () => ({
        contents: 'loaded(); export const rules = [];',
      }));
    },
  };
  const { outputFiles } = await build({
    entryPoints: [path.join(projectRoot, 'src/features/registerProviders.ts')],
    bundle: true,
    write: false,
    format: 'cjs',
    platform: 'node',
    external: ['vscode'],
    alias: { 'web-tree-sitter': path.join(projectRoot, 'node_modules/web-tree-sitter/web-tree-sitter.cjs') },
    logLevel: 'silent',
    plugins: [rules, ...enginePlugins],
  });
  const [output] = outputFiles;
  assert.ok(output);
  let isLoaded = false;
  const module = { exports: {} as { registerProviders: (services: unknown) => unknown } };
  const vscode = await editor(listeners);
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the project's own code, as it is bundled
  const run = new Function('module', 'exports', 'require', 'loaded', output.text) as (
    ...given: readonly unknown[]
  ) => void;
  run(
    module,
    module.exports,
    () => vscode,
    () => {
      isLoaded = true;
    },
  );
  return { registerProviders: module.exports.registerProviders, wasLoaded: () => isLoaded };
}

/** All that features take of VS Code, doing nothing, but to note who listens for documents that open. */
async function editor(listeners: Listener[]): Promise<Readonly<Record<string, unknown>>> {
  const sources = [...(await readSources(['src/features'], '.ts')).values()];
  const names = sources.flatMap((text) =>
    [...text.matchAll(/import \{([^}]*)\} from 'vscode'/g)].flatMap(([, list = '']) =>
      list.split(',').map((name) => name.replace(/^\s*type\s+/, '').trim()),
    ),
  );
  const workspace = anything({
    textDocuments: [],
    onDidOpenTextDocument: (listener: Listener) => {
      listeners.push(listener);
      return anything();
    },
  });
  return { ...Object.fromEntries(names.map((name) => [name, anything()])), workspace };
}

/** Something that can be called, constructed and asked for whatever, and gives such things; some are given. */
function anything(given: Readonly<Record<string, unknown>> = {}): object {
  return new Proxy(function () {}, {
    get: (target, key) => {
      if (key === 'prototype') return Reflect.get(target, key) as unknown;
      if (key === 'then') return undefined; // nobody waits for it
      return typeof key === 'string' && key in given ? given[key] : anything();
    },
    apply: () => anything(),
    construct: () => anything(),
  });
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
}
