import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { findOnPath, runCommand } from '../host/command';
import { host, installHost } from '../host/install';
import { startServer } from '../host/server';
import { defaultSettings } from '../host/workbenchPage';
import { projectRoot } from '../projectRoot';
import { buildExtension } from './build';

const example = path.join(projectRoot, 'media', 'example.py');
const stateFolder = path.join(projectRoot, '.vscode-test', 'start');
const usualPort = 8931;

/**
 * Opens VS Code with the extension on the example: the desktop one if there is one, else (or with `--browser`) one
 * that a browser on this machine can reach. Ends with VS Code, or with Ctrl+C.
 */
export async function start(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: { browser: { type: 'boolean', default: false } },
  });
  const code = values.browser ? undefined : desktopCode();
  if (code !== undefined && (await startDesktop(code))) return 0;
  await startInBrowser();
  return 0;
}

/** The program of a desktop VS Code that can show a window. */
function desktopCode(): string | undefined {
  // in a remote VS Code's terminal, `code` talks to that window and takes no extension to develop
  if (process.env.VSCODE_IPC_HOOK_CLI !== undefined) return undefined;
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return undefined;
  const code = findOnPath('code', 'code-insiders', 'codium');
  if (code === undefined) return undefined;
  try {
    const shell = process.platform === 'win32';
    const [version = ''] = execFileSync(shell ? `"${code}"` : code, ['--version'], {
      encoding: 'utf8',
      shell,
    }).split('\n');
    const [major = 0, minor = 0] = version.split('.').map(Number);
    if (major > 1 || (major === 1 && minor >= 100)) return code;
    console.log(`${code} is VS Code ${version}; the extension needs 1.100 or newer.`);
  } catch {
    console.log(`${code} does not run.`);
  }
  return undefined;
}

async function startDesktop(code: string): Promise<boolean> {
  console.log('Building the extension ...');
  await buildExtension();
  console.log(
    `Opening ${code} with the extension on ${path.relative(projectRoot, example)} (until its window closes) ...`,
  );
  const shell = process.platform === 'win32';
  const child = spawn(
    shell ? `"${code}"` : code,
    ['--new-window', '--wait', `--extensionDevelopmentPath=${projectRoot}`, example],
    { stdio: 'inherit', shell },
  );
  const status = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
  if (status !== 0) console.log('It did not open.');
  return status === 0;
}

async function startInBrowser(): Promise<void> {
  await installHost(console.log);
  console.log('Building and packaging the extension ...');
  const vsix = path.join(stateFolder, 'loss-playground.vsix');
  // a process of its own, since packaging prints every file
  await runCommand(process.execPath, ['test/run.mjs', 'package', '--out', vsix], projectRoot);
  const folders = {
    userData: path.join(stateFolder, 'user'),
    extensions: path.join(stateFolder, 'extensions'),
  };
  await writeSettings(path.join(folders.userData, 'User', 'settings.json'));
  await runCommand(
    host.node,
    [
      host.script,
      ...['--install-extension', vsix, '--force', '--extensions-dir', folders.extensions],
      ...['--user-data-dir', folders.userData, '--server-data-dir', path.join(stateFolder, 'server')],
    ],
    projectRoot,
  );
  const stopped = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
  });
  const token = randomBytes(24).toString('hex');
  const server = await startServer({ ...folders, token, port: await freePort() });
  const died = new Promise<never>((_, reject) => {
    server.process.once('exit', (status) =>
      reject(new Error(`VS Code's server ended (${status ?? 'killed'}).`)),
    );
  });
  const query = new URLSearchParams({
    tkn: token,
    folder: path.dirname(example),
    payload: JSON.stringify([['openFile', `vscode-remote://${server.authority}${example}`]]),
  });
  console.log(`\nVS Code with Loss Playground is open to a browser on this machine, at\n`);
  console.log(`  ${server.address}/?${query.toString()}\n`);
  console.log('The token in the address is its key. Press Ctrl+C to stop.');
  await Promise.race([stopped, died]).finally(() => server.stop());
}

/** Settings of a first start; later the user's own. */
async function writeSettings(file: string): Promise<void> {
  if (existsSync(file)) return;
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, JSON.stringify(defaultSettings, undefined, 2));
}

/** The usual port, so that an open browser tab finds a restarted server; 0 (any) where it is taken. */
async function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(0));
    probe.listen(usualPort, '127.0.0.1', () => probe.close(() => resolve(usualPort)));
  });
}
