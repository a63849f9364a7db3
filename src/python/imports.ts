import type { SourceText } from './sourceText';

const starImport = /\bfrom[ \t]+([.\w]+)[ \t]+import[ \t]*\(?[ \t]*\*/g;
const plainImport =
  /\bimport[ \t]+([\w.]+(?:[ \t]+as[ \t]+\w+)?(?:[ \t]*,[ \t]*[\w.]+(?:[ \t]+as[ \t]+\w+)?)*)/g;
const fromImport = /\bfrom[ \t]+([\w.]+)[ \t]+import\b/g;

/** The module of every star import of the document, in order, wherever it stands. */
export function starImports(document: SourceText): readonly string[] {
  return document.gather('star imports', (start, end) => importsMatching(document, starImport, start, end));
}

/** The first parts of all absolute modules that the document imports anywhere: `torch`, `numpy`. */
export function importedRoots(document: SourceText): ReadonlySet<string> {
  return document.remember(
    'imported roots',
    () =>
      new Set(
        document.gather('imported roots', (start, end) => [
          ...importsMatching(document, plainImport, start, end).flatMap((list) =>
            list.split(',').map((name) => name.trim().split(/[.\s]/)[0] ?? ''),
          ),
          ...importsMatching(document, fromImport, start, end).map((module) => module.split('.')[0] ?? ''),
        ]),
      ),
  );
}

/** What a pattern catches in a part of the text where the syntax tree has an import statement, no string or comment. */
function importsMatching(document: SourceText, pattern: RegExp, start: number, end: number): string[] {
  const found: string[] = [];
  for (const match of document.text.slice(start, end).matchAll(pattern)) {
    const at = start + match.index;
    const { root, base } = document.treeAt(at);
    let node = root.descendantForIndex(at - base);
    for (let up = 0; node !== null && up < 3; up++, node = node.parent) {
      if (/^import(_from)?_statement$/.test(node.type)) {
        // `from a import b` also looks like an `import b`.
        if (base + node.startIndex === at) found.push(match[1] ?? '');
        break;
      }
    }
  }
  return found;
}
