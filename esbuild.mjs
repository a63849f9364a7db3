// Builds the extension into dist/: `node esbuild.mjs [--production]`. The tests' bundles: `buildTests`.
import { build } from 'esbuild';
import { copyFile, mkdir, readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(fileURLToPath(import.meta.url));
const require = createRequire(import.meta.url);

/** `import { losses } from '#losses'`: every file of src/engine/losses, found by walking the folder. */
export const lossesPlugin = {
  name: 'losses',
  setup(build) {
    const folder = path.join(root, 'src/engine/losses');
    build.onResolve({ filter: /^#losses$/ }, () => ({ path: 'losses', namespace: 'losses' }));
    build.onLoad({ filter: /.*/, namespace: 'losses' }, async () => {
      const names = (await readdir(folder))
        .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'))
        .map((file) => file.slice(0, -3))
        .sort();
      const imports = names.map((name) => `import { ${name} } from './${name}';`);
      return {
        contents: `${imports.join('\n')}\nexport const losses = [${names.join(', ')}];`,
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
    minify: production,
    sourcemap: production ? false : 'linked',
    logLevel: 'warning',
    absWorkingDir: root,
    plugins: [lossesPlugin],
  };
  await mkdir(path.join(root, 'dist'), { recursive: true });
  await Promise.all([
    build({
      ...common,
      entryPoints: { extension: 'src/extension.ts' },
      outdir: 'dist',
      outExtension: { '.js': '.cjs' },
      format: 'cjs',
      platform: 'node',
      target: 'node20',
      external: ['vscode'],
    }),
    build({
      ...common,
      entryPoints: { playground: 'webview/main.ts' },
      outdir: 'dist',
      format: 'esm',
      platform: 'browser',
      target: 'es2022',
      tsconfig: 'webview/tsconfig.json',
    }),
    ...['web-tree-sitter/web-tree-sitter.wasm', 'tree-sitter-python/tree-sitter-python.wasm'].map((file) =>
      copyFile(require.resolve(file), path.join(root, 'dist', path.basename(file))),
    ),
  ]);
}

/**
 * Bundles files of test/ into dist/test/, each to the place it has in test/. Packages stay outside.
 * `esm` (.mjs) shares what is common between the files; `cjs` (.cjs) is for VS Code's extension host.
 */
export async function buildTests(files, format) {
  await build({
    bundle: true,
    entryPoints: files,
    outbase: 'test',
    outdir: 'dist/test',
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
    plugins: [lossesPlugin],
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await buildExtension({ production: process.argv.includes('--production') });
}
