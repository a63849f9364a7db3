import { existsSync, readdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { projectRoot } from '../projectRoot';
import { findOnPath, isExecutable, runCommand } from './command';
import { MissingRequirement } from './missingRequirement';

/** The browser's file: $CHROMIUM_PATH, else one on PATH, else in the usual places, else what Playwright installed. */
export function findChromium(): string | undefined {
  const named = process.env.CHROMIUM_PATH;
  if (named !== undefined && named !== '') {
    if (!isExecutable(named))
      throw new MissingRequirement(`CHROMIUM_PATH names ${named}, which cannot be executed.`);
    return named;
  }
  return (
    findOnPath('chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'msedge') ??
    [...usualPlaces(), ...playwrightBrowsers()].find(isExecutable)
  );
}

/** Makes sure that there is a Chromium, by apt (as root on Debian) or Playwright. Throws with what to do otherwise. */
export async function installChromium(tell: (line: string) => void): Promise<void> {
  if (findChromium() !== undefined) return;
  const problems: string[] = [];
  for (const [how, attempt] of installers()) {
    tell(`No Chromium found. Installing one with ${how} ...`);
    try {
      await attempt();
      if (findChromium() !== undefined) return;
    } catch (error) {
      problems.push(error instanceof Error ? error.message : String(error));
    }
  }
  throw new MissingRequirement(
    [
      'These tests drive VS Code in Chromium, and none was found or could be installed.',
      'Install one (Debian: apt-get install chromium; anywhere: npx playwright-core install chromium)',
      'or name any Chrome, Chromium or Edge in the environment variable CHROMIUM_PATH.',
      ...problems,
    ].join('\n'),
  );
}

/** Starts Chromium without a window. It reaches nothing but loopback. */
export async function launchChromium(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error('No Chromium; see installChromium.');
  return chromium.launch({
    executablePath,
    args: [
      // as root, and in most containers, Chromium's sandbox cannot start
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
    ],
  });
}

function* installers(): Generator<[string, () => Promise<void>]> {
  const root = process.getuid?.() === 0;
  if (root && existsSync('/etc/debian_version') && findOnPath('apt-get') !== undefined) {
    yield [
      'apt-get',
      async () => {
        await runCommand('apt-get', ['update'], projectRoot);
        await runCommand('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], projectRoot);
      },
    ];
  }
  const script = path.join(projectRoot, 'node_modules', 'playwright-core', 'cli.js');
  const dependencies = root && process.platform === 'linux' ? ['--with-deps'] : [];
  yield [
    'Playwright',
    () => runCommand(process.execPath, [script, 'install', ...dependencies, 'chromium'], projectRoot),
  ];
}

function usualPlaces(): string[] {
  const applications = ['Google Chrome', 'Chromium', 'Microsoft Edge'];
  if (process.platform === 'darwin') {
    return applications.map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`);
  }
  if (process.platform !== 'win32') return [];
  const roots = [process.env.ProgramFiles, process.env['ProgramFiles(x86)'], process.env.LOCALAPPDATA];
  const programs = ['Google\\Chrome\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe'];
  return roots.flatMap((root) =>
    root === undefined ? [] : programs.map((program) => path.join(root, program)),
  );
}

function playwrightBrowsers(): string[] {
  const home = os.homedir();
  const caches = [
    process.env.PLAYWRIGHT_BROWSERS_PATH,
    path.join(home, '.cache', 'ms-playwright'),
    path.join(home, 'Library', 'Caches', 'ms-playwright'),
    path.join(home, 'AppData', 'Local', 'ms-playwright'),
  ];
  const programs = [
    'chrome-linux/chrome',
    'chrome-linux64/chrome',
    'chrome-mac/Chromium.app/Contents/MacOS/Chromium',
    'chrome-win/chrome.exe',
  ];
  return caches.flatMap((cache) => {
    if (cache === undefined || !existsSync(cache)) return [];
    const versions = readdirSync(cache).filter((name) => name.startsWith('chromium-'));
    return versions.flatMap((version) => programs.map((program) => path.join(cache, version, program)));
  });
}
