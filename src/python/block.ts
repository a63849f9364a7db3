import type { Node } from 'web-tree-sitter';
import { bindingsIn, bodiesOf } from './bindings';
import { Lowering } from './lowering';
import type { Binding, Block, Chunk, Scope, SourceText, Span, Statement } from './syntax';

/** What changed between two parses, in offsets of the new text. */
export interface Damage {
  readonly start: number;
  readonly end: number;
  /** By how much everything behind moved. */
  readonly shift: number;
}

/** One statement of a block, turned into {@link Statement} when somebody asks for it. */
export class SourceChunk implements Chunk {
  private lowered: Statement | undefined;
  private bound: ReadonlyMap<string, readonly Binding[]> | undefined;

  constructor(
    private readonly block: SourceBlock,
    /** Grammar id of the node; two chunks alike in place and id are the same statement. */
    readonly typeId: number,
    public start: number,
    public end: number,
  ) {}

  get statement(): Statement {
    this.lowered ??= this.lower();
    return this.lowered;
  }

  /** The statement if it has been asked for already. */
  get known(): Statement | undefined {
    return this.lowered;
  }

  /** What the statement binds in its own scope, nested statements included, nested scopes not. */
  get bindings(): ReadonlyMap<string, readonly Binding[]> {
    this.bound ??= bindingsIn(this.statement);
    return this.bound;
  }

  /** Whether it stands for this node. */
  isAt(node: Node): boolean {
    return node.startIndex === this.start && node.endIndex === this.end && node.typeId === this.typeId;
  }

  private lower(): Statement {
    const { source, scope } = this.block;
    let node = this.block.node.firstChildForIndex(this.start);
    while (node !== null && (node.startIndex !== this.start || node.typeId !== this.typeId))
      node = node.nextSibling;
    if (node === null) throw new Error('statement not in the tree');
    return new Lowering(source, this, scope, (inner, span) => new SourceBlock(source, inner, span)).statement(
      node,
    );
  }

  /** Moves everything that lies behind `limit` by `shift`, nested blocks included. */
  move(shift: number): void {
    this.start += shift;
    this.end += shift;
    for (const block of this.nested()) block.moveAll(shift);
  }

  /** The blocks of functions and classes in this statement that exist already. */
  nested(): readonly SourceBlock[] {
    return this.lowered === undefined ? [] : blocksOf(this.lowered);
  }
}

/** The statements of a module, class or function: found when first asked for, kept while text elsewhere changes. */
export class SourceBlock implements Block {
  readonly scope: Scope;
  private list: SourceChunk[] | undefined;

  constructor(
    readonly source: SourceText,
    scope: (block: SourceBlock) => Scope,
    /** `undefined` for the module, `null` for a body that isn't written yet. */
    private readonly place: Span | undefined | null,
  ) {
    this.scope = scope(this);
  }

  /** The range of the block. */
  get range(): { readonly start: number; readonly end: number } {
    if (this.place === null) return { start: 0, end: 0 };
    return this.place ?? { start: 0, end: this.source.text.length };
  }

  /** The syntax node of the block in the current tree. */
  get node(): Node {
    const root = this.source.root;
    if (this.place === undefined) return root;
    if (this.place === null) throw new Error('block not in the tree');
    const { start, end } = this.place;
    let node = root.descendantForIndex(start, end);
    while (node !== null && node.type !== 'block') node = node.parent;
    if (node?.startIndex !== start || node.endIndex !== end) throw new Error('block not in the tree');
    return node;
  }

  /** The statements in order. */
  get chunks(): readonly SourceChunk[] {
    this.list ??= this.place === null ? [] : this.read(this.node.namedChildren);
    return this.list;
  }

  /** Index of the first chunk that ends behind `offset`. */
  indexAt(offset: number): number {
    const chunks = this.chunks;
    let low = 0;
    let high = chunks.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((chunks[middle]?.end ?? 0) < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The statements whose text holds `word` as a whole word, in order. */
  *mentioning(word: string): Generator<SourceChunk> {
    const { start, end } = this.range;
    const chunks = this.chunks;
    let from = start;
    while (from < end) {
      const at = this.source.findWord(word, from, end);
      if (at < 0) return;
      const chunk = chunks[this.indexAt(at + 1)];
      if (chunk === undefined) return;
      if (chunk.start <= at) yield chunk;
      from = Math.max(chunk.start <= at ? chunk.end : at + 1, at + 1);
    }
  }

  /** Brings the list in line with a new tree; statements outside the damage are kept. */
  update(damage: Damage): void {
    if (this.list === undefined) return;
    const old = this.list;
    const oldEnd = damage.end - damage.shift;
    // An edit at the very edge of a statement may make it longer, so that edges count as damaged.
    let before = 0;
    while (before < old.length && (old[before]?.end ?? 0) < damage.start) before++;
    let after = old.length;
    while (after > before && (old[after - 1]?.start ?? 0) > oldEnd) after--;
    for (let i = after; i < old.length; i++) old[i]?.move(damage.shift);

    // The statement in front may have grown into the damage (an `else` typed below its `if`).
    const previous = old[before - 1];
    let next: Node | null;
    if (previous === undefined) next = this.node.firstChild;
    else {
      const same = this.node.firstChildForIndex(previous.start);
      if (same === null || !previous.isAt(same)) {
        this.list = this.read(this.node.namedChildren);
        return;
      }
      next = same.nextSibling;
    }
    const fresh: SourceChunk[] = [];
    for (; next !== null; next = next.nextSibling) {
      const start = next.startIndex;
      while (after < old.length && (old[after]?.start ?? 0) < start) after++;
      if (start > damage.end && old[after]?.isAt(next)) break;
      if (next.isNamed) fresh.push(...this.read([next]));
    }
    if (next === null) after = old.length;
    this.list = old.slice(0, before).concat(fresh, old.slice(after));
  }

  /** Moves every statement that has been read. */
  moveAll(shift: number): void {
    if (this.list !== undefined) for (const chunk of this.list) chunk.move(shift);
  }

  private read(children: readonly Node[]): SourceChunk[] {
    const chunks: SourceChunk[] = [];
    for (const child of children)
      if (child.type !== 'comment')
        chunks.push(new SourceChunk(this, child.typeId, child.startIndex, child.endIndex));
    return chunks;
  }
}

function blocksOf(statement: Statement): SourceBlock[] {
  if (statement.kind === 'function' || statement.kind === 'class')
    return statement.body instanceof SourceBlock ? [statement.body] : [];
  return bodiesOf(statement).flatMap((body) => body.flatMap(blocksOf));
}
