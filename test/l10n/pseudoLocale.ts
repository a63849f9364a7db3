import { readFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../projectRoot';

/** A language that shows what is translated: each text stands in `⟦⟧`, and in it each value in `⟨⟩`. */
export function pseudoTranslations(): Readonly<Record<string, string>> {
  const bundle = readFileSync(path.join(projectRoot, 'l10n/bundle.l10n.json'), 'utf8');
  const texts = Object.keys(JSON.parse(bundle) as Record<string, string>);
  return Object.fromEntries(texts.map((text) => [text, `⟦${text.replaceAll(/\{\d+\}/g, '⟨$&⟩')}⟧`]));
}

/** Whether all of a text is one translated text. */
export function isTranslated(text: string): boolean {
  return /^⟦[^]*⟧\.?$/.test(text);
}

/**
 * The words in a row that are in no translated text, also among the values of one. What is PyTorch's or code is left
 * out: error messages, code spans, Python's values with their type, addresses.
 */
export function untranslated(text: string): readonly string[] {
  return foreignParts(text).flatMap((part) => {
    const ours = part
      .replaceAll(/\b\w+(?:Error|Warning): [^]*/g, '')
      .replaceAll(/(`+)[^]+?\1/g, ' . ')
      .replaceAll(/\b(?:bool|float|int|list|str|tuple) (?=\S)/g, ' . ')
      .replaceAll(/\]\([^)]*\)/g, '] ');
    return ours.match(/\p{L}{2,} \p{L}{2,}/u) ? [ours.trim()] : [];
  });
}

/** The parts of a text outside of all translated texts, and their values. */
function foreignParts(text: string): readonly string[] {
  const parts: string[] = [''];
  const open: ('⟦' | '⟨')[] = [];
  for (const character of text) {
    if (character === '⟦' || character === '⟨') open.push(character);
    else if (character === '⟧' || character === '⟩') open.pop();
    else if (open.at(-1) !== '⟦') {
      parts.push((parts.pop() ?? '') + character);
      continue;
    }
    parts.push('');
  }
  return parts.filter(Boolean);
}
