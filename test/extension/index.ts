import { format } from 'node:util';

/**
 * What VS Code's extension host calls (`extensionTestsPath`). The test files, the filter and the place for the summary
 * come in the environment (see test/run/extensionSuite.ts). Rejects if a test fails.
 */
export async function run(): Promise<void> {
  const { default: Mocha } = await import('mocha');
  const { runMocha } = await import('../run/mochaSuite');
  const mark = process.env.TEST_OUTPUT_MARK ?? '';
  Mocha.reporters.Base.consoleLog = (...values: unknown[]) => {
    for (const line of format(...values).split('\n')) console.log(mark + line);
  };
  const files = JSON.parse(process.env.TEST_FILES ?? '[]') as string[];
  const { failed } = await runMocha(files, {
    timeout: 120_000,
    grep: process.env.TEST_GREP,
    summaryFile: process.env.TEST_SUMMARY_FILE,
  });
  if (failed > 0) throw new Error(`${failed} tests failed.`);
}
