import { commands, Location, workspace, type LocationLink, type Position, type TextDocument } from 'vscode';
import { hoverAt, type HoverContent } from '../insights/documentInsights';
import type { PythonDocuments } from './pythonDocuments';
import type { DocumentPosition } from './pythonSource';

/** A loss that another file defines. */
export interface LossElsewhere {
  readonly content: HoverContent;
  readonly definition: DocumentPosition;
}

/** Larger files are not read for a hover. */
const longestText = 1_000_000;

/**
 * The loss that a name stands for by its definition in another file, where an extension for Python knows that file.
 * Libraries are left alone: what PyTorch's own names mean is known without their source, and others' are not PyTorch's.
 */
export async function lossDefinedElsewhere(
  documents: PythonDocuments,
  document: TextDocument,
  position: Position,
): Promise<LossElsewhere | undefined> {
  if (!document.getWordRangeAtPosition(position)) return undefined;
  const found = await commands.executeCommand<(Location | LocationLink)[]>(
    'vscode.executeDefinitionProvider',
    document.uri,
    position,
  );
  const [target, ...others] = found.map(locationOf);
  if (!target || others.length > 0 || target.uri.toString() === document.uri.toString()) return undefined;
  if (/\/(?:site|dist)-packages\/|\.pyi$/.test(target.uri.path)) return undefined;
  const definition = await workspace.openTextDocument(target.uri);
  const text = definition.getText();
  if (definition.languageId !== 'python' || text.length > longestText || !text.includes('torch'))
    return undefined;
  const source = await documents.read(definition);
  const hover = source && hoverAt(source.python, source.offsetAt(target.range.start));
  if (hover?.content.certainty !== 'resolved') return undefined;
  return { content: hover.content, definition: { document: definition, position: target.range.start } };
}

function locationOf(found: Location | LocationLink): Location {
  if (!('targetUri' in found)) return found;
  return new Location(found.targetUri, found.targetSelectionRange ?? found.targetRange);
}
