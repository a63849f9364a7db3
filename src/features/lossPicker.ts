import { l10n, QuickPickItemKind, window, type QuickPickItem } from 'vscode';
import type { LossDefinition } from '../engine/defineLoss';
import { losses } from '../engine/evaluate';
import type { Task } from '../engine/lossDefinition';
import { translated } from '../l10n/localize';

interface LossItem extends QuickPickItem {
  readonly loss?: LossDefinition;
}

/** Lets the user choose a loss by name, functional or what it is for. Undefined if none was chosen. */
export async function pickLoss(placeHolder: string): Promise<LossDefinition | undefined> {
  const chosen = await window.showQuickPick(items(), {
    title: l10n.t('Loss Playground'),
    placeHolder,
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return chosen?.loss;
}

function items(): LossItem[] {
  return Object.entries(taskTitles()).flatMap(([task, title]) => {
    const group = losses.filter((loss) => loss.task === task);
    if (group.length === 0) return [];
    return [
      { label: title, kind: QuickPickItemKind.Separator },
      ...group.map((loss) => ({
        label: loss.name,
        description: loss.functional ?? '',
        detail: translated(loss.summary),
        loss,
      })),
    ];
  });
}

function taskTitles(): Readonly<Record<Task, string>> {
  return {
    regression: l10n.t('Regression'),
    classification: l10n.t('Classification'),
    'multi-label': l10n.t('Several labels at once'),
    distribution: l10n.t('Distributions'),
    ranking: l10n.t('Ranking'),
    embedding: l10n.t('Embeddings'),
    sequence: l10n.t('Sequences'),
  };
}
