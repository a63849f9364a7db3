import { promisify } from 'node:util';
import { deflateRaw, inflateRawSync } from 'node:zlib';
import { lossByName } from '../engine/evaluate';
import { isWeightName } from '../engine/learnedWeights';
import { t } from '../l10n/localize';
import { isPlaygroundState } from '../protocol/messageGuards';
import type { PlaygroundState } from '../protocol/messages';
import { sharedStart, sharedText } from '../protocol/sharedText';

/** The longest state that a shared text may hold, in bytes: a small text must not fill the memory. */
const longestState = 20_000_000;

const deflated = promisify(deflateRaw);

/** A text that gives a state back, or why there is none, in words for the user. */
export type StateText = { readonly text: string } | { readonly problem: string };

/** The state as a short text that gives it back: its loss, with its parameters and inputs. */
export async function textOfState(state: PlaygroundState): Promise<StateText> {
  const loss = lossByName(state.loss);
  const kept = new Set([...(loss?.inputs ?? []), ...(loss?.parameters ?? [])].map(({ name }) => name));
  const ofLoss = <T>(record: Readonly<Record<string, T>>): Record<string, T> =>
    Object.fromEntries(
      Object.entries(record).filter(([name]) => kept.has(name) || (loss?.learned && isWeightName(name))),
    );
  const parameters = ofLoss(state.parameters);
  const inputs = ofLoss(state.inputs);
  if (Object.values(inputs).some(({ file }) => file))
    return { problem: t`A tensor that stays in its file cannot be shared.` };
  const json = Buffer.from(JSON.stringify({ ...state, parameters, inputs }));
  if (json.length > longestState) return { problem: t`These tensors are too long to be shared as a text.` };
  const packed = await deflated(json, { level: 9 });
  return { text: sharedStart + packed.toString('base64url') };
}

/** The state that a text holds which {@link textOfState} made, whatever stands around it; undefined if it holds none. */
export function stateOfText(text: string): PlaygroundState | undefined {
  const packed = sharedText(text)?.slice(sharedStart.length);
  if (packed === undefined) return undefined;
  try {
    const json = inflateRawSync(Buffer.from(packed, 'base64url'), { maxOutputLength: longestState });
    const state: unknown = JSON.parse(json.toString());
    if (!isPlaygroundState(state) || !lossByName(state.loss)) return undefined;
    // A text from elsewhere must not choose which files are read.
    return Object.values(state.inputs).some(({ file }) => file) ? undefined : state;
  } catch {
    return undefined; // it was cut or changed on its way
  }
}
