/** Something that moves with edits in front of it, and to which positions are relative. */
export interface Anchor {
  /** Offset in the document, in UTF-16 units. */
  readonly start: number;
}

/** A range of the document that stays right while text in front of it changes. */
export class Span {
  constructor(
    private readonly anchor: Anchor,
    private readonly from: number,
    private readonly to: number,
  ) {}

  /** First offset, in UTF-16 units. */
  get start(): number {
    return this.anchor.start + this.from;
  }

  /** Offset behind the last character, in UTF-16 units. */
  get end(): number {
    return this.anchor.start + this.to;
  }

  /** Whether `offset` lies inside or at either edge. */
  touches(offset: number): boolean {
    return this.start <= offset && offset <= this.end;
  }
}

/** What has a place in the text. */
export interface Spanned {
  readonly span: Span;
}
