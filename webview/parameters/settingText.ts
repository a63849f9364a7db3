import type { LossForm } from '../../src/protocol/messages';
import type { Setting } from '../../src/protocol/setting';

/** A setting as code has it: `HuberLoss(delta=0.5)`. Of the parameters those that the loss has. */
export function settingText({ loss, parameters }: Setting, losses: readonly LossForm[]): string {
  const own = losses.find(({ name }) => name === loss)?.parameters ?? [];
  const set = own.flatMap(({ name, kind }) => {
    const text = parameters[name]?.trim().replace(/\s+/g, ' ') ?? '';
    const short = text.length > 24 ? `${text.slice(0, 23)}…` : text;
    return text === '' ? [] : [`${name}=${kind === 'choice' ? `'${short}'` : short}`];
  });
  return `${loss}(${set.join(', ')})`;
}

/** The losses that take the present one's tensors, by the names of their inputs. */
export function fittingLosses(form: LossForm, losses: readonly LossForm[]): readonly LossForm[] {
  const present = new Set(form.inputs.map(({ name }) => name));
  return losses.filter(({ inputs }) => inputs.every(({ name }) => present.has(name)));
}
