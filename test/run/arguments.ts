import { parseArgs } from 'node:util';

/** What a suite's command line asks for. */
export interface SuiteArguments {
  /** Test files, or folders of them, relative to the project; none means all. */
  readonly paths: readonly string[];
  /** Runs only tests whose full title matches this regular expression. */
  readonly grep: string | undefined;
  /** Where to write the summary. */
  readonly summaryFile: string | undefined;
}

/** Reads `[path ...] [--grep expression] [--summary file]`. Throws on anything else. */
export function readArguments(args: readonly string[]): SuiteArguments {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { grep: { type: 'string' }, summary: { type: 'string' } },
  });
  return { paths: positionals, grep: values.grep, summaryFile: values.summary };
}
