import assert from 'node:assert/strict';
import { eventually } from '../eventually';
import type { PlaygroundPage } from './playgroundPage';

/** What is there once a tab shows what was asked. */
const contents = {
  gradient: ['[role="gridcell"]'],
  elements: ['[role="gridcell"]'],
  curve: ['curve-view line-plot path.axis'],
  steps: ['steps-view li'],
  descend: ['descend-view line-plot path.axis', 'descend-view table'],
  compare: ['compare-view line-plot path.axis', 'compare-view table'],
  precisions: ['precisions-view table'],
} as const;

/** A tab below the result, by its id. */
export type Tab = keyof typeof contents;

/** Every {@link Tab}. */
export const tabs = Object.keys(contents) as readonly Tab[];

/** Waits until a tab shows all that it has to show, and nothing of before. */
export async function showsTab({ page }: PlaygroundPage, tab: Tab): Promise<void> {
  const panel = page.getByRole('tabpanel');
  for (const content of contents[tab]) await panel.locator(content).first().waitFor();
  await eventually(async () => assert.equal(await panel.locator('.waiting').count(), 0));
}
