// Builds the extension into dist/: `node esbuild.mjs [--production]`. The tests' bundles: `buildTests`.
import { build } from 'esbuild';
import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { access, copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import loadWabt from 'wabt';
import { bundledPackages, notices } from './notices.mjs';

const root = path.dirname(fileURLToPath(import.meta.url));
const require = createRequire(import.meta.url);

/** `import { losses, workings, ... } from '#losses'`: every file of src/engine/losses, found by walking the folder. */
const lossesPlugin = {
  name: 'losses',
  setup(build) {
    const folder = path.join(root, 'src/engine/losses');
    build.onResolve({ filter: /^#losses$/ }, () => ({ path: 'losses', namespace: 'losses' }));
    build.onLoad({ filter: /.*/, namespace: 'losses' }, async () => {
      const names = (await readdir(folder))
        .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'))
        .map((file) => file.slice(0, -3))
        .sort();
      const imports = names.map((name) => `import * as of${name} from './${name}';`);
      const all = (exported) => names.map((name) => `${name}: of${name}.${exported}`).join(', ');
      return {
        contents: [
          ...imports,
          `export const losses = [${names.map((name) => `of${name}.${name}`).join(', ')}];`,
          `export const workings = { ${all('working')} };`,
          `export const representatives = { ${all('formulaRepresentatives')} };`,
          `export const kinks = { ${all('kinks')} };`,
          `export const examples = { ${all('examples')} };`,
        ].join('\n'),
        resolveDir: folder,
        loader: 'ts',
        watchDirs: [folder],
      };
    });
  },
};

/** `import { binary } from '#tileProduct'`: what is assembled from WebAssembly text of the engine, in base64. */
const webAssemblyPlugin = {
  name: 'webAssembly',
  setup(build) {
    const folder = path.join(root, 'src/engine/numeric');
    build.onResolve({ filter: /^#(tileProduct|vectorLoops)$/ }, ({ path: name }) => ({
      path: path.join(folder, `${name.slice(1)}.wat`),
      namespace: 'webAssembly',
    }));
    build.onLoad({ filter: /.*/, namespace: 'webAssembly' }, async ({ path: file }) => {
      const wabt = await loadWabt();
      const module = wabt.parseWat(file, await readFile(file, 'utf8'), { simd: true });
      const binary = Buffer.from(module.toBinary({}).buffer).toString('base64');
      module.destroy();
      return { contents: `export const binary = '${binary}';`, watchFiles: [file] };
    });
  },
};

/** What it takes to bundle the engine. */
export const enginePlugins = [lossesPlugin, webAssemblyPlugin];

/** `import copy from '@vscode/codicons/src/icons/copy.svg'`: the drawing's shapes as text, to a hundredth of a pixel. */
export const iconsPlugin = {
  name: 'icons',
  setup(build) {
    build.onResolve({ filter: /\.svg$/ }, ({ path: name }) => ({ path: require.resolve(name) }));
    build.onLoad({ filter: /\.svg$/ }, async ({ path: file }) => {
      const drawing = await readFile(file, 'utf8');
      const shapes = drawing.replace(/^<svg[^>]*>|<\/svg>\s*$/g, '');
      return {
        contents: shapes.replace(/\d+\.\d{3,}/g, (number) => String(+(+number).toFixed(2))),
        loader: 'text',
      };
    });
  },
};

/** `import { rules } from '#rules'`: every file of src/insights/rules, found likewise. */
export const rulesPlugin = {
  name: 'rules',
  setup(build) {
    const folder = path.join(root, 'src/insights/rules');
    build.onResolve({ filter: /^#rules$/ }, () => ({ path: 'rules', namespace: 'rules' }));
    build.onLoad({ filter: /.*/, namespace: 'rules' }, async () => {
      const names = (await readdir(folder)).map((file) => file.slice(0, -3)).sort();
      const imports = names.map((name) => `import { ${name} } from './${name}';`);
      return {
        contents: [...imports, `export const rules = [${names.join(', ')}];`].join('\n'),
        resolveDir: folder,
        loader: 'ts',
        watchDirs: [folder],
      };
    });
  },
};

/** The extension's bundles and the files they read, in dist/. */
export async function buildExtension({ production = false } = {}) {
  const common = {
    bundle: true,
    metafile: true,
    minify: production,
    sourcemap: production ? false : 'linked',
    logLevel: 'warning',
    absWorkingDir: root,
    plugins: [...enginePlugins, rulesPlugin, iconsPlugin],
  };
  const node = {
    ...common,
    outdir: 'dist',
    outExtension: { '.js': '.cjs' },
    format: 'cjs',
    platform: 'node',
    target: 'node20',
  };
  const browser = { ...common, outdir: 'dist', format: 'esm', platform: 'browser', target: 'es2022' };
  await mkdir(path.join(root, 'dist'), { recursive: true });
  const [bundles] = await Promise.all([
    Promise.all([
      build({
        ...node,
        entryPoints: { extension: 'src/extension.ts' },
        external: ['vscode'],
        // the package's ES module asks for import.meta.url, which a CommonJS bundle has not
        alias: { 'web-tree-sitter': require.resolve('web-tree-sitter') },
      }),
      build({ ...node, entryPoints: { worker: 'src/playground/worker.ts' } }),
      build({
        ...browser,
        entryPoints: { playground: 'webview/main.ts' },
        tsconfig: 'webview/tsconfig.json',
      }),
      build({ ...browser, entryPoints: { session: 'src/playground/pageSession.ts' } }),
    ]),
    buildFormulas(),
    ...['web-tree-sitter/web-tree-sitter.wasm', 'tree-sitter-python/tree-sitter-python.wasm'].map((file) =>
      copyFile(require.resolve(file), path.join(root, 'dist', path.basename(file))),
    ),
  ]);
  // the parser's tables, and the outlines of the formulas' glyphs
  const copied = ['tree-sitter-python', '@mathjax/mathjax-newcm-font'];
  const names = [...bundledPackages(bundles.map(({ metafile }) => metafile)), ...copied];
  await writeFile(
    path.join(root, 'dist/ThirdPartyNotices.txt'),
    await notices(names.sort(), path.join(root, 'node_modules')),
  );
}

/** Typesets the formulas of all losses into dist/formulas.json, unless they are there. */
export async function buildFormulas() {
  const outfile = path.join(root, 'dist/build/formulas.mjs');
  await build({
    stdin: {
      contents: `
        import { losses } from '#losses';
        import { configurationsOf } from './src/engine/formulaRepresentatives';
        import { formulaTexts } from './src/formulas/formulaTexts';
        import { kinksOf } from './src/engine/kinks';
        import { typeset } from './src/formulas/typesetter';
        export const texts = [...formulaTexts(losses, configurationsOf, kinksOf)].map(([tex, symbols]) => [tex, [...symbols]]);
        export { typeset };`,
      resolveDir: root,
      loader: 'ts',
    },
    bundle: true,
    outfile,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    logLevel: 'warning',
    absWorkingDir: root,
    plugins: enginePlugins,
  });
  const { texts, typeset } = await import(`${pathToFileURL(outfile)}?${Date.now()}`);
  // what is typeset already is not typeset again: it takes seconds
  const made = path.join(root, 'dist/formulas.json');
  const keyFile = path.join(root, 'dist/build/formulas.key');
  const sources = ['typesetter.ts', 'markedTex.ts', 'placement.ts'].map((name) => `src/formulas/${name}`);
  const hash = createHash('sha256').update(JSON.stringify(texts));
  for (const file of [...sources, 'package-lock.json']) hash.update(await readFile(path.join(root, file)));
  const key = hash.digest('hex');
  const known = await Promise.all([access(made), readFile(keyFile, 'utf8')]).catch(() => []);
  if (known[1] === key) return;
  await writeFile(made, JSON.stringify(await typeset(texts)));
  await writeFile(keyFile, key);
}

/**
 * Bundles files of test/ into the folder, each to the place it has in test/; packages stay outside. `esm` (.mjs)
 * shares what is common between the files; `cjs` (.cjs) is for VS Code's extension host.
 */
export async function buildTests(files, outdir, format = 'esm') {
  await build({
    bundle: true,
    entryPoints: files,
    outbase: 'test',
    outdir,
    outExtension: { '.js': format === 'esm' ? '.mjs' : '.cjs' },
    chunkNames: 'chunks/[hash]',
    format,
    splitting: format === 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    sourcemap: 'linked',
    logLevel: 'warning',
    absWorkingDir: root,
    define: { PROJECT_ROOT: JSON.stringify(root) },
    plugins: [...enginePlugins, rulesPlugin, iconsPlugin],
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await buildExtension({ production: process.argv.includes('--production') });
}
