import {
  CodeAction,
  CodeActionKind,
  l10n,
  languages,
  Range,
  WorkspaceEdit,
  type CancellationToken,
  type CodeActionProvider,
  type Diagnostic,
  type TextDocument,
} from 'vscode';
import { ruleById } from '../insights/ruleBook';
import type { Rule } from '../insights/defineRule';
import type { Fix, TextRange } from '../insights/finding';
import { fixAll } from '../insights/fixAll';
import { RuleChecker, type FixableFinding } from '../insights/ruleChecker';
import { suppressing } from '../insights/suppression';
import { translated } from '../l10n/localize';
import { severityOf } from './diagnostics';
import { diagnosticSource } from './manifest';
import type { PythonDocuments } from './pythonDocuments';
import type { PythonSource } from './pythonSource';
import { inTurns, unchanged } from './turns';

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
    token: CancellationToken,
  ): Promise<CodeAction[]> {
    const ours = diagnostics.filter(isOurs);
    const source = ours.length > 0 ? await this.#documents.read(document) : undefined;
    if (!source) return [];
    const isWanted = (): boolean => !token.isCancellationRequested;
    const actions: CodeAction[] = [];
    for (const diagnostic of ours) {
      const rule = ruleById(idOf(diagnostic));
      if (rule) actions.push(...(await actionsFor(rule, diagnostic, source, document, isWanted)));
    }
    return actions;
  }

  /** Finds what a {@link FixAll} changes, once it is chosen: that takes a look at the whole document. */
  async resolveCodeAction(action: CodeAction): Promise<CodeAction> {
    if (!(action instanceof FixAll)) return action;
    const source = await this.#documents.readSettled(action.document);
    const all = source && (await findingsIn(source, source, action.rule));
    if (source && all) action.edit = editOf(fixAll(all), source);
    return action;
  }
}

/** Mends every finding of a rule in a document. */
class FixAll extends CodeAction {
  constructor(
    readonly rule: Rule,
    readonly document: TextDocument,
  ) {
    super(l10n.t('Fix all in this file: {0}', translated(rule.title)), CodeActionKind.QuickFix);
  }
}

function isOurs({ source }: Diagnostic): boolean {
  return source === diagnosticSource;
}

function idOf({ code }: Diagnostic): unknown {
  return typeof code === 'object' ? code.value : undefined;
}

async function actionsFor(
  rule: Rule,
  diagnostic: Diagnostic,
  source: PythonSource,
  document: TextDocument,
  isWanted: () => boolean,
): Promise<CodeAction[]> {
  const start = source.offsetAt(diagnostic.range.start);
  const end = source.offsetAt(diagnostic.range.end);
  const findIn = async (range: TextRange): Promise<FixableFinding | undefined> =>
    (await findingsIn(source, range, rule, isWanted))?.find((one) => one.start === start && one.end === end);
  // What is wrong may be known from a call further away.
  const finding = (await findIn({ start, end })) ?? (await findIn(source));
  if (!finding || severityOf(rule, document) === undefined) return [];
  const actions = finding.fixes.map((fix, index) => {
    const action = newAction(fix, [fix], source, diagnostic);
    action.isPreferred = index === 0;
    return action;
  });
  const alike = languages.getDiagnostics(document.uri).filter((one) => isOurs(one) && idOf(one) === rule.id);
  if (finding.fixes.length > 0 && alike.length > 1) {
    const action = new FixAll(rule, document);
    action.diagnostics = [diagnostic];
    actions.push(action);
  }
  const comment = suppressing(source.python, rule.id, start);
  if (comment) {
    const title = l10n.t('Ignore {0} on this line', rule.id);
    actions.push(newAction({ title }, [{ edits: [comment] }], source, diagnostic));
  }
  return actions;
}

/** What a rule finds in a range of a document; undefined if the text changes before the end, or nobody wants to know. */
async function findingsIn(
  { python, start, end }: PythonSource,
  range: TextRange,
  rule: Rule,
  isWanted?: () => boolean,
): Promise<readonly FixableFinding[] | undefined> {
  const steps = new RuleChecker(python, [rule]).fixable(range, start);
  const found = await inTurns(steps, unchanged(python, isWanted));
  return found?.filter((one) => start <= one.start && one.end <= end);
}

function newAction(
  { title }: Pick<Fix, 'title'>,
  fixes: readonly Pick<Fix, 'edits'>[],
  source: PythonSource,
  diagnostic: Diagnostic,
): CodeAction {
  const action = new CodeAction(title, CodeActionKind.QuickFix);
  action.diagnostics = [diagnostic];
  action.edit = editOf(fixes, source);
  return action;
}

function editOf(fixes: readonly Pick<Fix, 'edits'>[], source: PythonSource): WorkspaceEdit {
  const edit = new WorkspaceEdit();
  for (const { edits } of fixes)
    for (const { start, end, text } of edits) {
      const from = source.placeOf(start);
      edit.replace(from.document.uri, new Range(from.position, source.placeOf(end).position), text);
    }
  return edit;
}
