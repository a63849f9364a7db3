import assert from 'node:assert/strict';
import { HandedOnNames } from '../../src/insights/handedOnNames';
import { lossCalls } from '../../src/insights/lossCalls';
import { evaluateCall } from '../../src/insights/evaluateCall';
import type { Export } from '../../src/insights/exports';
import { exportAt } from '../../src/insights/exportAt';
import { tellingNames } from '../../src/insights/otherFiles';
import type { PythonDocument } from '../../src/python/pythonDocument';
import { openPython } from '../python/openPython';

/** Something of PyTorch's, as another file gives it. */
export const torch = (path: string): Export => ({ path, attribute: undefined });
/** What has nothing to do with losses. */
export const somethingElse: Export = { path: undefined };

/** Other files that say what each name of a document is, and when. */
export class FakeFiles {
  readonly file = 'train.py';
  readonly asked: string[] = [];
  wait: Promise<unknown> | undefined;

  constructor(
    private readonly document: PythonDocument,
    readonly says: Record<string, Export>,
  ) {}

  async ask(offset: number): Promise<Export | undefined> {
    const [name = ''] = /[\w.]+$/.exec(this.document.text.slice(0, offset + 1)) ?? [];
    this.asked.push(name);
    await this.wait;
    return this.says[name];
  }
}

/** The values of the losses that the document's code tells. */
export function values(document: PythonDocument): (number | undefined)[] {
  const calls = lossCalls(document, { start: 0, end: document.text.length });
  return calls.map((call) => evaluateCall(document, call).result?.loss.data[0]);
}

/** A document, and files that say what its names are; `learn` lets it know the telling ones. */
export async function opened(code: string, says: Record<string, Export>) {
  const document = await openPython(code);
  let time = 0;
  const names = new HandedOnNames(() => time, 20);
  const files = new FakeFiles(document, says);
  const learn = () => {
    values(document);
    return names.learn(document, tellingNames(document), files);
  };
  const pass = (milliseconds: number): void => void (time += milliseconds);
  return { document, names, files, learn, pass };
}

/** A file that makes losses, and what it gives others under each name. */
export async function exportsOf(code: string): Promise<(name: string) => Export> {
  const document = await openPython(code);
  return (name) => {
    const at = code.search(new RegExp(`(?<=^ *(?:class |def |self\\.)?)${name}\\b`, 'm'));
    assert.ok(at >= 0, name);
    return exportAt(document, at + 1) ?? somethingElse;
  };
}
