import type { PythonDocument } from '../../python/pythonDocument';
import type { ClassStatement, Expression } from '../../python/syntax';
import { importedPath, newResolver } from '../lossMeanings';

/** The base classes of modules whose call runs `forward`. */
const moduleBases =
  /^(?:torch\.nn\.Module|(?:pytorch_lightning|lightning|lightning\.pytorch)\.(?:core\.)?LightningModule|pl\.LightningModule)$/;

/** Whether calling an instance of a class runs its `forward`. */
export function isModule(document: PythonDocument, statement: ClassStatement, depth = 0): boolean {
  return statement.arguments.some(({ kind, value }) => {
    if (kind !== 'positional' || depth > 5) return false;
    const path = importedPath(document, value);
    if (path !== undefined) return moduleBases.test(path);
    return newResolver(document)
      .resolve(value)
      .some((one) => one.kind === 'class' && isModule(document, one.statement, depth + 1));
  });
}

/** The layers that an argument of a Sequential gives: itself, or those of `OrderedDict([('name', layer), ...])`. */
export function layersIn(
  document: PythonDocument,
  argument: Expression,
): readonly (Expression | undefined)[] {
  if (argument.kind !== 'call' || importedPath(document, argument.callee) !== 'collections.OrderedDict')
    return [argument];
  const pairs = argument.arguments[0]?.value;
  if (pairs?.kind !== 'sequence') return [undefined];
  return pairs.elements.map((pair) => (pair.kind === 'sequence' ? pair.elements[1] : undefined));
}

/** Whether layers are added to what a name holds after it was made. */
export function isExtended(document: PythonDocument, callee: Expression): boolean {
  const name =
    callee.kind === 'attribute' ? callee.attribute : callee.kind === 'name' ? callee.id : undefined;
  if (name === undefined) return false;
  return document.remember(`grows ${name}`, () =>
    new RegExp(
      `\\b${name}\\s*(?:\\.(?:append|add_module|extend|insert|pop)\\(|\\[[^\\]\\n]*\\]\\s*=(?!=))`,
    ).test(document.text),
  );
}
