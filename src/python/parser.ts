import { Language, Parser } from 'web-tree-sitter';
import { PythonDocument } from './pythonDocument';

/** The two WebAssembly files that the parser is made of, as bytes. */
export interface ParserFiles {
  /** `web-tree-sitter.wasm` */
  readonly runtime: Uint8Array;
  /** `tree-sitter-python.wasm` */
  readonly grammar: Uint8Array;
}

/** A parser for Python, ready to open documents. */
export interface PythonParser {
  /** Opens a document on `text`; whoever opens it calls `dispose` on it. */
  open(text: string): PythonDocument;
}

/** Loads the parser. The runtime is loaded once per process; later calls share it. */
export async function loadPythonParser(files: ParserFiles): Promise<PythonParser> {
  await Parser.init({ wasmBinary: files.runtime } as Parameters<typeof Parser.init>[0]);
  const language = await Language.load(files.grammar);
  return { open: (text) => new PythonDocument(new Parser().setLanguage(language), text) };
}
