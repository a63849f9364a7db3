import { Hover, MarkdownString, Range, type HoverProvider, type Position, type TextDocument } from 'vscode';
import { hoverAt, renderHover } from '../insights/documentInsights';
import { hoverImage, type Formulas } from './formulas';
import type { InlineResults } from './inlineResults';
import { placeAt, playgroundLink } from './lossPlace';
import { commandIds } from './manifest';
import type { PythonDocuments } from './pythonDocuments';
import { setting } from './settings';

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
    const [source, book] = await Promise.all([this.#documents.read(document), this.#formulas.book()]);
    const hover = source && hoverAt(source.python, source.offsetAt(position));
    if (!hover) return undefined;
    const scale = setting('hover.formulaScale', document);
    const text = renderHover(hover.content, {
      formula: (tex) => hoverImage(book, tex, scale),
      playgroundLink: (explanation) =>
        playgroundLink(placeAt(document, position, hover.content.explanations.indexOf(explanation))),
      show: new Set(setting('hover.show', document)),
    });
    const markdown = new MarkdownString(text);
    markdown.isTrusted = { enabledCommands: [commandIds.openPlayground] };
    const [from, to] = [source.placeOf(hover.start), source.placeOf(hover.end)];
    return new Hover(markdown, new Range(from.position, to.position));
  }
}
