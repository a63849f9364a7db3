import { locate } from '../python/locate';
import type { PythonDocument } from '../python/pythonDocument';
import { foreignNames, type ForeignName } from './foreignNames';
import { hoverAt, type LossHover } from './hoverContent';
import { lossUseAt } from './lossUse';

/**
 * What to show at `offset` if names of other modules stand for those of PyTorch's that `names` leads to; and the names
 * of other modules that the answer depends on.
 */
export function hoverSupposing(
  document: PythonDocument,
  offset: number,
  names: ReadonlyMap<string, string>,
): { readonly hover: LossHover | undefined; readonly foreign: readonly ForeignName[] } {
  return document.supposing(names, () => {
    const hover = hoverAt(document, offset);
    return { hover, foreign: foreignNames(document) };
  });
}

/** The path of PyTorch's loss that a name in a file certainly is. */
export function pathOfLossAt(document: PythonDocument, offset: number): string | undefined {
  const use = lossUseAt(document, offset);
  const [only, another] = use?.candidates ?? [];
  if (!use || !only || another || use.isOpen || use.certainty === 'assumed') return undefined;
  const { role, loss, given, isComplete, subclass } = only;
  if (subclass || given.length > 0 || !isComplete) return undefined;
  if (role === 'class') return `torch.nn.${loss.name}`;
  return role === 'functional' ? `torch.nn.functional.${String(loss.functional)}` : undefined;
}

/** Whether a name is imported from another module there. */
export function isImportedAt(document: PythonDocument, offset: number): boolean {
  return locate(document, offset).imported?.member !== undefined;
}
