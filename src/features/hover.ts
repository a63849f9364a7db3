import {
  Hover,
  MarkdownString,
  Range,
  type CancellationToken,
  type HoverProvider,
  type Position,
  type TextDocument,
} from 'vscode';
import { renderHover, type HoverContent } from '../insights/documentInsights';
import { lossInFiles } from './definitionElsewhere';
import type { FilePlace } from './definitions';
import { hoverImage, type Formulas } from './formulas';
import type { InlineResults } from './inlineResults';
import { placeAt, playgroundLink } from './lossPlace';
import { commandIds } from './manifest';
import type { FileServices } from './namesOfOtherFiles';
import { setting } from './settings';

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
    const isWanted = (): boolean => !token.isCancellationRequested;
    const found = source && (await lossInFiles(this.#files, source, { document, position }, isWanted));
    if (!found) return undefined;
    const { content, range, place } = found;
    const shown =
      range && new Range(source.placeOf(range.start).position, source.placeOf(range.end).position);
    return new Hover(await this.#render(content, place, document), shown);
  }

  async #render(content: HoverContent, place: FilePlace, document: TextDocument): Promise<MarkdownString> {
    const book = await this.#formulas.book();
    const scale = setting('hover.formulaScale', document);
    const markdown = new MarkdownString(
      renderHover(content, {
        formula: (tex, symbol) => hoverImage(book, tex, scale, symbol),
        stands: (tex, symbol) => book.has(tex, symbol),
        playgroundLink: (explanation) =>
          playgroundLink(placeAt(place, content.explanations.indexOf(explanation))),
        show: new Set(setting('hover.show', document)),
      }),
    );
    markdown.isTrusted = { enabledCommands: [commandIds.openPlayground] };
    return markdown;
  }
}
