import axe from 'axe-core';
import type { Frame, Page } from 'playwright-core';

/** What axe finds wrong in a page, or in what a selector finds there, each as `rule: element`. */
export async function violations(page: Page | Frame, within = 'html'): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  const results = await page.evaluate(
    (selector) => (globalThis as unknown as { axe: typeof axe }).axe.run(selector),
    within,
  );
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.html.slice(0, 120)}`),
  );
}
