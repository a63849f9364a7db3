/** Whether an event happens in a field for text. */
export function isInTextField(event: Event): boolean {
  return event
    .composedPath()
    .some(
      (each) => each instanceof Element && each.matches('textarea, input:not([type=radio], [type=range])'),
    );
}

/**
 * Lets the keys that select all of a text field do that alone: VS Code would sometimes select all of the editor that was
 * used last, too, and give it the focus.
 */
export function keepSelectAll(page: Document): void {
  page.addEventListener('keydown', (event) => {
    const { key, altKey, ctrlKey, metaKey, shiftKey } = event;
    const isSelectAll = key.toLowerCase() === 'a' && !altKey && !shiftKey && ctrlKey !== metaKey;
    if (isSelectAll && isInTextField(event)) event.stopPropagation();
  });
}
