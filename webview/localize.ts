export { setTranslations, t, translated, translations } from '../src/l10n/localize';
