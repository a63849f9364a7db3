import type { Node } from 'web-tree-sitter';
import { bindingsIn } from './bindings';
import { Lowering } from './lowering';
import { mayBind, wordOf } from './mentions';
import { countWork, pause } from './pauses';
import type { SourceText } from './sourceText';
import type { Anchor, Span } from './span';
import type { Binding, Block, Chunk, Scope, Statement } from './syntax';

/** What lowers statements: the tree that they are in, and where its text begins in the document. */
export interface TreeSource {
  readonly source: SourceText;
  readonly scope: Scope;
  /** The node that holds the statements. */
  readonly node: Node;
  /** Offset in the document of the tree's first unit. */
  readonly base: number;
}

/** The work of reading a statement from the tree. */
const loweringWork = 50;

/** One statement of a block, turned into {@link Statement} when somebody asks for it. */
export class SourceChunk implements Chunk {
  private lowered: Statement | undefined;
  private bound: ReadonlyMap<string, readonly Binding[]> | undefined;

  constructor(
    private readonly within: (offset: number) => TreeSource,
    private readonly anchor: Anchor,
    /** Grammar id of the node; two chunks alike in place and id are the same statement. */
    readonly typeId: number,
    /** Where it begins and ends behind the anchor. */
    public from: number,
    public to: number,
  ) {}

  get start(): number {
    return this.anchor.start + this.from;
  }

  get end(): number {
    return this.anchor.start + this.to;
  }

  get statement(): Statement {
    this.lowered ??= this.lower();
    return this.lowered;
  }

  /** What the statement binds in its own scope, nested statements included, nested scopes not. */
  get bindings(): ReadonlyMap<string, readonly Binding[]> {
    this.bound ??= bindingsIn(this.statement);
    return this.bound;
  }

  /** Whether another one stands for the same node, behind its anchor moved by `shift`. */
  isLike(other: SourceChunk, shift = 0): boolean {
    return this.from + shift === other.from && this.to + shift === other.to && this.typeId === other.typeId;
  }

  /** Moves it relative to its anchor. */
  move(shift: number): void {
    this.from += shift;
    this.to += shift;
  }

  private lower(): Statement {
    pause();
    countWork(loweringWork);
    const { source, scope, node: parent, base } = this.within(this.start);
    const start = this.start - base;
    let node = parent.firstChildForIndex(start);
    while (node !== null && (node.startIndex !== start || node.typeId !== this.typeId))
      node = node.nextSibling;
    if (node === null) throw new Error('statement not in the tree');
    return new Lowering(
      source,
      this,
      scope,
      base,
      (inner, span) => new SourceBlock(source, inner, span),
    ).statement(node);
  }
}

/** The statements of a function or class, found when first asked for. */
export class SourceBlock implements Block {
  readonly scope: Scope;
  private list: readonly SourceChunk[] | undefined;
  private readonly binders = new Map<string, readonly Chunk[]>();

  constructor(
    readonly source: SourceText,
    scope: (block: SourceBlock) => Scope,
    /** `null` for a body that isn't written yet. */
    private readonly place: Span | null,
  ) {
    this.scope = scope(this);
  }

  get range(): { readonly start: number; readonly end: number } {
    return this.place ?? { start: 0, end: 0 };
  }

  get chunks(): readonly SourceChunk[] {
    this.list ??= this.place === null ? [] : this.read(this.place);
    return this.list;
  }

  *from(offset: number): Generator<Chunk> {
    const { chunks } = this;
    for (let i = firstEndingAt(chunks, offset); i < chunks.length; i++) {
      const chunk = chunks[i];
      if (chunk) yield chunk;
    }
  }

  *mentioning(word: string): Generator<Chunk> {
    yield* mentioningIn(this, word, () => true);
  }

  binding(key: string): readonly Chunk[] {
    const known = this.binders.get(key);
    if (known) return known;
    const found = bindingIn(this, key);
    this.binders.set(key, found);
    return found;
  }

  private read(place: Span): SourceChunk[] {
    const within = (): TreeSource => {
      const { root, base } = this.source.treeAt(place.start);
      return {
        source: this.source,
        scope: this.scope,
        base,
        node: blockNode(root, place.start - base, place.end - base),
      };
    };
    const { node, base } = within();
    return chunksOf(node, within, place, base - place.start);
  }
}

/** The statements among a node's children; `shift` leads from offsets in the tree to offsets behind the anchor. */
export function chunksOf(
  node: Node,
  within: (offset: number) => TreeSource,
  anchor: Anchor,
  shift: number,
): SourceChunk[] {
  const chunks: SourceChunk[] = [];
  for (const child of node.namedChildren)
    // Where something is missing a parser puts nodes without any text.
    if (child.type !== 'comment' && child.endIndex > child.startIndex)
      chunks.push(
        new SourceChunk(within, anchor, child.typeId, child.startIndex + shift, child.endIndex + shift),
      );
  return chunks;
}

/** Index of the first chunk that ends at or behind `offset`. */
export function firstEndingAt(chunks: readonly Chunk[], offset: number): number {
  let low = 0;
  let high = chunks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((chunks[middle]?.end ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The chunks of a part of the text in which `word` stands as a whole word at a place that `counts`, in order. */
export function* mentioningIn(
  part: Pick<Block, 'source' | 'range' | 'chunks'>,
  word: string,
  counts: (at: number) => boolean,
): Generator<Chunk> {
  const { start, end } = part.range;
  let from = start;
  while (from < end) {
    const at = part.source.findWord(word, from, end);
    if (at < 0) return;
    from = at + 1;
    if (!counts(at)) continue;
    const { chunks } = part;
    const chunk = chunks[firstEndingAt(chunks, at + 1)];
    if (chunk === undefined) return;
    if (chunk.start > at) continue;
    yield chunk;
    from = Math.max(chunk.end, from);
  }
}

/** The chunks of a part of the text that bind a key, in order. */
export function bindingIn(part: Parameters<typeof mentioningIn>[0], key: string): readonly Chunk[] {
  const { text } = part.source;
  const mentions = mentioningIn(part, wordOf(key), (at) => mayBind(text, at, key));
  return [...mentions].filter((chunk) => chunk.bindings.has(key));
}

function blockNode(root: Node, start: number, end: number): Node {
  let node = root.descendantForIndex(start, end);
  while (node !== null && node.type !== 'block') node = node.parent;
  if (node?.startIndex !== start || node.endIndex !== end) throw new Error('block not in the tree');
  return node;
}
