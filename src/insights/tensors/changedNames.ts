import type { PythonDocument } from '../../python/pythonDocument';
import type { Name } from '../../python/syntax';

/** Whether code in a name's scope changes what it stands for without assigning it. */
export function isChanged(document: PythonDocument, { id, scope }: Name): boolean {
  let around = scope;
  while (around.block === undefined && around.parent) around = around.parent;
  const { block } = around;
  if (!block) return true;
  if ([`${id}[]`, `${id}.data`].some((key) => block.binding(key).length > 0)) return true;
  const { start, end } = block.range;
  return document.remember(`changed ${id} ${String(start)} ${String(end)}`, () =>
    changing(id).test(document.text.slice(start, end)),
  );
}

/** What changes the tensor or dictionary of a name in place: `x.sigmoid_()`, `torch.sigmoid_(x)`, `torch.sigmoid(x, out=x)`. */
function changing(id: string): RegExp {
  const inPlace = '(?!requires_grad_|detach_)\\w*[a-z]_';
  const method = `\\b${id}\\s*\\.(?:${inPlace}|update|pop|setdefault)\\(`;
  return new RegExp(`${method}|\\b${inPlace}\\(\\s*${id}\\b|\\bout\\s*=\\s*${id}\\b`);
}
