import {
  Hover,
  MarkdownString,
  Range,
  type CancellationToken,
  type HoverProvider,
  type Position,
  type TextDocument,
} from 'vscode';
import { hoverAt, renderHover, type HoverContent } from '../insights/documentInsights';
import { hoverImage, type Formulas } from './formulas';
import type { InlineResults } from './inlineResults';
import { nextTurn } from '../python/eventLoop';
import { placeAt, playgroundLink } from './lossPlace';
import { commandIds } from './manifest';
import type { FileServices } from './namesOfOtherFiles';
import type { DocumentPosition } from './pythonSource';
import { editorFontSize, isForScreenReader, setting } from './settings';

/** Explains the PyTorch loss under the mouse. */
export class LossHoverProvider implements HoverProvider {
  readonly #files: FileServices;
  readonly #formulas: Formulas;
  readonly #inlineResults: InlineResults;

  constructor(files: FileServices, formulas: Formulas, inlineResults: InlineResults) {
    this.#files = files;
    this.#formulas = formulas;
    this.#inlineResults = inlineResults;
  }

  async provideHover(
    document: TextDocument,
    position: Position,
    token: CancellationToken,
  ): Promise<Hover | undefined> {
    // A result beside the line explains itself.
    if (!setting('hover.enabled', document) || this.#inlineResults.covers(document, position))
      return undefined;
    const source = await this.#files.documents.read(document);
    if (!source) return undefined;
    const offset = source.offsetAt(position);
    const isWanted = (): boolean => !token.isCancellationRequested;
    const found = await this.#files.names.tried(source, () => hoverAt(source.python, offset), isWanted);
    if (!found) return undefined;
    // What comes now is quick, but for the first time.
    await nextTurn();
    const range = new Range(source.placeOf(found.start).position, source.placeOf(found.end).position);
    return new Hover(await this.#render(found.content, { document, position }), range);
  }

  async #render(content: HoverContent, { document, position }: DocumentPosition): Promise<MarkdownString> {
    const book = await this.#formulas.book();
    const size = { textSize: editorFontSize(document), scale: setting('hover.formulaScale', document) };
    const markdown = new MarkdownString(
      renderHover(content, {
        formula: (tex, symbol) => hoverImage(book, tex, size, symbol),
        stands: (tex, symbol) => book.has(tex, symbol),
        playgroundLink: (explanation) =>
          playgroundLink(placeAt({ uri: document.uri, position }, content.explanations.indexOf(explanation))),
        show: new Set(setting('hover.show', document)),
        inWords: isForScreenReader(document),
      }),
    );
    markdown.isTrusted = { enabledCommands: [commandIds.openPlayground] };
    return markdown;
  }
}
