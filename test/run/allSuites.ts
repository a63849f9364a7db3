import { spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { projectRoot } from '../projectRoot';
import { readSummary, type Summary } from './mochaSuite';
import type { Suite } from './build';

const suites: Readonly<Record<Suite, string>> = {
  node: 'engine, text, Python and the house, in Node',
  extension: "the extension in VS Code's extension host",
  ui: 'the workbench and the playground, driven in a browser',
};

const nothing: Summary = { passed: 0, failed: 0, skipped: 0, failures: [] };

/** Runs the three suites one after the other, each in a process of its own, and prints the total. */
export async function runAllSuites(): Promise<number> {
  const totals = { passed: 0, failed: 0 };
  const lines: string[] = [];
  const failures: string[] = [];
  for (const [suite, about] of Object.entries(suites)) {
    console.log(`\n=== ${suite}: ${about}`);
    const summary = await runSuite(suite);
    totals.passed += summary.passed;
    totals.failed += summary.failed;
    failures.push(...summary.failures.map((failure) => `${suite}: ${failure}`));
    const skipped = summary.skipped > 0 ? `, ${summary.skipped} skipped` : '';
    lines.push(`${suite}: ${inWords(summary)}${skipped}`);
  }
  // once more, where a log that is cut still has them
  if (failures.length > 0) console.log(`\n=== failed\n\n${failures.join('\n\n')}`);
  console.log(`\n${lines.join('\n')}\n${inWords(totals)}`);
  return totals.failed === 0 ? 0 : 1;
}

/** A suite that does not come to its end, or ends badly without a failed test, counts as one failure. */
async function runSuite(suite: string): Promise<Summary> {
  const file = path.join(projectRoot, 'dist', 'test', `${suite}.json`);
  await rm(file, { force: true });
  const runner = path.join(projectRoot, 'test', 'run.mjs');
  const child = spawn(process.execPath, [runner, suite, '--summary', file], { stdio: 'inherit' });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
  const summary = (await readSummary(file)) ?? nothing;
  const good = code === 0 && summary.failed === 0 && summary.passed > 0;
  return good ? summary : { ...summary, failed: Math.max(summary.failed, 1) };
}

function inWords({ passed, failed }: Pick<Summary, 'passed' | 'failed'>): string {
  return `${passed} passed, ${failed} failed`;
}
