import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { projectRoot } from '../projectRoot';
import { loadPythonParser, type PythonParser } from '../../src/python/parser';
import type { PythonDocument } from '../../src/python/pythonDocument';

const require = createRequire(`${projectRoot}/package.json`);
let parser: Promise<PythonParser> | undefined;

/** The parser, loaded once for all tests. */
export function pythonParser(): Promise<PythonParser> {
  parser ??= Promise.all([
    readFile(require.resolve('web-tree-sitter/web-tree-sitter.wasm')),
    readFile(require.resolve('tree-sitter-python/tree-sitter-python.wasm')),
  ]).then(([runtime, grammar]) => loadPythonParser({ runtime, grammar }));
  return parser;
}

/** A parsed document. */
export async function openPython(text: string): Promise<PythonDocument> {
  const document = (await pythonParser()).open(text);
  await document.ready();
  return document;
}
