import { explanationText, type CausePlace, type Explanation } from '../engine/explanation/explanation';
import type { PlaceView } from '../protocol/callError';
import { numberOffset } from '../text/parseTensor';

/** In longer texts an element is not looked for: reading them once more would take too long. */
const longestText = 200_000;

/** An explanation for the interface: its words, and where in the user's text the places stand that it names. */
export function explanationView(
  explanation: Explanation,
  textOf: (input: string) => string | undefined,
): { readonly explanation: string; readonly places?: readonly PlaceView[] } {
  const named = [explanation.place ?? [], explanation.others?.places ?? []].flat();
  const places = named.flatMap((place) => placeView(place, textOf) ?? []);
  return { explanation: explanationText(explanation), ...(places.length > 0 && { places }) };
}

/** Where an element is in the text of its input; undefined for what is no input. */
function placeView(
  { tensor, index, indices = [] }: CausePlace,
  textOf: (input: string) => string | undefined,
): PlaceView | undefined {
  const text = textOf(tensor);
  if (text === undefined) return undefined;
  const label = indices.length > 0 ? `${tensor}[${indices.join(', ')}]` : tensor;
  if (index === undefined) return { input: tensor, label };
  const offset = text.length > longestText ? undefined : numberOffset(text, index);
  if (offset === undefined) return { input: tensor, label, index };
  const [number = ''] = /^[^\s,;\])}]*/.exec(text.slice(offset)) ?? [];
  return { input: tensor, label, index, offset, length: number.length };
}
