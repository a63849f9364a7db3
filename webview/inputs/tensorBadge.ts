import { html, nothing, type TemplateResult } from 'lit';
import type { FieldReport } from '../../src/protocol/messages';
import { shapeText } from '../numbers';

/** What a field's text was read as: `float32 (2, 3)`. Nothing while it is not a tensor. */
export function tensorBadge(report: FieldReport | undefined): TemplateResult | typeof nothing {
  if (!report?.dtype || !report.shape) return nothing;
  return html`<span class="mono muted">${report.dtype} ${shapeText(report.shape)}</span>`;
}
