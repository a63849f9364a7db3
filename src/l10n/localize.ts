import { setWords } from '../engine/words';

let bundle: Readonly<Record<string, string>> = {};

/** Sets the translations: English text to the user's language, as VS Code's `l10n` bundles have them. */
export function setTranslations(strings: Readonly<Record<string, string>>): void {
  bundle = strings;
  setWords(t);
}

/** What {@link setTranslations} was given, for a thread or page that is to speak the same language. */
export function translations(): Readonly<Record<string, string>> {
  return bundle;
}

/**
 * A text that is written out here, in the user's language: t`at most ${limit}`, or `t('at most {0}', limit)`. In the
 * bundle `{0}`, `{1}`, ... stand for the values, in both ways of writing it.
 */
export function t(text: string | TemplateStringsArray, ...values: readonly (string | number)[]): string {
  const key = typeof text === 'string' ? text : text.reduce((all, part, i) => `${all}{${i - 1}}${part}`);
  return translated(key).replace(/\{(\d+)\}/g, (placeholder, index: string) =>
    String(values[Number(index)] ?? placeholder),
  );
}

/** A text of a table (a loss's summary, a question of the guide) in the user's language; as it is without a translation. */
export function translated(text: string): string {
  return Object.hasOwn(bundle, text) ? (bundle[text] ?? text) : text;
}
