import type { PythonDocument } from '../../src/python/pythonDocument';
import type { Block, Chunk } from '../../src/python/syntax';

/** Everything read from a document, as plain data: two documents of the same text give the same. */
export function facts(document: PythonDocument): unknown {
  return chunkFacts(document.module.chunks);
}

/** The same of some statements. */
export function chunkFacts(chunks: readonly Chunk[]): unknown {
  return chunks.map((chunk) => [
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
  if ('chunks' in value) return chunkFacts((value as Block).chunks);
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
