import type { Edit, Fix } from './finding';
import type { FixableFinding } from './ruleChecker';

/** The first fix of each finding, without those that change what another one changes: they can be made all at once. */
export function fixAll(findings: readonly FixableFinding[]): readonly Pick<Fix, 'edits'>[] {
  const taken: Edit[] = [];
  return findings.flatMap(({ fixes: [fix] }) => {
    // Two fixes may need the same import.
    const edits = fix?.edits.filter(
      (edit) =>
        !taken.some((one) => one.start === edit.start && one.end === edit.end && one.text === edit.text),
    );
    if (!edits || edits.some((edit) => taken.some((one) => edit.start < one.end && one.start < edit.end)))
      return [];
    taken.push(...edits);
    return [{ edits }];
  });
}
