import type { Locator } from 'playwright-core';
import type { Workbench } from './workbench';

/** The steps of the walkthrough, by their titles, and what their buttons say. */
export const walkthroughSteps = {
  'What a loss is': 'Open Example File',
  'Hover over a loss': 'Show Hover on Example',
  'Compute it': 'Compute Loss of Example',
  'Play with its tensors': 'Open Playground',
  'Choose one for your task': 'Choose a Loss...',
  'Let it check your code': 'Show Problem in Example',
} as const;

/** The title of a step. */
export type WalkthroughStep = keyof typeof walkthroughSteps;

/** Opens the walkthrough and a step of it; gives the page once the step's picture is drawn. */
export async function openStep(workbench: Workbench, title: WalkthroughStep): Promise<Locator> {
  const { page } = workbench;
  await workbench.runCommand('Welcome: Open Walkthrough...');
  await workbench.chooseRow('Get started with Loss Playground');
  const walkthrough = page.locator('.gettingStartedContainer');
  const step = walkthrough.locator('.getting-started-step', { hasText: title });
  await step.locator('.step-title').click();
  await step.getByRole('button', { name: walkthroughSteps[title] }).waitFor();
  return walkthrough;
}

/** Presses the button of a step. */
export async function actOn(workbench: Workbench, title: WalkthroughStep): Promise<void> {
  const walkthrough = await openStep(workbench, title);
  await walkthrough.getByRole('button', { name: walkthroughSteps[title] }).click();
}
