import { ColorThemeKind, Uri, window } from 'vscode';
import { FormulaBook } from '../formulas/formulaBook';
import type { FormulaData } from '../formulas/formulaData';
import { readOwnFile } from './ownFile';

/** How much larger than the text formulas in hovers are, because formulas have small print. */
const enlargement = 8 / 7;

/** The colour of text in hovers of VS Code's own themes; an image cannot take it from the theme. */
const hoverForeground: Readonly<Record<ColorThemeKind, string>> = {
  [ColorThemeKind.Dark]: '#d4d4d4',
  [ColorThemeKind.Light]: '#2b2b2b',
  [ColorThemeKind.HighContrast]: '#ffffff',
  [ColorThemeKind.HighContrastLight]: '#000000',
};

/** The colour of the boxes around a symbol that is pointed out: those of VS Code's find matches, or contrast borders. */
const hoverPointer: Readonly<Record<ColorThemeKind, string>> = {
  [ColorThemeKind.Dark]: '#f2b705',
  [ColorThemeKind.Light]: '#b35c00',
  [ColorThemeKind.HighContrast]: '#f38518',
  [ColorThemeKind.HighContrastLight]: '#0f4a85',
};

/** The formulas that came with the extension, read when the first one is needed. */
export class Formulas {
  readonly #file: Uri;
  #book: Promise<FormulaBook> | undefined;

  constructor(extensionUri: Uri) {
    this.#file = Uri.joinPath(extensionUri, 'dist', 'formulas.json');
  }

  /** All formulas. */
  book(): Promise<FormulaBook> {
    this.#book ??= readOwnFile(this.#file).then(
      (bytes) => new FormulaBook(JSON.parse(new TextDecoder().decode(bytes)) as FormulaData),
    );
    return this.#book;
  }
}

/**
 * A formula as an image for a hover in the theme that is in force now, with a symbol pointed out; undefined if the TeX
 * was not typeset.
 *
 * @param textSize the size of the hover's text, in CSS pixels.
 * @param scale as the user sets it.
 */
export function hoverImage(
  book: FormulaBook,
  tex: string,
  { textSize, scale }: { readonly textSize: number; readonly scale: number },
  symbol?: string,
): string | undefined {
  const { kind } = window.activeColorTheme;
  return book.dataUri(tex, {
    colour: hoverForeground[kind],
    fontSize: textSize * enlargement * Math.min(Math.max(scale, 0.5), 3),
    ...(symbol !== undefined && { pointOut: { symbol, colour: hoverPointer[kind] } }),
  });
}
