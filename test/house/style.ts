import path from 'node:path';
import ts from 'typescript';
import type { SourceFiles } from './sourceFiles';

/** Exported declarations without a doc comment, as `file: name`. */
export function undocumentedExports(files: SourceFiles): string[] {
  return [...files].flatMap(([file, text]) => {
    const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
    return source.statements
      .filter((statement) => isExported(statement) && ts.getJSDocCommentsAndTags(statement).length === 0)
      .map((statement) => `${file}: ${firstLine(statement.getText(source))}`);
  });
}

/** Uses of what could reach a network or run text as code, as `file: name`. */
export function forbiddenGlobals(files: SourceFiles): string[] {
  const forbidden = ['fetch', 'XMLHttpRequest', 'WebSocket', 'EventSource', 'sendBeacon', 'eval', 'Function'];
  return [...files].flatMap(([file, text]) => {
    const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
    const found: string[] = [];
    const visit = (node: ts.Node): void => {
      const called = ts.isCallExpression(node) || ts.isNewExpression(node) ? node.expression : undefined;
      const name = called === undefined ? undefined : nameOf(called);
      if (name !== undefined && forbidden.includes(name)) found.push(`${file}: ${name}`);
      ts.forEachChild(node, visit);
    };
    visit(source);
    return found;
  });
}

/** Files whose name says nothing or is not in camel case. A loss's file is named like the loss, and so is its test. */
export function badNames(files: SourceFiles): string[] {
  return [...files.keys()].filter((file) => {
    const name = path.posix.basename(file).replace(/(\.test|\.bench)?(\.d)?\.ts$/, '');
    const losses = /^(src|test)\/engine\/losses\//.test(file);
    return (
      !(losses ? /^[A-Z]\w*$/ : /^[a-z][A-Za-z0-9]*$/).test(name) ||
      /^(utils?|helpers?|common|misc)$/.test(name)
    );
  });
}

/** Test calls marked to run alone, as `file: call`. */
export function exclusiveTests(files: SourceFiles): string[] {
  return [...files].flatMap(([file, text]) =>
    [...text.matchAll(/\b(?:describe|context|suite|it|specify|test)\.only\b/g)].map(
      ([call]) => `${file}: ${call}`,
    ),
  );
}

function isExported(statement: ts.Statement): boolean {
  return (
    ts.canHaveModifiers(statement) &&
    ts.getModifiers(statement)?.some((each) => each.kind === ts.SyntaxKind.ExportKeyword) === true
  );
}

function nameOf(expression: ts.Expression): string | undefined {
  if (ts.isIdentifier(expression)) return expression.text;
  const onGlobal =
    ts.isPropertyAccessExpression(expression) &&
    ts.isIdentifier(expression.expression) &&
    ['globalThis', 'window', 'self', 'navigator'].includes(expression.expression.text);
  return onGlobal ? expression.name.text : undefined;
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}
