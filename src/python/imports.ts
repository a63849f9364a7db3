import type { SourceText } from './syntax';

/** One `from module import *`. */
export interface StarImport {
  readonly module: string;
  readonly offset: number;
}

/** Every star import of the document, in order, wherever it stands. */
export function starImports(document: SourceText): readonly StarImport[] {
  return document.remember('star imports', () =>
    importsMatching(document, /\bfrom[ \t]+([.\w]+)[ \t]+import[ \t]*\(?[ \t]*\*/g).map(
      ([module, offset]) => ({
        module,
        offset,
      }),
    ),
  );
}

/** The first parts of all absolute modules that the document imports anywhere: `torch`, `numpy`. */
export function importedRoots(document: SourceText): ReadonlySet<string> {
  return document.remember('imported roots', () => {
    const roots = new Set<string>();
    for (const [list] of importsMatching(
      document,
      /\bimport[ \t]+([\w.]+(?:[ \t]+as[ \t]+\w+)?(?:[ \t]*,[ \t]*[\w.]+(?:[ \t]+as[ \t]+\w+)?)*)/g,
    ))
      for (const name of list.split(',')) roots.add(name.trim().split(/[.\s]/)[0] ?? '');
    for (const [module] of importsMatching(document, /\bfrom[ \t]+([\w.]+)[ \t]+import\b/g))
      roots.add(module.split('.')[0] ?? '');
    return roots;
  });
}

/** Matches of a pattern that the syntax tree confirms to be import statements, not strings or comments. */
function importsMatching(document: SourceText, pattern: RegExp): (readonly [string, number])[] {
  const found: (readonly [string, number])[] = [];
  for (const match of document.text.matchAll(pattern)) {
    let node = document.root.descendantForIndex(match.index);
    for (let up = 0; node !== null && up < 3; up++, node = node.parent) {
      if (/^import(_from)?_statement$/.test(node.type)) {
        // `from a import b` also looks like an `import b`.
        if (node.startIndex === match.index) found.push([match[1] ?? '', match.index]);
        break;
      }
    }
  }
  return found;
}
