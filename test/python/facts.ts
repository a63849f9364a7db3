import type { PythonDocument } from '../../src/python/pythonDocument';
import type { Block } from '../../src/python/syntax';

/** Everything read from a document, as plain data: two documents of the same text give the same. */
export function facts(document: PythonDocument): unknown {
  return blockFacts(document.module);
}

/** The same of one block. */
export function blockFacts(block: Block): unknown {
  return block.chunks.map((chunk) => [
    chunk.start,
    chunk.end,
    plain(chunk.statement),
    [...chunk.bindings].map(([key, bindings]) => [
      key,
      bindings.map((one) => [one.span.start, one.source.kind]),
    ]),
  ]);
}

function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return typeof value === 'function' ? undefined : value;
  if ('chunks' in value) return blockFacts(value as Block);
  if ('touches' in value) {
    const span = value as unknown as { start: number; end: number };
    return [span.start, span.end];
  }
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== 'scope')
      .map(([key, inner]) => [key, plain(inner)]),
  );
}
