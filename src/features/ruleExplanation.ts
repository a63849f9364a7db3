import { randomBytes } from 'node:crypto';
import { env, l10n, type Uri, type WebviewPanel } from 'vscode';
import { pitfallById, ruleById } from '../insights/ruleBook';
import { documentationUrl } from '../engine/defineLoss';
import { lossByName } from '../engine/evaluate';
import type { FormulaBook } from '../formulas/formulaBook';
import type { Rule } from '../insights/defineRule';
import { translated } from '../l10n/localize';
import { escapeHtml } from './html';
import { commandIds } from './manifest';

/** Pixels per em of the formula. */
const formulaSize = 18;

/** Fills an editor, where the code of a diagnostic leads, with what its rule is about. */
export function explainRule({ path }: Uri, panel: WebviewPanel, book: FormulaBook): void {
  const rule = ruleById(/^\/([\w-]+)\.lossrule$/.exec(path)?.[1]);
  panel.webview.options = { enableCommandUris: [commandIds.openPlayground], localResourceRoots: [] };
  panel.webview.html = rule
    ? rulePage(rule, book)
    : page(`<p>${escapeHtml(l10n.t('There is no such rule.'))}</p>`);
}

function rulePage(rule: Rule, book: FormulaBook): string {
  const loss = lossByName(rule.effect.loss);
  const pitfall = pitfallById(rule.pitfall);
  const formula = loss?.formula({});
  const drawn =
    formula &&
    book.svg(formula.tex, {
      colour: 'currentColor',
      fontSize: formulaSize,
      label: translated(formula.words),
    });
  const link = `command:${commandIds.openPlayground}?${encodeURIComponent(JSON.stringify([{ rule: rule.id }]))}`;
  const examples = (title: string, all: readonly string[]): string =>
    `<h2>${escapeHtml(title)}</h2>${all
      .slice(0, 3)
      .map((code) => `<pre><code>${escapeHtml(code)}</code></pre>`)
      .join('')}`;
  return page(
    `<h1>${escapeHtml(translated(rule.title))}</h1>` +
      (pitfall
        ? `<p><strong>${inline(translated(pitfall.title))}</strong> ${inline(translated(pitfall.detail))}</p>`
        : '') +
      (loss && drawn !== undefined ? `<h2>${escapeHtml(loss.name)}</h2><p>${drawn}</p>` : '') +
      `<p><a class="button" href="${escapeHtml(link)}">${escapeHtml(l10n.t('Open in playground'))}</a></p>` +
      examples(l10n.t('Code that it finds'), rule.examples.bad) +
      examples(l10n.t('Code that is fine'), rule.examples.good) +
      `<h2>${escapeHtml(l10n.t('To ignore it'))}</h2>` +
      `<p>${inline(l10n.t('On one line, write this behind it: {0}', `\`# loss: ignore[${rule.id}]\``))}</p>` +
      (loss
        ? `<p><a href="${escapeHtml(documentationUrl(loss))}">${escapeHtml(l10n.t('PyTorch documentation'))}</a></p>`
        : ''),
  );
}

function page(body: string): string {
  const nonce = randomBytes(16).toString('base64url');
  return `<!DOCTYPE html>
<html lang="${env.language}">
  <head>
    <meta charset="UTF-8">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'nonce-${nonce}'">
    <style nonce="${nonce}">
      body { max-width: 46rem; padding: 0 1.5rem 2rem; line-height: 1.5; }
      h1 { font-size: 1.5em; font-weight: 600; }
      h2 { font-size: 1.1em; font-weight: 600; margin-top: 1.6em; }
      p:has(svg) { overflow-x: auto; }
      pre {
        padding: 0.6em 0.8em;
        overflow-x: auto;
        background: var(--vscode-textCodeBlock-background);
        border: 1px solid var(--vscode-contrastBorder, transparent);
      }
      code { font-family: var(--vscode-editor-font-family); }
      pre code { padding: 0; background: none; color: var(--vscode-foreground); }
      a.button {
        display: inline-block;
        padding: 0.3em 1em;
        text-decoration: none;
        color: var(--vscode-button-foreground);
        background: var(--vscode-button-background);
        border: 1px solid var(--vscode-button-border, var(--vscode-contrastBorder, transparent));
      }
      a.button:hover { background: var(--vscode-button-hoverBackground); }
    </style>
  </head>
  <body>${body}</body>
</html>`;
}

/** Text with code spans as HTML. */
function inline(markdown: string): string {
  return escapeHtml(markdown).replaceAll(/`([^`]+)`/g, '<code>$1</code>');
}
