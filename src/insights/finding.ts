/** A range of the document, in UTF-16 units. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** Text to be put in the place of a range. */
export interface Edit extends TextRange {
  readonly text: string;
}

/** A change of the code that removes a finding, and changes nothing else. */
export interface Fix {
  /** What it does, in the imperative. */
  readonly title: string;
  readonly edits: readonly Edit[];
}

/** What a rule has found at a place. */
export interface Finding extends TextRange {
  /** One line: what is wrong, and what happens because of it. */
  readonly message: string;
  /** The other places that belong to it. */
  readonly related?: readonly (TextRange & { readonly message: string })[];
  /** How to mend it, the best way first. */
  readonly fixes?: readonly Fix[];
}
