import type { PythonDocument } from '../python/pythonDocument';
import type { Edit, TextRange } from './finding';

/** `# loss: ignore[rule-id, other-rule]` in a comment. */
const directive = /#\s*loss:\s*ignore\[([^\]\n]*)\]/;

/** Whether a comment on one of the lines that a finding stands on says that its rule be silent there. */
export function isSuppressed(document: PythonDocument, ruleId: string, { start, end }: TextRange): boolean {
  for (let at = start; ;) {
    const line = document.lineAround(at);
    if (idsOn(document, line)?.ids.includes(ruleId) === true) return true;
    if (line.end >= end || line.end >= document.text.length) return false;
    // A line break is one or two units long.
    at = line.end + (document.text.startsWith('\r\n', line.end) ? 2 : 1);
  }
}

/**
 * The edit that writes the comment at the end of the line of `offset`, or adds the rule to the one there. Undefined where
 * no comment can stand: in a string that goes on, or before a line that a backslash continues.
 */
export function suppressing(document: PythonDocument, ruleId: string, offset: number): Edit | undefined {
  const line = document.lineAround(offset);
  const present = idsOn(document, line);
  if (present) return { ...present.list, text: [...present.ids, ruleId].join(', ') };
  const text = document.text.slice(line.start, line.end);
  const end = line.start + text.trimEnd().length;
  const hasComment = commentOn(document, line) !== undefined;
  if (!hasComment && (text.trimEnd().endsWith('\\') || isInString(document, line.end))) return undefined;
  return { start: end, end: line.end, text: `  # loss: ignore[${ruleId}]` };
}

/** The ids in a line's comment, and where their list stands. */
function idsOn(
  document: PythonDocument,
  line: TextRange,
): { readonly ids: readonly string[]; readonly list: TextRange } | undefined {
  const text = document.text.slice(line.start, line.end);
  if (!directive.test(text)) return undefined;
  const comment = commentOn(document, line);
  const match = comment && directive.exec(document.text.slice(comment.start, comment.end));
  if (!match) return undefined;
  const [whole, list = ''] = match;
  const end = comment.start + match.index + whole.length - 1;
  const ids = list.split(',').map((id) => id.trim());
  return { ids: ids.filter((id) => id !== ''), list: { start: end - list.length, end } };
}

/** The comment that a line ends in. */
function commentOn(document: PythonDocument, line: TextRange): TextRange | undefined {
  const text = document.text.slice(line.start, line.end);
  for (let at = text.indexOf('#'); at >= 0; at = text.indexOf('#', at + 1)) {
    const offset = line.start + at;
    const { root, base } = document.treeAt(offset);
    if (root.descendantForIndex(offset - base)?.type === 'comment') return { start: offset, end: line.end };
  }
  return undefined;
}

function isInString(document: PythonDocument, offset: number): boolean {
  const { root, base } = document.treeAt(offset);
  for (let node = root.descendantForIndex(offset - base); node !== null; node = node.parent)
    if (node.type === 'string') return base + node.startIndex < offset && offset < base + node.endIndex;
  return false;
}
