import { html, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { t } from '../src/l10n/localize';
import { indexOf } from './heatMap/gridLayout';

/** The index of an element as one writes it in Python: `[1, 2]`; nothing for the only element of a 0-d tensor. */
export function indexText(shape: readonly number[], at: number): string {
  return shape.length === 0 ? '' : `[${indexOf(shape, at).join(', ')}]`;
}

/** The offset of a typed index, or undefined where the shape has none such. Negative ones count from the end. */
function offsetOf(shape: readonly number[], text: string): number | undefined {
  const indices = text.match(/-?\d+/g)?.map(Number) ?? [];
  if (indices.length !== shape.length) return undefined;
  let offset = 0;
  for (const [dimension, size] of shape.entries()) {
    const index = indices[dimension] ?? NaN;
    const from = index < 0 ? index + size : index;
    if (!(from >= 0 && from < size)) return undefined;
    offset = offset * size + from;
  }
  return offset;
}

/** A field for the index of an element, given by its offset. What is no index of the shape leaves the element. */
export function indexField(
  { shape, at }: { readonly shape: readonly number[]; readonly at: number },
  label: string,
  choose: (at: number) => void,
): TemplateResult {
  return html`<input
    class="field mono"
    aria-label=${label}
    title=${t('An index of the shape {0}', `(${shape.join(', ')})`)}
    .value=${live(indexText(shape, at))}
    @change=${(event: Event) => {
      const field = event.target as HTMLInputElement;
      const chosen = offsetOf(shape, field.value);
      if (chosen === undefined) field.value = indexText(shape, at);
      else choose(chosen);
    }}
  />`;
}
