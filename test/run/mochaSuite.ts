import Mocha from 'mocha';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** What became of a suite's tests. */
export interface Summary {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Each failed test or hook: its full title, and what was thrown. */
  readonly failures: readonly string[];
}

/** How to run a suite. */
export interface SuiteOptions {
  /** Runs only tests whose full title matches. */
  readonly grep?: string | undefined;
  /** For one test or hook, in milliseconds. */
  readonly timeout: number;
  /** Where the summary is written (JSON) once every test has run. */
  readonly summaryFile?: string | undefined;
}

/** Runs bundled mocha files in this process. `.only` is refused, nothing is retried. */
export async function runMocha(files: readonly string[], options: SuiteOptions): Promise<Summary> {
  const mocha = new Mocha({ ui: 'bdd', reporter: 'spec', timeout: options.timeout, forbidOnly: true });
  if (options.grep !== undefined) mocha.grep(new RegExp(options.grep));
  for (const file of files) mocha.addFile(file);
  await mocha.loadFilesAsync();
  const failures: string[] = [];
  const summary = await new Promise<Summary>((resolve) => {
    const runner = mocha.run((failed) => {
      const { passes: passed = 0, pending: skipped = 0 } = runner.stats ?? {};
      resolve({ passed, failed, skipped, failures });
    });
    runner.on('fail', (test, error: unknown) => {
      const thrown = error instanceof Error ? (error.stack ?? error.message) : String(error);
      failures.push(`${test.fullTitle()}\n${thrown}`);
    });
  });
  if (options.summaryFile !== undefined) {
    await mkdir(path.dirname(options.summaryFile), { recursive: true });
    await writeFile(options.summaryFile, JSON.stringify(summary));
  }
  return summary;
}

/** The summary that a suite wrote; undefined if it came to no end. */
export async function readSummary(file: string): Promise<Summary | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Summary;
  } catch {
    return undefined;
  }
}
