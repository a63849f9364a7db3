import {
  CodeActionKind,
  Disposable,
  EventEmitter,
  languages,
  window,
  workspace,
  type ConfigurationChangeEvent,
  type Event,
  type TextDocument,
} from 'vscode';
import { onDidChangeCells } from './cellChanges';
import type { FileServices } from './namesOfOtherFiles';
import type { Formulas } from './formulas';
import type { InlineResults } from './inlineResults';
import { ruleEditorType, settingSection } from './manifest';
import { once } from './once';

/** What the providers answer from. */
export interface ProviderServices extends FileServices {
  readonly formulas: Formulas;
  readonly inlineResults: InlineResults;
}

/**
 * Registers what VS Code asks for while it shows Python, in files and notebook cells of whatever scheme. Each provider
 * is loaded when it is first asked.
 */
export function registerProviders(services: ProviderServices): Disposable {
  const { documents, names, formulas, inlineResults } = services;
  const hover = once(async () => {
    const { LossHoverProvider } = await import('./hover');
    return new LossHoverProvider(services, formulas, inlineResults);
  });
  const fixes = once(async () => {
    const { QuickFixes } = await import('./quickFixes');
    return new QuickFixes(documents);
  });
  // The rules ask for nearly everything else: a window without Python needs none of it.
  const diagnostics = oncePythonIsOpen(async () => {
    const { Diagnostics } = await import('./diagnostics');
    return new Diagnostics(services);
  });
  // What one cell shows can depend on what is typed in another.
  const elsewhere = [onDidChangeCells, names.onDidChange];
  const [hintsChanged, hintsListeners] = changeEvent('inlayHints', inlineResults.onDidChange, ...elsewhere);
  const [lensesChanged, lensesListeners] = changeEvent('codeLens', ...elsewhere);
  return Disposable.from(
    hintsListeners,
    lensesListeners,
    languages.registerHoverProvider('python', {
      provideHover: async (document, position, token) =>
        (await hover()).provideHover(document, position, token),
    }),
    languages.registerInlayHintsProvider('python', {
      onDidChangeInlayHints: hintsChanged,
      provideInlayHints: async (document, range, token) =>
        (await import('./lossInlayHints')).lossInlayHints(services, inlineResults, document, range, token),
      resolveInlayHint: async (hint) => (await import('./lossInlayHints')).resolveLossInlayHint(hint),
    }),
    languages.registerCodeLensProvider('python', {
      onDidChangeCodeLenses: lensesChanged,
      provideCodeLenses: async (document, token) =>
        (await import('./lossCodeLenses')).lossCodeLenses(services, document, token),
    }),
    languages.registerCodeActionsProvider(
      'python',
      {
        provideCodeActions: async (document, range, context, token) =>
          (await fixes()).provideCodeActions(document, range, context, token),
        resolveCodeAction: async (action) => (await fixes()).resolveCodeAction(action),
      },
      { providedCodeActionKinds: [CodeActionKind.QuickFix] },
    ),
    window.registerCustomEditorProvider(ruleEditorType, {
      openCustomDocument: (uri) => ({ uri, dispose: () => undefined }),
      resolveCustomEditor: async ({ uri }, panel) =>
        (await import('./ruleExplanation')).explainRule(uri, panel, await formulas.book()),
    }),
    diagnostics,
  );
}

/** Makes something as soon as a Python document is open. */
function oncePythonIsOpen(make: () => Promise<{ dispose(): void }>): Disposable {
  let made: Promise<{ dispose(): void }> | undefined;
  const start = ({ languageId }: TextDocument): void => {
    if (languageId === 'python') made ??= make();
  };
  workspace.textDocuments.forEach(start);
  const listener = workspace.onDidOpenTextDocument(start);
  return new Disposable(() => {
    listener.dispose();
    void made?.then((one) => one.dispose());
  });
}

type OtherEvent = (listener: () => void) => Disposable;

/** Fires when a group of settings changes, and with other events. */
function changeEvent(group: string, ...others: readonly OtherEvent[]): [Event<void>, Disposable] {
  const emitter = new EventEmitter<void>();
  const listeners = others.map((event) => event(() => emitter.fire()));
  const settings = workspace.onDidChangeConfiguration((change: ConfigurationChangeEvent) => {
    if (change.affectsConfiguration(`${settingSection}.${group}`)) emitter.fire();
  });
  return [emitter.event, Disposable.from(emitter, settings, ...listeners)];
}
