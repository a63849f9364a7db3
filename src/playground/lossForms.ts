import { documentationUrl } from '../engine/defineLoss';
import { losses } from '../engine/evaluate';
import { examplesOf } from '../engine/examples';
import { adviceBelow } from '../guide/advice';
import { lossGuide } from '../guide/lossGuide';
import { searchWords } from '../guide/searchWords';
import type { LossForm } from '../protocol/messages';

/** What the playground's form needs of every loss, made once. */
export function lossForms(): readonly LossForm[] {
  return (forms ??= losses.map((loss) => ({
    name: loss.name,
    functional: loss.functional,
    task: loss.task,
    summary: loss.summary,
    whenToUse: loss.whenToUse,
    words: searchWords[loss.name] ?? [],
    documentation: documentationUrl(loss),
    inputs: loss.inputs,
    parameters: loss.parameters,
    shapes: loss.shapes,
    ...(loss.margin && { margin: loss.margin }),
    examples: examplesOf(loss).map(({ title }) => title),
    uses: adviceBelow(lossGuide)
      .filter((advice) => advice.loss === loss.name)
      .map(({ answer, reason, lastLayer, target, alternatives }) => ({
        task: answer,
        reason,
        lastLayer,
        target,
        alternatives,
      })),
  })));
}

let forms: readonly LossForm[] | undefined;
