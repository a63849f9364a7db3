import {
  env,
  l10n,
  QuickInputButtons,
  QuickPickItemKind,
  SnippetString,
  SnippetTextEdit,
  TextEdit,
  Uri,
  window,
  workspace,
  WorkspaceEdit,
  type QuickPickItem,
  type TextEditor,
} from 'vscode';
import { documentationUrl } from '../../engine/defineLoss';
import { lossByName } from '../../engine/evaluate';
import { isQuestion, type Advice, type Question } from '../../guide/advice';
import { lossCode, plainText } from '../../insights/lossCode';
import { lossGuide } from '../../guide/lossGuide';
import { translated } from '../../l10n/localize';
import { applyEdit, initialState } from '../../playground/playgroundEdits';
import type { PlaygroundDoor } from '../playgroundDoor';
import type { PythonDocuments } from '../pythonDocuments';

/** What the guide works with. */
export interface GuideServices {
  readonly documents: PythonDocuments;
  readonly playground: PlaygroundDoor;
}

interface ChoiceItem extends QuickPickItem {
  /** What choosing it leads to; a separator leads nowhere. */
  readonly next?: Question | Advice | Action;
}

type Action = () => Promise<void>;

/** Asks what a loss is wanted for, tells which one fits and why, and puts it into the code or the playground. */
export async function chooseLoss(services: GuideServices): Promise<void> {
  const editor = window.activeTextEditor;
  const path: (Question | Advice)[] = [lossGuide];
  for (;;) {
    const here = path.at(-1);
    if (!here) return;
    const items = isQuestion(here) ? answers(here) : await outcomes(services, here, editor);
    const chosen = await ask(here, items, path.length);
    if (chosen === undefined) return;
    if (chosen === 'back') path.pop();
    else if (typeof chosen === 'function') return chosen();
    else path.push(chosen);
  }
}

function answers({ choices }: Question): ChoiceItem[] {
  return choices.map((choice) => ({
    label: translated(choice.answer),
    description: translated(choice.hint),
    next: choice,
  }));
}

/** What can be done with an advice; what speaks for it and what it asks for stand below. */
async function outcomes(
  services: GuideServices,
  advice: Advice,
  editor: TextEditor | undefined,
): Promise<ChoiceItem[]> {
  const insertion =
    editor?.document.languageId === 'python' ? await insertionOf(services, advice, editor) : undefined;
  return [
    ...(insertion
      ? [
          {
            label: `$(insert) ${l10n.t('Insert at the cursor')}`,
            description: insertion.text,
            detail: translated(advice.reason),
            next: insertion.apply,
          },
        ]
      : []),
    {
      label: `$(beaker) ${l10n.t('Open in playground')}`,
      description: translated(advice.formula),
      detail: insertion ? l10n.t('Last layer: {0}', translated(advice.lastLayer)) : translated(advice.reason),
      next: () => play(services, advice.loss, advice),
    },
    {
      label: `$(link-external) ${l10n.t('PyTorch documentation')}`,
      detail: l10n.t('Target: {0}', translated(advice.target)),
      next: () => readDocumentation(advice.loss),
    },
    { label: l10n.t('Or rather'), kind: QuickPickItemKind.Separator },
    ...advice.alternatives.map(({ loss, when }) => ({
      label: loss,
      detail: l10n.t('if {0}', translated(when)),
      next: () => play(services, loss),
    })),
  ];
}

/** One step: an item's `next`, `back`, or undefined where the user gave up. */
function ask(
  here: Question | Advice,
  items: readonly ChoiceItem[],
  step: number,
): Promise<ChoiceItem['next'] | 'back'> {
  const pick = window.createQuickPick<ChoiceItem>();
  pick.title = isQuestion(here) ? l10n.t('Choose a Loss') : here.loss;
  pick.placeholder = isQuestion(here) ? translated(here.ask) : l10n.t('What to do with it?');
  pick.step = step;
  pick.totalSteps = 3;
  pick.items = items;
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  pick.buttons = step > 1 ? [QuickInputButtons.Back] : [];
  return new Promise((resolve) => {
    pick.onDidAccept(() => {
      const [item] = pick.selectedItems;
      if (!item) return;
      resolve(item.next);
      pick.hide();
    });
    pick.onDidTriggerButton(() => {
      resolve('back');
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}

/** The code of an advice for the cursor, and how to put it in. */
async function insertionOf(
  { documents }: GuideServices,
  advice: Advice,
  { document, selection }: TextEditor,
): Promise<{ readonly text: string; readonly apply: Action } | undefined> {
  const source = await documents.readSettled(document);
  if (!source) return undefined;
  const place = { start: source.offsetAt(selection.start), end: source.offsetAt(selection.end) };
  const { imports, parts } = lossCode(source.python, advice, place, source.start);
  const snippet = new SnippetString();
  // two edits at one place would have no order
  for (const { offset, text } of imports) if (offset === place.start) snippet.appendText(text);
  for (const part of parts) {
    if (typeof part === 'string') snippet.appendText(part);
    else snippet.appendPlaceholder(part.value);
  }
  const edit = new WorkspaceEdit();
  edit.set(document.uri, [
    ...imports
      .filter(({ offset }) => offset !== place.start)
      .map(({ offset, text }) => TextEdit.insert(source.placeOf(offset).position, text)),
    SnippetTextEdit.replace(selection, snippet),
  ]);
  return {
    text: plainText({ parts }),
    apply: async () => {
      await window.showTextDocument(document);
      await workspace.applyEdit(edit);
    },
  };
}

async function readDocumentation(name: string): Promise<void> {
  const loss = lossByName(name);
  if (loss) await env.openExternal(Uri.parse(documentationUrl(loss)));
}

async function play({ playground }: GuideServices, name: string, advice?: Advice): Promise<void> {
  const loss = lossByName(name);
  if (!loss) return;
  await playground.show((state) => {
    const chosen = { ...initialState(loss), tab: state.tab };
    const index = advice?.example ?? 0;
    return index > 0 ? applyEdit(chosen, { type: 'loadExample', index, revision: 0 }) : chosen;
  });
}
