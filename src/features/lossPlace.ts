import { isCount, isObjectWith, isString } from '../protocol/guards';
import type { FilePlace } from './definitions';
import type { DocumentPosition } from './pythonSource';
import { commandIds } from './manifest';

/** A loss at a place of a document: where links of hovers and code lenses lead. */
export interface LossPlace {
  /** The document's URI. */
  readonly document: string;
  readonly line: number;
  readonly character: number;
  /** Which of several losses that it may be. */
  readonly candidate: number;
}

/** Whether a command's argument is a {@link LossPlace}: anybody can call a command. */
export const isLossPlace = isObjectWith<LossPlace>({
  document: isString,
  line: isCount,
  character: isCount,
  candidate: isCount,
});

/** The loss at a position. */
export function placeAt({ uri, position: { line, character } }: FilePlace, candidate = 0): LossPlace {
  return { document: uri.toString(), line, character, candidate };
}

/** The call that ends at a place: its bracket stands for its value, wherever its callee comes from. */
export function placeOfCall({ document, position }: DocumentPosition, candidate = 0): LossPlace {
  return placeAt({ uri: document.uri, position: position.translate(0, -1) }, candidate);
}

/** The target of a Markdown link that opens the playground there. */
export function playgroundLink(place: LossPlace): string {
  return `command:${commandIds.openPlayground}?${encodeURIComponent(JSON.stringify([place]))}`;
}
