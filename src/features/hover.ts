import {
  Hover,
  MarkdownString,
  Range,
  Uri,
  type HoverProvider,
  type Position,
  type TextDocument,
} from 'vscode';
import { hoverAt, renderHover } from '../insights/documentInsights';
import { hoverImage, type Formulas } from './formulas';
import type { InlineResults } from './inlineResults';
import { commandIds } from './manifest';
import type { PythonDocuments } from './pythonDocuments';
import { setting } from './settings';

/** Where a link of a hover leads: to a loss at a place of a document, one of several that it may be. */
export interface LossPlace {
  readonly document: string;
  readonly line: number;
  readonly character: number;
  readonly candidate: number;
}

/** Explains the PyTorch loss under the mouse. */
export class LossHoverProvider implements HoverProvider {
  readonly #documents: PythonDocuments;
  readonly #formulas: Formulas;
  readonly #inlineResults: InlineResults;

  constructor(documents: PythonDocuments, formulas: Formulas, inlineResults: InlineResults) {
    this.#documents = documents;
    this.#formulas = formulas;
    this.#inlineResults = inlineResults;
  }

  async provideHover(document: TextDocument, position: Position): Promise<Hover | undefined> {
    // A result beside the line explains itself.
    if (!setting('hover.enabled', document) || this.#inlineResults.covers(document, position))
      return undefined;
    const [python, book] = await Promise.all([this.#documents.read(document), this.#formulas.book()]);
    const hover = python && hoverAt(python, document.offsetAt(position));
    if (!hover) return undefined;
    const scale = setting('hover.formulaScale', document);
    const text = renderHover(hover.content, {
      formula: (tex) => hoverImage(book, tex, scale),
      playgroundLink: (explanation) =>
        playgroundLink(document.uri, position, hover.content.explanations.indexOf(explanation)),
      show: new Set(setting('hover.show', document)),
    });
    const markdown = new MarkdownString(text);
    markdown.isTrusted = { enabledCommands: [commandIds.openPlayground] };
    return new Hover(markdown, new Range(document.positionAt(hover.start), document.positionAt(hover.end)));
  }
}

/** Where a link or a code lens leads. */
export function placeOf(uri: Uri, { line, character }: Position, candidate: number): LossPlace {
  return { document: uri.toString(), line, character, candidate };
}

function playgroundLink(...place: Parameters<typeof placeOf>): string {
  const argument = encodeURIComponent(JSON.stringify([placeOf(...place)]));
  return `command:${commandIds.openPlayground}?${argument}`;
}
