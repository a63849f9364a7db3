// The entry of the worker thread that computes for the playground: dist/worker.cjs.
import { readFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { FormulaBook } from '../formulas/formulaBook';
import type { FormulaData } from '../formulas/formulaData';
import { setTranslations } from '../l10n/localize';
import type { InputState, PlaygroundState } from '../protocol/messages';
import { FileTensors } from './fileTensors';
import { PlaygroundSession } from './session';
import { withOwnArrays } from './ownArrays';
import type { WorkerReply, WorkerRequest, WorkerSettings } from './workerMessages';

const settings = workerData as WorkerSettings;
setTranslations(settings.translations);

const texts = new Map<string, string>();
const session = new PlaygroundSession({
  formulas: readFormulas(settings.formulas),
  onStep: (what) => reply({ type: 'step', what }),
  files: new FileTensors(),
});

parentPort?.on('message', (request: WorkerRequest) => {
  for (const [name, text] of Object.entries(request.texts)) texts.set(name, text);
  const state = wholeState(request);
  if (request.question) {
    reply({ type: 'answer', answer: session.ask(request.question, state) });
    return;
  }
  const { result, transfer } = withOwnArrays(session.answer(state, request.revision), session.tensors);
  reply({ type: 'result', result }, transfer);
});

function wholeState({ state }: WorkerRequest): PlaygroundState {
  const inputs = Object.entries(state.inputs).map(([name, input]): [string, InputState] => [
    name,
    { ...input, text: texts.get(name) ?? '' },
  ]);
  return { ...state, inputs: Object.fromEntries(inputs) };
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
