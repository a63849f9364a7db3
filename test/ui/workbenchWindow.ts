import assert from 'node:assert/strict';
import type { Frame, Locator, Page } from 'playwright-core';
import { boxOfText, shownText } from './editorText';
import { eventually } from './eventually';

/** A window of VS Code, driven as a user would. */
export class WorkbenchWindow {
  /** @param shown its page; undefined while it is closed */
  constructor(protected shown: Page | undefined) {}

  /** The window's page. */
  get page(): Page {
    if (this.shown === undefined) throw new Error('The window is closed.');
    return this.shown;
  }

  /** The text editor that has, or last had, the focus. */
  get editor(): Locator {
    return this.page.locator('.editor-group-container.active .editor-instance .monaco-editor').first();
  }

  /**
   * Runs a command from the palette by its full title, such as `Loss Playground: Compute Loss`. Opens the palette anew
   * where it closes by itself, as it does when a webview that has just opened takes the focus, and where it does not
   * have the command yet: it lists those that are known when it opens, and extensions come after the window.
   */
  async runCommand(title: string): Promise<void> {
    const palette = this.page.locator('.quick-input-widget:visible');
    const start = '.quick-input-list .monaco-list-row[aria-label';
    // the row with just this title: Enter would take the match that was used last
    const row = this.page.locator(`${start}="${title}"], ${start}^="${title},"]`).first();
    for (let attempt = 0; attempt < 20; attempt++) {
      await this.page.keyboard.press('F1');
      const typed = await happens(palette.locator('input').fill(`>${title}`, { timeout: 5000 }));
      if (typed && (await happens(row.waitFor({ timeout: 5000 })))) {
        if (await happens(row.click({ timeout: 20_000 }))) return;
      }
      await this.page.keyboard.press('Escape');
    }
    throw new Error(`The palette does not run "${title}".`);
  }

  /** Shows a file of the workspace by its name. What its editor then shows may still be the file before. */
  async openFile(name: string): Promise<void> {
    await this.runCommand('Go to File...');
    const picker = this.page.locator('.quick-input-widget:visible');
    // by what it asks for: the palette, in whose place it comes, has a field, too
    await picker.getByPlaceholder('Search files by name').fill(name);
    await this.chooseRow(name);
    await this.page.locator('.tab.active', { hasText: name }).waitFor();
  }

  /** Clicks the first row of the open list that says this, once there is one. */
  async chooseRow(text: string): Promise<void> {
    const row = this.page.locator('.quick-input-list .monaco-list-row', { hasText: text }).first();
    await row.waitFor();
    // what is told about the row where the mouse rests, from the list before, would cover others
    await this.page.mouse.move(5, 5);
    await row.click();
  }

  /** Waits until an editor says this, and nothing else; blanks at its end do not count. */
  async says(expected: string, editor = this.editor): Promise<void> {
    await eventually(async () => assert.equal(await shownText(editor), expected));
  }

  /** Clicks at the start of the n-th occurrence of the text in the shown editor, which puts the cursor there. */
  async placeCursor(text: string, occurrence = 0): Promise<void> {
    const box = await boxOfText(this.editor, text, occurrence);
    await this.page.mouse.click(box.x + 1, box.y + box.height / 2);
  }

  /**
   * Rests the mouse on the n-th occurrence of the text in the editor until a hover shows the expected text. Tried
   * again while it does not: code lenses and inlay hints move lines, and an extension starts with its first file. Each
   * time it waits longer: a machine that is slow is slow again.
   */
  async hover(text: string, expected: string | RegExp, occurrence = 0): Promise<Locator> {
    const shown = this.page.locator('.monaco-hover:visible', { hasText: expected }).first();
    for (let attempt = 1; attempt <= 10; attempt++) {
      await this.hideHover();
      const box = await boxOfText(this.editor, text, occurrence);
      const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
      await this.page.mouse.move(x - 3, y);
      await this.page.mouse.move(x, y, { steps: 3 });
      if (await happens(shown.waitFor({ timeout: 2000 * attempt }))) return shown;
    }
    throw new Error(`No hover over "${text}" shows ${String(expected)}.`);
  }

  /**
   * Opens the quick fixes at the cursor, of which one says the expected text. Tried again while it does not: VS Code
   * gives up asking for them when an extension that has just started registers some.
   */
  async quickFix(expected: string): Promise<Locator> {
    const fix = this.page.locator('.action-widget').getByText(expected).first();
    for (let attempt = 0; attempt < 20; attempt++) {
      await this.runCommand('Quick Fix...');
      if (await happens(fix.waitFor({ timeout: 5000 }))) return fix;
      await this.page.keyboard.press('Escape');
    }
    throw new Error(`No quick fix says "${expected}".`);
  }

  /** Moves the mouse away and waits until no hover is left. */
  async hideHover(): Promise<void> {
    await this.page.mouse.move(5, 5);
    const any = this.page.locator('.monaco-hover:visible').first();
    if (!(await happens(any.waitFor({ state: 'hidden', timeout: 2000 }))))
      await this.page.keyboard.press('Escape');
  }

  /** The inside of the webview in a part of the window, once an element is visible in it. */
  async webview(part: 'sidebar' | 'editor', selector: string): Promise<Frame> {
    for (let attempt = 0; attempt < 900; attempt++) {
      for (const frame of this.page.frames()) {
        // page > webview > the extension's own page
        const outer = frame.parentFrame();
        if (outer?.parentFrame() !== this.page.mainFrame() || !(await this.isInPart(outer, part))) continue;
        // a frame may go away while it is asked
        if (
          await frame
            .locator(selector)
            .first()
            .isVisible()
            .catch(() => false)
        )
          return frame;
      }
      await this.page.waitForTimeout(100);
    }
    throw new Error(`No webview in the ${part} shows ${selector}.`);
  }

  /** The texts that the extension put behind lines of an editor, from top to bottom. */
  async textsBesideLines(editor = this.editor): Promise<string[]> {
    return editor.locator('.view-line span[class*="ced-"]').evaluateAll((spans) =>
      spans.flatMap((span) => {
        const { content } = getComputedStyle(span, '::after');
        return content.startsWith('"')
          ? [(JSON.parse(content) as string).replaceAll('\u00a0', ' ').trim()]
          : [];
      }),
    );
  }

  /** Waits until the texts that the extension put behind lines are these. */
  async besideLines(expected: readonly string[], editor = this.editor): Promise<void> {
    await eventually(async () => assert.deepEqual(await this.textsBesideLines(editor), expected));
  }

  /** Webviews lie above the window, not in its parts; only their place tells. */
  private async isInPart(webview: Frame, part: string): Promise<boolean> {
    const area = await this.page.locator(`.part.${part}`).boundingBox();
    // a frame may go away while it is asked
    const box = await webview.frameElement().then(
      (element) => element.boundingBox(),
      () => null,
    );
    if (area === null || box === null || box.width === 0) return false;
    return box.x >= area.x - 1 && box.x + box.width <= area.x + area.width + 1;
  }
}

/** Whether something comes about in its time. */
async function happens(event: Promise<unknown>): Promise<boolean> {
  return event.then(
    () => true,
    () => false,
  );
}
