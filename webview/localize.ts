let bundle: Readonly<Record<string, string>> = {};

/** Sets the translations: English text to the user's language, as VS Code's `l10n` bundles have them. */
export function setTranslations(strings: Readonly<Record<string, string>>): void {
  bundle = strings;
}

/**
 * The text in the user's language, or as it is where there is no translation. `{0}`, `{1}`, ... stand for the
 * values.
 */
export function t(text: string, ...values: readonly (string | number)[]): string {
  const translated = Object.hasOwn(bundle, text) ? bundle[text] : undefined;
  return (translated ?? text).replace(/\{(\d+)\}/g, (placeholder, index: string) =>
    String(values[Number(index)] ?? placeholder),
  );
}
