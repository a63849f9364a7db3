/** Something that this machine lacks and we cannot install. The message says what, and what to do. */
export class MissingRequirement extends Error {
  override readonly name = 'MissingRequirement';
}
