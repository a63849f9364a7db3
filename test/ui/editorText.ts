import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { eventually } from './eventually';

/** A rectangle in CSS pixels of the page. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The lines that an editor shows, from top to bottom; blanks at its end are left out. */
export async function shownText(editor: Locator): Promise<string> {
  const lines = await editor.locator('.view-line').evaluateAll((each) =>
    each
      // the editor reuses line elements: their order in the document is not their order on screen
      .map((line) => ({ top: line.getBoundingClientRect().top, text: line.textContent }))
      .sort((a, b) => a.top - b.top)
      .map((line) => line.text.replaceAll('\u00a0', ' ')),
  );
  return lines.join('\n').trimEnd();
}

/** Where an editor draws the n-th occurrence of a text (within one line), as soon as it is in view. */
export async function boxOfText(editor: Locator, text: string, occurrence = 0): Promise<Box> {
  return eventually(async () => {
    const box = await shownBox(editor, text, occurrence);
    assert.ok(box, `The editor does not show "${text}" (occurrence ${occurrence}).`);
    return box;
  });
}

async function shownBox(editor: Locator, text: string, occurrence: number): Promise<Box | undefined> {
  return editor.evaluate(
    (element, [wanted, skip]) => {
      const lines = [...element.querySelectorAll('.view-line')].map((line) => ({
        line,
        top: line.getBoundingClientRect().top,
      }));
      lines.sort((a, b) => a.top - b.top);
      let left = skip;
      for (const { line } of lines) {
        const shown = line.textContent.replaceAll('\u00a0', ' ');
        for (let at = shown.indexOf(wanted); at >= 0; at = shown.indexOf(wanted, at + 1)) {
          if (left-- > 0) continue;
          const range = document.createRange();
          const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
          let passed = 0;
          for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
            const length = node.textContent?.length ?? 0;
            const within = (offset: number) => offset >= passed && offset <= passed + length;
            if (within(at) && at < passed + length) range.setStart(node, at - passed);
            if (within(at + wanted.length)) {
              range.setEnd(node, at + wanted.length - passed);
              break;
            }
            passed += length;
          }
          const { x, y, width, height } = range.getBoundingClientRect();
          return { x, y, width, height };
        }
      }
      return undefined;
    },
    [text, occurrence] as const,
  );
}
