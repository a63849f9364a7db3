import { commands, l10n, type ExtensionContext } from 'vscode';
import { openExample } from './features/commands/openExample';
import { Formulas } from './features/formulas';
import { InlineResults } from './features/inlineResults';
import { commandIds } from './features/manifest';
import { NamesOfOtherFiles } from './features/namesOfOtherFiles';
import { once } from './features/once';
import { PlaygroundDoor } from './features/playgroundDoor';
import { PlaygroundPanel } from './features/playgroundPanel';
import { PlaygroundStateFile } from './features/playgroundStateFile';
import { registerPlaygroundView } from './features/playgroundView';
import { PythonDocuments } from './features/pythonDocuments';
import { registerProviders } from './features/registerProviders';
import { setTranslations } from './l10n/localize';

let stateFile: PlaygroundStateFile | undefined;

/** Builds what the features share and registers them. What is large is loaded when it is first needed. */
export function activate(context: ExtensionContext): void {
  setTranslations(l10n.bundle ?? {});
  const { extensionUri, subscriptions } = context;
  const file = (stateFile = new PlaygroundStateFile(context.storageUri ?? context.globalStorageUri));
  const documents = new PythonDocuments(extensionUri);
  const files = { documents, names: new NamesOfOtherFiles(documents) };
  const playground = once(async () => {
    const { Playground } = await import('./features/playground');
    const made = new Playground(extensionUri, file, context.workspaceState, async () =>
      (await import('./features/editorTensor')).editorTensor(documents),
    );
    subscriptions.push(made);
    return made;
  });
  const panel = new PlaygroundPanel(extensionUri, playground);
  const door = new PlaygroundDoor(playground, panel);
  const computing = () => import('./features/commands/computeLoss');
  const inlineResults = new InlineResults(async (...call) =>
    (await computing()).computeAgain(files, ...call),
  );
  const services = { ...files, inlineResults, playground: door };
  const register = (id: string, run: (argument?: unknown) => unknown) => commands.registerCommand(id, run);
  subscriptions.push(
    documents,
    files.names,
    inlineResults,
    panel,
    registerPlaygroundView(extensionUri, playground),
    registerProviders({ ...files, formulas: new Formulas(extensionUri), inlineResults }),
    register(commandIds.computeLoss, async (on) => {
      if (on === 'example') await openExample(context, 'compute');
      return (await computing()).computeLoss(services);
    }),
    register(commandIds.chooseLoss, async () =>
      (await import('./features/commands/chooseLoss')).chooseLoss({ documents, playground: door }),
    ),
    register(commandIds.openPlayground, async (place) =>
      (await import('./features/commands/openPlayground')).openPlayground(door, files, place),
    ),
    register(commandIds.openPlaygroundPanel, () => panel.open()),
    register(commandIds.openExample, (place) => openExample(context, place)),
    register(commandIds.openShared, async () =>
      (await import('./features/commands/openShared')).openShared(door),
    ),
    register(commandIds.clearInlineResults, () => inlineResults.clear()),
  );
}

/** Keeps the playground's last change before the window closes. */
export async function deactivate(): Promise<void> {
  await stateFile?.flush();
}
