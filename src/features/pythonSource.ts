import type { Position, TextDocument } from 'vscode';
import type { PythonDocument } from '../python/pythonDocument';

/** A place in a text document. */
export interface DocumentPosition {
  readonly document: TextDocument;
  readonly position: Position;
}

/** A document as part of the Python text that it belongs to: all of a file, or one cell of a notebook. */
export interface PythonSource {
  readonly python: PythonDocument;
  /** The document's part of the text. */
  readonly start: number;
  readonly end: number;
  /** The offset in the text of a position in the document. */
  offsetAt(position: Position): number;
  /** The place that an offset in the text stands for; in a notebook it may be in another cell. */
  placeOf(offset: number): DocumentPosition;
}
