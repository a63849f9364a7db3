/**
 * What an element says in words: its text, a line to a node, and then the names, titles and placeholders of what is in
 * it; without code, numbers, and PyTorch's messages. Runs in the page.
 */
export function wordsIn(root: Element): readonly string[] {
  const text: string[] = [];
  const names: string[] = [];
  const visit = (node: Node): void => {
    if (node instanceof Text) text.push(node.data.trim());
    if (node instanceof Element) {
      if (node.matches('style, script, code, pre, textarea, .mono, .warning, .refused > [colspan]')) return;
      for (const name of ['aria-label', 'title', 'placeholder', 'alt', 'aria-valuetext'])
        names.push(node.getAttribute(name) ?? '');
      if (node.shadowRoot) visit(node.shadowRoot);
    }
    for (const child of node.childNodes) visit(child);
  };
  visit(root);
  return [text.filter(Boolean).join('\n'), ...names].filter(Boolean);
}
