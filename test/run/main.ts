import { MissingRequirement } from '../host/missingRequirement';
import { runAllSuites } from './allSuites';
import { runBench } from './bench';
import { runEditorBench } from './editorBench';
import { runCorpus } from './corpus';
import { runDesktopSuite, runExtensionSuite } from './extensionSuite';
import { runNodeSuite } from './nodeSuite';
import { runPackage } from './package';
import { runPlaygroundBench } from './playgroundBench';
import { runScreenshots } from './screenshots';
import { start } from './start';
import { runTorchCases } from './torchCases';
import { runUiSuite } from './uiSuite';

const tasks: Readonly<Record<string, (args: readonly string[]) => Promise<number>>> = {
  all: runAllSuites,
  bench: runBench,
  corpus: runCorpus,
  desktop: runDesktopSuite,
  editorBench: runEditorBench,
  extension: runExtensionSuite,
  node: runNodeSuite,
  package: runPackage,
  playgroundBench: runPlaygroundBench,
  screenshots: runScreenshots,
  start,
  torch: runTorchCases,
  ui: runUiSuite,
};

/** Runs the named task and answers the exit code of the process. */
export async function main(name: string, args: readonly string[]): Promise<number> {
  const task = tasks[name];
  if (task === undefined) {
    console.error(`Unknown task "${name}". Known: ${Object.keys(tasks).join(', ')}.`);
    return 1;
  }
  try {
    return await task(args);
  } catch (error) {
    if (!(error instanceof MissingRequirement)) throw error;
    console.error(error.message);
    return 1;
  }
}
