import type { PythonDocument } from '../../python/pythonDocument';
import type { Expression } from '../../python/syntax';

const methods = 'append|extend|insert|update|setdefault|pop|popitem|remove|clear|sort|reverse|\\w+_';

/** Text that may change what a name holds, where it is: `x[0] = 5`, `x += 1`, `x.add_(1)`. */
export function inPlaceChange(name: string): RegExp {
  return new RegExp(
    `\\b${name}\\s*(?:\\[[^\\]]*\\]\\s*[-+*/]?=(?!=)|[-+*/]=|\\.data\\b|\\.(?:${methods})\\()`,
  );
}

/** Methods that give the tensor itself, or what shares its memory. */
const sharing = new Set(['to', 'cuda', 'cpu', 'float', 'double', 'type', 'view', 'reshape', 'detach']);

/**
 * Whether code behind an expression may change the tensor that it stands for, where it is: who keeps the tensor has the
 * change, too.
 */
export function isChangedBehind(document: PythonDocument, expression: Expression): boolean {
  let of = expression;
  for (;;) {
    if (of.kind === 'subscript') of = of.value;
    else if (of.kind === 'call' && of.callee.kind === 'attribute' && sharing.has(of.callee.attribute))
      of = of.callee.object;
    else break;
  }
  const name = of.kind === 'attribute' ? of.attribute : of.kind === 'name' ? of.id : undefined;
  if (name === undefined) return false;
  const { end } = expression.span;
  return document.remember(`changes ${name} behind ${String(end)}`, () =>
    inPlaceChange(name).test(document.text.slice(end)),
  );
}
