import { runTests } from '@vscode/test-electron';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { installChromium } from '../host/chromium';
import { installHost } from '../host/install';
import { MissingRequirement } from '../host/missingRequirement';
import { projectRoot } from '../projectRoot';
import { readArguments } from './arguments';
import { buildExtension, bundle, testFiles } from './build';
import { readSummary } from './mochaSuite';

/** Runs test/extension inside the extension host of the VS Code that the launcher starts (test/host/code.ts). */
export async function runExtensionSuite(args: readonly string[]): Promise<number> {
  await installHost(console.log);
  await installChromium(console.log);
  const [launcher = ''] = await bundle(['test/host/code.ts']);
  await chmod(launcher, 0o755);
  return runInside(args, launcher);
}

/** Runs the same tests in a desktop VS Code, which is downloaded. Needs a display. */
export async function runDesktopSuite(args: readonly string[]): Promise<number> {
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) {
    throw new MissingRequirement(
      'A desktop VS Code needs a display: try "xvfb-run -a npm run test:desktop".',
    );
  }
  return runInside(args, undefined);
}

async function runInside(args: readonly string[], vscodeExecutablePath: string | undefined): Promise<number> {
  const { paths, grep, summaryFile } = readArguments(args);
  await buildExtension();
  const files = await testFiles('extension', paths);
  const [index = '', ...tests] = await bundle(['test/extension/index.ts', ...files], 'cjs');
  const folder = await mkdtemp(path.join(os.tmpdir(), 'loss-playground-extension-'));
  const summary = summaryFile ?? path.join(folder, 'summary.json');
  await rm(summary, { force: true });
  try {
    await runTests({
      ...(vscodeExecutablePath === undefined ? {} : { vscodeExecutablePath }),
      extensionDevelopmentPath: projectRoot,
      extensionTestsPath: index,
      extensionTestsEnv: {
        TEST_FILES: JSON.stringify(tests),
        TEST_SUMMARY_FILE: summary,
        TEST_GREP: grep,
      },
      launchArgs: [
        path.join(projectRoot, 'media'),
        `--user-data-dir=${path.join(folder, 'user')}`,
        `--extensions-dir=${path.join(folder, 'extensions')}`,
      ],
    });
    const result = await readSummary(summary);
    return result !== undefined && result.failed === 0 && result.passed > 0 ? 0 : 1;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return 1;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
