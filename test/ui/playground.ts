import assert from 'node:assert/strict';
import type { Frame, Locator } from 'playwright-core';
import { eventually } from './eventually';
import type { Theme } from './workbench';
import type { WorkbenchWindow } from './workbenchWindow';

/** The playground in a window's side bar or editor, driven as a user would. */
export class Playground {
  private constructor(
    private readonly workbench: WorkbenchWindow,
    readonly frame: Frame,
  ) {}

  /** The playground in the side bar or in an editor, once it shows a loss. */
  static async in(workbench: WorkbenchWindow, part: 'sidebar' | 'editor' = 'sidebar'): Promise<Playground> {
    return new Playground(workbench, await workbench.webview(part, 'loss-playground loss-chooser'));
  }

  /** The field that names the loss. */
  get loss(): Locator {
    return this.frame.getByRole('combobox', { name: 'Loss', exact: true });
  }

  /** The part about one input, such as `input` or `target`. */
  input(name: string): Locator {
    return this.frame.locator('input-editor').filter({ has: this.frame.locator('.name', { hasText: name }) });
  }

  /** The text field of an input. */
  text(name: string): Locator {
    return this.input(name).locator('textarea');
  }

  /** What is wrong with the text of an input, with its place. */
  problem(name: string): Locator {
    return this.input(name).locator('.problem');
  }

  /** The loss as PyTorch prints it. */
  get result(): Locator {
    return this.frame.locator('result-view .printed');
  }

  /** The result that is out of date because a newer one is not to be had. */
  get staleResult(): Locator {
    return this.frame.locator('result-view .stale .printed');
  }

  /** The error that PyTorch raises. */
  get error(): Locator {
    return this.frame.locator('result-view .error');
  }

  /** A button anywhere in the playground. */
  button(name: string | RegExp): Locator {
    return this.frame.getByRole('button', { name });
  }

  /** Chooses a loss by typing its name. */
  async chooseLoss(name: string): Promise<void> {
    await this.loss.click();
    await this.loss.fill(name);
    await this.loss.press('Enter');
  }

  /** Pastes a text into an input, over what is there. */
  async paste(name: string, text: string): Promise<void> {
    await this.workbench.page.evaluate((pasted) => navigator.clipboard.writeText(pasted), text);
    await this.text(name).click();
    await this.workbench.page.keyboard.press('ControlOrMeta+A');
    await this.workbench.page.keyboard.press('ControlOrMeta+V');
  }

  /** Waits until the shown loss is this one, and up to date. */
  async showsLoss(printed: string): Promise<void> {
    const current = this.frame.locator('result-view div:not(.stale) > .printed');
    await current.getByText(printed, { exact: true }).waitFor();
  }

  /** Empties an input. A text too long to edit can only be emptied. */
  async clear(name: string): Promise<void> {
    await this.input(name)
      .getByRole('button', { name: `Clear ${name}` })
      .click();
  }

  /** The numbers of the heat map in the shown tab, as soon as it draws some. */
  async cells(): Promise<string[]> {
    const cells = this.frame.getByRole('gridcell');
    await cells.first().waitFor();
    return (await cells.allInnerTexts()).map((text) => text.trim());
  }

  /** Waits until the heat map in the shown tab draws these numbers in its cells. */
  async hasCells(expected: readonly string[]): Promise<void> {
    await eventually(async () => assert.deepEqual(await this.cells(), expected));
  }

  /** Waits until it is drawn in a theme of VS Code's. */
  async showsTheme(theme: Theme): Promise<void> {
    await this.frame.locator(`body[data-vscode-theme-id="${theme}"]`).waitFor();
    await this.frame.evaluate(async () => {
      // controls of the toolkit take the colours with the next frame
      for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
    });
  }

  /** Waits until nothing in the shown tab waits for a newer answer. */
  async isAnswered(): Promise<void> {
    await eventually(async () => assert.equal(await this.frame.locator('.waiting').count(), 0));
  }

  /** Shows a tab below the result. */
  async showTab(name: string): Promise<void> {
    await this.frame.getByRole('tab', { name }).click();
  }
}
