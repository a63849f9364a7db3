import axe from 'axe-core';
import type { Frame, Page } from 'playwright-core';

/** What axe finds wrong in a page, each as `rule: element`. */
export async function violations(page: Page | Frame): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  const results = await page.evaluate(() => (globalThis as unknown as { axe: typeof axe }).axe.run());
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.html.slice(0, 120)}`),
  );
}
