import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { BrowserContext } from 'playwright-core';
import { projectRoot } from '../projectRoot';
import { newContext } from './browser';
import { Playground } from './playground';
import { WorkbenchWindow } from './workbenchWindow';

describe('npm start', () => {
  let child: ChildProcess;
  let address: URL;
  let context: BrowserContext;
  let opened: WorkbenchWindow;

  before(async () => {
    context = await newContext();
    child = spawn(process.execPath, ['test/run.mjs', 'start', '--browser'], {
      cwd: projectRoot,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    address = new URL(await printedAddress(child));
  });

  after(async () => {
    await context.close();
    child.kill('SIGKILL');
  });

  it('prints an address on loopback that needs its token', async () => {
    assert.equal(address.hostname, '127.0.0.1');
    const entered = await fetch(address, { redirect: 'manual' });
    assert.equal(entered.status, 302);
    const headers = {
      cookie: entered.headers
        .getSetCookie()
        .map((each) => each.split(';', 1)[0])
        .join('; '),
    };
    assert.equal(
      (await fetch(new URL(entered.headers.get('location') ?? '', address), { headers })).status,
      200,
    );
    const withoutToken = new URL(address);
    withoutToken.searchParams.delete('tkn');
    assert.equal((await fetch(withoutToken)).status, 403);
    const wrongToken = new URL(address);
    wrongToken.searchParams.set('tkn', 'guessed');
    assert.equal((await fetch(wrongToken)).status, 403);
  });

  it('shows the example, with the extension installed', async () => {
    const page = await context.newPage();
    opened = new WorkbenchWindow(page);
    await page.goto(address.href);
    const example = await readFile(path.join(projectRoot, 'media', 'example.py'), 'utf8');
    const lastLine = example.trim().split('\n').at(-1) ?? '';
    await page.locator('.view-line', { hasText: lastLine }).waitFor();
    await page.locator('.activitybar .action-label[aria-label^="Loss Playground"]').waitFor();
  });

  // the only test of the package as it is installed: small, without source maps, and with the packaged files only
  it('has hovers, Compute Loss and the playground from the package', async () => {
    const hover = await opened.hover('MSELoss', 'reduction', 1);
    await hover.locator('img').first().waitFor();
    await opened.hideHover();
    await opened.placeCursor('loss_fn(y_pred');
    await opened.runCommand('Loss Playground: Compute Loss');
    const playground = await Playground.in(opened);
    await playground.showsLoss('tensor(0.2875)');
    await playground.text('target').fill('[3.0, -0.5, 2.0, 6.0]');
    await playground.showsLoss('tensor(0.9375)');
  });

  it('stops with Ctrl+C', async () => {
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
    child.kill('SIGINT');
    assert.equal(await ended, 0);
    await assert.rejects(fetch(address.origin));
  });
});

describe('npm start with a desktop VS Code', function () {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'loss-playground-desktop-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('opens it with the extension on the example', async function () {
    if (process.platform === 'win32') this.skip();
    const code = path.join(folder, 'code');
    const record = path.join(folder, 'arguments');
    const script = `#!/bin/sh\n[ "$1" = --version ] && echo 1.101.2 && exit\nprintf '%s\\n' "$@" > "${record}"\n`;
    await writeFile(code, script, { mode: 0o755 });
    const child = spawn(process.execPath, ['test/run.mjs', 'start'], {
      cwd: projectRoot,
      stdio: ['ignore', 'ignore', 'inherit'],
      env: {
        ...process.env,
        VSCODE_IPC_HOOK_CLI: undefined,
        PATH: `${folder}${path.delimiter}${process.env.PATH ?? ''}`,
        DISPLAY: ':0',
      },
    });
    assert.equal(await new Promise((resolve) => child.once('exit', resolve)), 0);
    const used = (await readFile(record, 'utf8')).trim().split('\n');
    assert.ok(used.includes(`--extensionDevelopmentPath=${projectRoot}`), used.join(' '));
    assert.equal(used.at(-1), path.join(projectRoot, 'media', 'example.py'));
  });
});

async function printedAddress(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    const printed: string[] = [];
    if (child.stdout === null) throw new Error('Its output is not captured.');
    createInterface({ input: child.stdout }).on('line', (line) => {
      printed.push(line);
      const address = /http:\/\/\S+/.exec(line)?.[0];
      if (address !== undefined) resolve(address);
    });
    child.once('exit', () => reject(new Error(`It ended without an address:\n${printed.join('\n')}`)));
  });
}
