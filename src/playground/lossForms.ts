import { documentationUrl } from '../engine/defineLoss';
import { losses } from '../engine/evaluate';
import { examplesOf } from '../engine/examples';
import { adviceBelow } from '../guide/advice';
import { lossGuide } from '../guide/lossGuide';
import { searchWords } from '../guide/searchWords';
import { translated } from '../l10n/localize';
import type { LossForm } from '../protocol/messages';

/** What the playground's form needs of every loss, in the user's language. */
export function lossForms(): readonly LossForm[] {
  const all = adviceBelow(lossGuide);
  return losses.map((loss) => ({
    name: loss.name,
    functional: loss.functional,
    task: loss.task,
    summary: translated(loss.summary),
    whenToUse: translated(loss.whenToUse),
    words: searchWords[loss.name] ?? [],
    documentation: documentationUrl(loss),
    inputs: loss.inputs.map(described),
    parameters: loss.parameters.map(described),
    shapes: loss.shapes.map((shape) => ({ ...shape, label: translated(shape.label) })),
    ...(loss.margin && { margin: loss.margin }),
    examples: examplesOf(loss).map(({ title }) => translated(title)),
    uses: all
      .filter((advice) => advice.loss === loss.name)
      .map(({ answer, reason, lastLayer, target, alternatives }) => ({
        task: translated(answer),
        reason: translated(reason),
        lastLayer: translated(lastLayer),
        target: translated(target),
        alternatives: alternatives.map(({ loss: other, when }) => ({ loss: other, when: translated(when) })),
      })),
  }));
}

function described<T extends { readonly description: string }>(row: T): T {
  return { ...row, description: translated(row.description) };
}
