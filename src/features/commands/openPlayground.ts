import { Position, Uri, workspace, type TextDocument } from 'vscode';
import { hoverAt } from '../../insights/documentInsights';
import { ruleById } from '../../insights/ruleBook';
import { withCall } from '../../playground/playgroundEdits';
import { isObjectWith, isString } from '../../protocol/guards';
import { isLossPlace, type LossPlace } from '../lossPlace';
import type { FileServices } from '../namesOfOtherFiles';
import type { PlaygroundDoor } from '../playgroundDoor';
import { allInTurns } from '../turns';

/**
 * Opens the playground: as it was, or, from a link, on the loss at a place in the code as it is now, or on what a rule is
 * about.
 *
 * @param place what the link says; anything else opens the playground as it was.
 */
export async function openPlayground(
  playground: PlaygroundDoor,
  files: FileServices,
  place: unknown,
): Promise<void> {
  const call = isLossPlace(place) ? await callAt(files, place) : isRule(place) ? effectOf(place) : undefined;
  await playground.show(call && ((state) => withCall(state, call)));
}

const isRule = isObjectWith<{ readonly rule: string }>({ rule: isString });

/** The small example that shows what a rule is about. */
function effectOf({ rule: id }: { readonly rule: string }) {
  const effect = ruleById(id)?.effect;
  if (!effect) return undefined;
  const { loss, parameters = {} } = effect;
  const inputs = Object.entries(effect.inputs).map(
    ([name, text]) => [name, { text, nameInCode: undefined }] as const,
  );
  return { loss, parameters, inputs: Object.fromEntries(inputs) };
}

async function callAt(files: FileServices, { document: uri, line, character, candidate }: LossPlace) {
  const document = await documentOf(Uri.parse(uri));
  const source = document && (await files.documents.readSettled(document));
  if (!source) return undefined;
  const offset = source.offsetAt(new Position(line, character));
  const found = await files.names.tried(source, () => hoverAt(source.python, offset));
  const explanation = found?.content.explanations[candidate];
  return explanation && allInTurns(explanation.playground());
}

/** The document if it is open, or a file that can be. */
async function documentOf(uri: Uri): Promise<TextDocument | undefined> {
  const open = workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  if (open || uri.scheme !== 'file') return open;
  return workspace.openTextDocument(uri).then(undefined, () => undefined); // the file is gone
}
