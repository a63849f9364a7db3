// Starts a task of test/run/main.ts: `node test/run.mjs <task> [arguments]`. Installs the project's packages first
// where they are missing, so that `npm test` and `npm start` are each enough in a fresh clone.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
process.chdir(root);

if (!packagesAreInstalled()) {
  console.log("Installing the project's packages (npm ci) ...");
  const npm = spawnSync('npm', ['ci', '--no-progress'], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (npm.status !== 0) process.exit(npm.status ?? 1);
}
const { buildTests } = await import(pathToFileURL(path.join(root, 'esbuild.mjs')).href);
mkdirSync('dist/test', { recursive: true });
const bundles = mkdtempSync(path.join(root, 'dist/test/run-'));
process.once('exit', () => rmSync(bundles, { recursive: true, force: true }));
process.setSourceMapsEnabled(true);
await buildTests(['test/run/main.ts'], bundles);
const { main } = await import(pathToFileURL(path.join(bundles, 'run/main.mjs')).href);
// a failed test may leave something that would keep Node waiting
process.exit(await main(process.argv[2] ?? '', process.argv.slice(3)));

/** Whether node_modules holds what the lock file says; packages for other platforms may be absent. */
function packagesAreInstalled() {
  const installed = 'node_modules/.package-lock.json';
  if (!existsSync(installed)) return false;
  const versions = (file) => JSON.parse(readFileSync(file, 'utf8')).packages;
  const present = versions(installed);
  return Object.entries(versions('package-lock.json')).every(
    ([name, { version, optional }]) => name === '' || optional || present[name]?.version === version,
  );
}
