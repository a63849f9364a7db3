import assert from 'node:assert/strict';
import type { Frame, Locator } from 'playwright-core';
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
    await current.filter({ hasText: printed }).waitFor();
    assert.equal((await current.innerText()).trim(), printed);
  }

  /** Empties an input. A text too long to edit can only be emptied. */
  async clear(name: string): Promise<void> {
    await this.input(name)
      .getByRole('button', { name: `Clear ${name}` })
      .click();
  }

  /** The numbers of the heat map in the shown tab, as they are drawn. */
  async cells(): Promise<string[]> {
    const cells = this.frame.getByRole('gridcell');
    await cells.first().waitFor();
    return (await cells.allInnerTexts()).map((text) => text.trim());
  }

  /** Shows a tab below the result. */
  async showTab(name: string): Promise<void> {
    await this.frame.getByRole('tab', { name }).click();
  }
}
