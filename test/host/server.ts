import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { host } from './install';

/** How to start the server. */
export interface ServerOptions {
  /** Where settings and state live; a temporary folder if left out. */
  readonly userData?: string | undefined;
  /** Where extensions are installed; a temporary folder if left out. */
  readonly extensions?: string | undefined;
  /** What a browser has to know to connect; none if left out. */
  readonly token?: string | undefined;
  /** 0 or left out: any free one. */
  readonly port?: number;
  /** Added to the environment of the server and its extension hosts. */
  readonly environment?: NodeJS.ProcessEnv;
  /** Called with each line of the server's log. */
  readonly onLine?: (line: string) => void;
}

/** A running VS Code server, on loopback only. */
export interface Server {
  readonly process: ChildProcess;
  /** Host and port. */
  readonly authority: string;
  /** `http://` and the authority. */
  readonly address: string;
  readonly userData: string;
  /** Ends the server and its extension hosts, and removes its temporary folder. */
  stop(): Promise<void>;
}

const quiet = [
  '--accept-server-license-terms',
  ...['--telemetry-level', 'off', '--disable-telemetry', '--disable-experiments'],
  ...['--disable-workspace-trust', '--disable-update-check', '--disable-getting-started-override'],
];

/** Starts VS Code's server; `installHost` must have run. Throws with its log if it does not come up. */
export async function startServer(options: ServerOptions = {}): Promise<Server> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'loss-playground-vscode-'));
  const userData = options.userData ?? path.join(folder, 'user');
  const extensions = options.extensions ?? path.join(folder, 'extensions');
  for (const each of [userData, extensions]) mkdirSync(each, { recursive: true });
  const child = spawn(
    host.node,
    [
      host.script,
      ...quiet,
      ...(options.token === undefined
        ? ['--without-connection-token']
        : ['--connection-token', options.token]),
      ...['--host', '127.0.0.1', '--port', String(options.port ?? 0)],
      ...['--server-data-dir', path.join(folder, 'server')],
      ...['--user-data-dir', userData, '--extensions-dir', extensions],
    ],
    { env: environment(folder, options.environment), stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const reap = () => {
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', reap);
  // a signal ends Node without 'exit', and leaves the server behind
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    if (process.listenerCount(signal) === 0) process.once(signal, () => process.exit(1));
  }
  const stop = async () => {
    await end(child);
    process.off('exit', reap);
    // its extension host ends a moment later, and writes its log meanwhile
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  };
  try {
    const authority = `127.0.0.1:${await listening(child, options.onLine)}`;
    return { process: child, authority, address: `http://${authority}`, userData, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The environment without what a VS Code around us may have put there; no gallery is asked for anything. */
function environment(folder: string, added: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const own = Object.entries({ ...process.env, ...added }).filter(
    ([name]) => !/^(VSCODE_|ELECTRON_|NODE_OPTIONS$)/.test(name),
  );
  return { ...Object.fromEntries(own), EXTENSIONS_GALLERY: '{}', XDG_RUNTIME_DIR: folder };
}

async function listening(child: ChildProcess, onLine?: (line: string) => void): Promise<string> {
  return new Promise((resolve, reject) => {
    const log: string[] = [];
    for (const stream of [child.stdout, child.stderr]) {
      if (stream === null) continue;
      createInterface({ input: stream }).on('line', (line) => {
        onLine?.(line);
        const port = /agent listening on (\d+)/.exec(line)?.[1];
        if (port !== undefined) resolve(port);
        if (log.length < 50) log.push(line);
      });
    }
    child.once('error', reject);
    child.once('exit', (code) => {
      reject(
        new Error(`VS Code's server ended (${code ?? 'killed'}) before it listened:\n${log.join('\n')}`),
      );
    });
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const impatience = setTimeout(() => child.kill('SIGKILL'), 5000);
  await gone;
  clearTimeout(impatience);
}
