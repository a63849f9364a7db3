// The entry of the worker thread that computes for the playground: dist/worker.cjs.
import { readFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { FormulaBook } from '../formulas/formulaBook';
import type { FormulaData } from '../formulas/formulaData';
import type { InputState, PlaygroundResult, PlaygroundState } from '../protocol/messages';
import { PlaygroundSession } from './session';
import { withOwnArrays } from './ownArrays';
import type { WorkerReply, WorkerRequest, WorkerSettings } from './workerMessages';

const texts = new Map<string, string>();
const session = new PlaygroundSession({
  formulas: readFormulas((workerData as WorkerSettings).formulas),
  onStep: (what) => reply({ type: 'step', what }),
});

parentPort?.on('message', (request: WorkerRequest) => {
  for (const [name, text] of Object.entries(request.texts)) texts.set(name, text);
  const { result, transfer } = withOwnArrays(answer(request), session.tensors);
  reply({ type: 'result', result }, transfer);
});

function answer({ state, revision }: WorkerRequest): PlaygroundResult {
  const inputs = Object.entries(state.inputs).map(([name, input]): [string, InputState] => [
    name,
    { ...input, text: texts.get(name) ?? '' },
  ]);
  const whole: PlaygroundState = { ...state, inputs: Object.fromEntries(inputs) };
  return session.answer(whole, revision);
}

function reply(message: WorkerReply, transfer: readonly ArrayBuffer[] = []): void {
  parentPort?.postMessage(message, transfer);
}

function readFormulas(file: string): FormulaBook | undefined {
  try {
    return new FormulaBook(JSON.parse(readFileSync(file, 'utf8')) as FormulaData);
  } catch {
    // The playground does without pictures of formulas where there are none.
    return undefined;
  }
}
