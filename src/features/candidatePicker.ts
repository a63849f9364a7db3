import { l10n, window } from 'vscode';
import { explain, type LossCall } from '../insights/documentInsights';
import { translated } from '../l10n/localize';
import type { PythonSource } from './pythonSource';

/** Lets the user choose which of the losses is meant that a call may compute; undefined if none was chosen. */
export async function pickCandidate({ python }: PythonSource, call: LossCall): Promise<number | undefined> {
  if (call.candidates.length === 1) return 0;
  const items = call.candidates.map((candidate, index) => {
    const { signature, summary } = explain(python, candidate, call);
    return { label: signature, detail: translated(summary), index };
  });
  const chosen = await window.showQuickPick(items, {
    title: l10n.t('Loss Playground'),
    placeHolder: l10n.t('Which of these losses the code computes depends on the run'),
  });
  return chosen?.index;
}
