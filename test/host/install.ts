import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { projectRoot } from '../projectRoot';
import { runCommand } from './command';
import { MissingRequirement } from './missingRequirement';

/**
 * code-server is VS Code's own server and workbench, packaged for npm by Coder (MIT). It gives us a real VS Code
 * wherever there is an npm registry: no download from elsewhere, no Electron, no display.
 */
const codeServer = {
  version: '4.139.1',
  vscode: '1.139.1',
  sha512: 'fUYvJVdz4ZoVJfakGiGWXFMpF8K1ObsrpGvX17ZxNpKOzdNHs7lANT670JTr4ZhA8DnWqyvvmFG/d3HV9Yy6ew==',
};

/** Built-in extensions that are large, need an account or need a native module, and that no test uses. */
const leftOut = [
  'copilot',
  'git',
  'github',
  'mermaid-markdown-features',
  'microsoft-authentication',
  'ms-vscode.js-debug',
  'ms-vscode.js-debug-companion',
  'ms-vscode.vscode-js-profile-table',
  'simple-browser',
  'tunnel-forwarding',
];

/** The server calls `module.registerHooks`, which Node has since 22.15; an older one gets this beside it. */
const node = {
  version: '24.21.0',
  sha512: {
    'linux-x64': '3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==',
    'linux-arm64': 'FpJRPEz2OvvTLfjIOlNGFY9JLPMKgl5m+d4oGYBLg24kJ1mmvN1Zl/HPJgF4HDaJ51ISev1l1cRZ/DM+keXW5g==',
  } as Readonly<Record<string, string>>,
};

const platform = `${process.platform}-${process.arch}`;
const target = path.join(projectRoot, '.vscode-test', 'host');
const serverFolder = path.join(projectRoot, 'test', 'host', 'server');
const bundledNode = path.join(target, 'node', 'bin', 'node');

/** The server's script, and the Node to run it with, once `installHost` has run. */
export const host = {
  script: path.join(target, 'vscode', 'out', 'server-main.js'),
  get node(): string {
    return existsSync(bundledNode) ? bundledNode : process.execPath;
  },
};

/** Installs VS Code's server into .vscode-test/host (240 MB) unless it is there. Tells what it does. */
export async function installHost(tell: (line: string) => void): Promise<void> {
  const stamp = createHash('sha256')
    .update(await recipe())
    .digest('hex');
  const stampFile = path.join(target, 'stamp');
  if (existsSync(stampFile) && (await readFile(stampFile, 'utf8')) === stamp) return;

  await mkdir(path.dirname(target), { recursive: true });
  const folder = await mkdtemp(`${target}-`);
  try {
    tell(`Installing VS Code ${codeServer.vscode} for this project from npm (code-server, 47 MB; once) ...`);
    await installServer(folder);
    await installDependencies(path.join(folder, 'vscode'));
    if (!nodeIsNewEnough()) {
      tell(`Installing Node ${node.version} for it from npm, since this is ${process.version} (once) ...`);
      await installNode(folder);
    }
    await writeFile(path.join(folder, 'stamp'), stamp);
    await rm(target, { recursive: true, force: true });
    await rename(folder, target);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** All that decides what is installed. */
async function recipe(): Promise<string> {
  const files = (await readdir(serverFolder, { recursive: true }))
    .filter((name) => /\.c?js(on)?$/.test(name))
    .sort();
  const texts = await Promise.all(files.map((name) => readFile(path.join(serverFolder, name), 'utf8')));
  return JSON.stringify([codeServer, leftOut, node, nodeIsNewEnough(), platform, files, texts]);
}

async function installServer(folder: string): Promise<void> {
  const archive = await download(`code-server@${codeServer.version}`, codeServer.sha512, folder);
  const source = 'package/lib/vscode';
  const excluded = leftOut.map((name) => `--exclude=${source}/extensions/${name}`);
  const parts = ['out', 'extensions', 'product.json'].map((part) => `${source}/${part}`);
  await runCommand(
    'tar',
    ['-xzf', archive, '--strip-components=2', ...excluded, '--exclude=*.map', ...parts],
    folder,
  );
  await rm(archive);
}

async function installDependencies(vscode: string): Promise<void> {
  for (const file of ['package.json', 'package-lock.json']) {
    await cp(path.join(serverFolder, file), path.join(vscode, file));
  }
  await runCommand('npm', ['ci', '--ignore-scripts', '--omit=dev', '--no-audit', '--no-fund'], vscode);
  const modules = path.join(vscode, 'node_modules');
  await keepOnly(path.join(modules, '@vscode', 'ripgrep-universal', 'bin'), platform);
  await keepOnly(path.join(modules, 'node-pty', 'prebuilds'), platform);
  for (const stub of await readdir(path.join(serverFolder, 'stubs'))) {
    const name = path.basename(stub, '.cjs');
    const folder = path.join(modules, '@vscode', name);
    await mkdir(folder, { recursive: true });
    await cp(path.join(serverFolder, 'stubs', stub), path.join(folder, 'index.cjs'));
    await writeFile(
      path.join(folder, 'package.json'),
      JSON.stringify({ name: `@vscode/${name}`, version: '0.0.0', main: 'index.cjs' }),
    );
  }
}

function nodeIsNewEnough(): boolean {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  return major > 22 || (major === 22 && minor >= 15);
}

async function installNode(folder: string): Promise<void> {
  const sha512 = node.sha512[platform];
  if (sha512 === undefined) {
    throw new MissingRequirement(
      `VS Code's server needs Node 22.15 or newer; this is ${process.version}. Please install a newer Node.`,
    );
  }
  const archive = await download(`node-${platform}@${node.version}`, sha512, folder);
  await mkdir(path.join(folder, 'node'));
  await runCommand(
    'tar',
    ['-xzf', archive, '-C', 'node', '--strip-components=1', 'package/bin/node'],
    folder,
  );
  await rm(archive);
}

/** Fetches a package's archive from the npm registry that npm is set up for. Throws unless it is the expected one. */
async function download(specifier: string, sha512: string, folder: string): Promise<string> {
  await runCommand('npm', ['pack', specifier, '--silent', '--pack-destination', folder], folder);
  const name = (await readdir(folder)).find((file) => file.endsWith('.tgz'));
  if (name === undefined) throw new Error(`npm pack ${specifier} left no archive`);
  const archive = path.join(folder, name);
  const found = createHash('sha512')
    .update(await readFile(archive))
    .digest('base64');
  if (found !== sha512) throw new Error(`${specifier} is not the expected archive: its sha512 is ${found}`);
  return archive;
}

async function keepOnly(folder: string, wanted: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (name !== wanted) await rm(path.join(folder, name), { recursive: true });
  }
}
