#!/usr/bin/env node
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { format, parseArgs } from 'node:util';
import { readSummary } from '../run/mochaSuite';
import { launchChromium } from './chromium';
import { startServer } from './server';
import { testOutputMark } from './testOutput';
import { openWorkbenchPage } from './workbenchPage';

// Stands in for the program `code`, as far as @vscode/test-electron's `runTests` needs it: starts a real workbench and
// extension host, whose tests print through the page, and ends with 0 only if their summary says that all passed.

const verbose = process.env.HOST_VERBOSE === '1';
const summaryFile = process.env.TEST_SUMMARY_FILE ?? '';
let end: (problem?: string) => void = () => undefined;
const ended = new Promise<string | undefined>((resolve) => (end = resolve));

try {
  process.exitCode = await run();
} catch (error) {
  process.stderr.write(`${format(error)}\n`);
  process.exitCode = 1;
}

async function run(): Promise<number> {
  const content = readContent(process.argv.slice(2));
  const server = await startServer({
    userData: content.userData,
    extensions: content.installed,
    environment: { TEST_OUTPUT_MARK: testOutputMark },
    onLine: (line) => {
      if (verbose) process.stderr.write(`[server] ${line}\n`);
      const crash = /Extension Host Process exited with code: (?!0\b).*/.exec(line)?.[0];
      if (crash !== undefined) end(crash);
    },
  });
  server.process.once('exit', (code) => end(`The server ended with ${code ?? 'a signal'}.`));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => end(signal));
  const browser = await launchChromium();
  try {
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    page.setDefaultTimeout(120_000);
    page.on('crash', () => end('The workbench crashed.'));
    await page.exposeFunction('codeAutomationLog', printLog);
    await page.exposeFunction('codeAutomationExit', () => end());
    await openWorkbenchPage(page, server, { ...content, automated: true });
    const problem = await ended;
    if (problem !== undefined) process.stderr.write(`${problem}\n`);
    // A killed extension host ends like one whose tests passed; only the summary tells them apart.
    const summary = await readSummary(summaryFile);
    return problem === undefined && summary !== undefined && summary.failed === 0 && summary.passed > 0
      ? 0
      : 1;
  } finally {
    await browser.close();
    await server.stop();
  }
}

function readContent(args: string[]) {
  const { values, positionals } = parseArgs({
    args,
    strict: false,
    allowPositionals: true,
    options: {
      extensionDevelopmentPath: { type: 'string', multiple: true },
      extensionTestsPath: { type: 'string' },
      'user-data-dir': { type: 'string' },
      'extensions-dir': { type: 'string' },
    },
  });
  const text = (value: unknown) => (typeof value === 'string' ? path.resolve(value) : undefined);
  const developed = values.extensionDevelopmentPath ?? [];
  return {
    extensions: (Array.isArray(developed) ? developed : [developed])
      .map(String)
      .map((each) => path.resolve(each)),
    tests: text(values.extensionTestsPath),
    userData: text(values['user-data-dir']),
    installed: text(values['extensions-dir']),
    folder: positionals.find((each) => existsSync(each) && statSync(each).isDirectory()),
  };
}

function printLog(_level: string, values: unknown[]): void {
  const line = format(...values);
  if (line.startsWith(testOutputMark)) process.stdout.write(`${line.slice(testOutputMark.length)}\n`);
  else if (verbose) process.stderr.write(`[workbench] ${line}\n`);
}
