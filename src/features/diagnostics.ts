import {
  Diagnostic,
  DiagnosticRelatedInformation,
  DiagnosticSeverity,
  DiagnosticTag,
  Disposable,
  languages,
  Location,
  Range,
  Uri,
  workspace,
  type DiagnosticCollection,
  type TextDocument,
} from 'vscode';
import { rules } from '../insights/ruleBook';
import type { Rule, Severity } from '../insights/defineRule';
import { RuleChecker, type RuleFinding } from '../insights/ruleChecker';
import type { PythonDocument } from '../python/pythonDocument';
import { onDidChangeCells } from './cellChanges';
import { diagnosticSource, ruleScheme, settingSection } from './manifest';
import type { FileServices } from './namesOfOtherFiles';
import type { PythonSource } from './pythonSource';
import { setting } from './settings';
import { inTurns, unchanged } from './turns';

/** How long a document rests before it is checked. */
const restMilliseconds = 250;

const severities: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

const tags = { deprecated: DiagnosticTag.Deprecated, unnecessary: DiagnosticTag.Unnecessary } as const;

/** The last check of a text, which may go on. */
interface Check {
  readonly checker: RuleChecker;
  /** Of the text. */
  readonly version: number;
  readonly findings: Promise<readonly RuleFinding[] | undefined>;
}

/** Keeps the findings of the rules beside open Python documents, as their text changes. */
export class Diagnostics implements Disposable {
  readonly #files: FileServices;
  readonly #collection: DiagnosticCollection = languages.createDiagnosticCollection(diagnosticSource);
  readonly #checks = new WeakMap<PythonDocument, Check>();
  readonly #timers = new Map<TextDocument, NodeJS.Timeout>();
  readonly #subscriptions: Disposable;

  constructor(files: FileServices) {
    this.#files = files;
    this.#subscriptions = Disposable.from(
      workspace.onDidOpenTextDocument((document) => this.#schedule(document, 0)),
      workspace.onDidChangeTextDocument(({ document }) => this.#schedule(document, restMilliseconds)),
      // A change in one cell of a notebook reaches the others.
      onDidChangeCells((notebook) => {
        for (const { document } of notebook.getCells()) this.#schedule(document, restMilliseconds);
      }),
      workspace.onDidCloseTextDocument((document) => this.#forget(document)),
      files.names.onDidChange(() => this.#checkAll()),
      workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration(`${settingSection}.diagnostics`)) this.#checkAll();
      }),
    );
    this.#checkAll();
  }

  dispose(): void {
    this.#subscriptions.dispose();
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    this.#collection.dispose();
  }

  #checkAll(): void {
    for (const document of workspace.textDocuments) this.#schedule(document, 0);
  }

  #schedule(document: TextDocument, delay: number): void {
    if (!isChecked(document)) return;
    clearTimeout(this.#timers.get(document));
    this.#timers.set(
      document,
      setTimeout(() => {
        this.#timers.delete(document);
        void this.#check(document);
      }, delay),
    );
  }

  #forget(document: TextDocument): void {
    clearTimeout(this.#timers.get(document));
    this.#timers.delete(document);
    this.#collection.delete(document.uri);
  }

  async #check(document: TextDocument): Promise<void> {
    if (!setting('diagnostics.enabled', document)) {
      this.#collection.delete(document.uri);
      return;
    }
    const source = await this.#files.documents.read(document);
    const findings = source && (await this.#findings(source.python));
    // The document has changed meanwhile, and is checked again, or its cell is gone.
    if (!source || !findings || document.isClosed) return;
    this.#files.names.learnSoon(source);
    const inside = findings.filter(({ start, end }) => source.start <= start && end <= source.end);
    const diagnostics = await inTurns(toDiagnostics(inside, source, document), unchanged(source.python));
    if (diagnostics) this.#collection.set(document.uri, diagnostics);
  }

  /** All findings; undefined if the text changes before the end. The cells of a notebook share one check. */
  #findings(python: PythonDocument): Check['findings'] {
    const { version } = python;
    const last = this.#checks.get(python);
    if (last?.version === version) return last.findings;
    const checker = last?.checker ?? new RuleChecker(python, rules);
    const findings = inTurns(checker.check(), unchanged(python));
    this.#checks.set(python, { checker, version, findings });
    return findings;
  }
}

/** The severity of a rule in a document; undefined where it is off. */
export function severityOf(rule: Rule, document: TextDocument): DiagnosticSeverity | undefined {
  return severityIn(setting('diagnostics.severity', document), rule);
}

function severityIn(
  chosenFor: Readonly<Record<string, unknown>>,
  rule: Rule,
): DiagnosticSeverity | undefined {
  const chosen = chosenFor[rule.id] ?? rule.severity;
  return typeof chosen === 'string' && Object.hasOwn(severities, chosen)
    ? severities[chosen as Severity]
    : undefined;
}

/** Python that people write: not the old side of a comparison. */
function isChecked(document: TextDocument): boolean {
  return document.languageId === 'python' && !['git', 'output', 'vscode-scm'].includes(document.uri.scheme);
}

/** The diagnostics of findings, with a pause after each. */
function* toDiagnostics(
  findings: readonly RuleFinding[],
  source: PythonSource,
  document: TextDocument,
): Generator<undefined, Diagnostic[]> {
  // Asking VS Code for a setting takes longer than all else.
  const chosen = setting('diagnostics.severity', document);
  const diagnostics: Diagnostic[] = [];
  for (const finding of findings) {
    const severity = severityIn(chosen, finding.rule);
    if (severity !== undefined) diagnostics.push(toDiagnostic(finding, severity, source));
    yield;
  }
  return diagnostics;
}

function toDiagnostic(
  { rule, start, end, message, related }: RuleFinding,
  severity: DiagnosticSeverity,
  source: PythonSource,
): Diagnostic {
  const rangeOf = (from: number, to: number): Location => {
    const first = source.placeOf(from);
    return new Location(first.document.uri, new Range(first.position, source.placeOf(to).position));
  };
  const diagnostic = new Diagnostic(rangeOf(start, end).range, message, severity);
  diagnostic.source = diagnosticSource;
  diagnostic.code = {
    value: rule.id,
    target: Uri.from({ scheme: ruleScheme, path: `/${rule.id}.lossrule` }),
  };
  if (rule.tag !== undefined) diagnostic.tags = [tags[rule.tag]];
  diagnostic.relatedInformation = related.map(
    (one) => new DiagnosticRelatedInformation(rangeOf(one.start, one.end), one.message),
  );
  return diagnostic;
}
