import {
  CodeAction,
  CodeActionKind,
  l10n,
  Range,
  WorkspaceEdit,
  type CodeActionProvider,
  type Diagnostic,
  type TextDocument,
} from 'vscode';
import { ruleById } from '../insights/ruleBook';
import type { Rule } from '../insights/defineRule';
import type { Fix } from '../insights/finding';
import { fixAll } from '../insights/fixAll';
import { RuleChecker } from '../insights/ruleChecker';
import { suppressing } from '../insights/suppression';
import { severityOf } from './diagnostics';
import { diagnosticSource } from './manifest';
import type { PythonDocuments } from './pythonDocuments';
import type { PythonSource } from './pythonSource';

/** Offers what mends a finding, what mends all of its kind, and the comment that silences it. */
export class QuickFixes implements CodeActionProvider {
  readonly #documents: PythonDocuments;

  constructor(documents: PythonDocuments) {
    this.#documents = documents;
  }

  async provideCodeActions(
    document: TextDocument,
    _range: Range,
    { diagnostics }: { readonly diagnostics: readonly Diagnostic[] },
  ): Promise<CodeAction[]> {
    const ours = diagnostics.filter(({ source }) => source === diagnosticSource);
    const source = ours.length > 0 ? await this.#documents.read(document) : undefined;
    if (!source) return [];
    return ours.flatMap((diagnostic) => {
      const rule = ruleById(idOf(diagnostic));
      return rule ? actionsFor(rule, diagnostic, source, document) : [];
    });
  }
}

function idOf({ code }: Diagnostic): unknown {
  return typeof code === 'object' ? code.value : undefined;
}

function actionsFor(
  rule: Rule,
  diagnostic: Diagnostic,
  source: PythonSource,
  document: TextDocument,
): CodeAction[] {
  const checker = new RuleChecker(source.python, [rule]);
  const all = checker
    .fixable(source, source.start)
    .filter(({ start, end }) => source.start <= start && end <= source.end);
  const start = source.offsetAt(diagnostic.range.start);
  const end = source.offsetAt(diagnostic.range.end);
  const finding = all.find((one) => one.start === start && one.end === end);
  if (!finding || severityOf(rule, document) === undefined) return [];
  const actions = finding.fixes.map((fix, index) => {
    const action = newAction(fix, [fix], source, diagnostic);
    action.isPreferred = index === 0;
    return action;
  });
  const fixes = fixAll(all);
  if (fixes.length > 1) {
    const title = l10n.t('Fix all in this file: {0}', rule.title);
    actions.push(newAction({ title }, fixes, source, diagnostic));
  }
  const comment = suppressing(source.python, rule.id, start);
  if (comment) {
    const title = l10n.t('Ignore {0} on this line', rule.id);
    actions.push(newAction({ title }, [{ edits: [comment] }], source, diagnostic));
  }
  return actions;
}

function newAction(
  { title }: Pick<Fix, 'title'>,
  fixes: readonly Pick<Fix, 'edits'>[],
  source: PythonSource,
  diagnostic: Diagnostic,
): CodeAction {
  const action = new CodeAction(title, CodeActionKind.QuickFix);
  action.diagnostics = [diagnostic];
  action.edit = new WorkspaceEdit();
  for (const { edits } of fixes)
    for (const { start, end, text } of edits) {
      const from = source.placeOf(start);
      action.edit.replace(from.document.uri, new Range(from.position, source.placeOf(end).position), text);
    }
  return action;
}
