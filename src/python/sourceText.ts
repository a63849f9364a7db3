import type { Node } from 'web-tree-sitter';

/** A syntax tree of a part of the text. */
export interface TreePart {
  readonly root: Node;
  /** Where the part begins: the tree counts from there. */
  readonly base: number;
}

/** What a name of another module stands for there. */
export interface NameElsewhere {
  /** The path of something in a library that is known; undefined for what the module makes itself. */
  readonly path: string | undefined;
}

/** The text that everything here is read from. */
export interface SourceText {
  readonly text: string;
  /** The syntax tree of the part of the text that holds an offset. */
  treeAt(offset: number): TreePart;
  /** A short string cut out of the text, without keeping the whole text alive. */
  intern(start: number, end: number): string;
  /** The first place in `[from, to)` where `word` stands as a whole word, or -1. */
  findWord(word: string, from: number, to: number): number;
  /** What `find` finds in each part of the text, which is remembered for as long as the part stays as it is. */
  gather<T>(key: string, find: (start: number, end: number) => readonly T[]): readonly T[];
  /** What a name of another module stands for there, where somebody has found that out. */
  elsewhere(path: string): NameElsewhere | undefined;
  /** The path that a name of another module, or what it is a part of, leads to, where somebody has found that out. */
  pathElsewhere(path: string): string | undefined;
  /** Remembers what `compute` gives until the text changes, or something is learned of other files. */
  remember<T>(key: unknown, compute: () => T): T;
}
