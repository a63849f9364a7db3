import { bodiesOf } from '../python/bindings';
import { definitionsOf } from '../python/definitions';
import type { PythonDocument } from '../python/pythonDocument';
import {
  Span,
  type Block,
  type Chunk,
  type Expression,
  type Name,
  type Scope,
  type Statement,
} from '../python/syntax';
import { importedPath } from './lossMeanings';

/** Text to be put in at an offset of the document. */
export interface Insertion {
  readonly offset: number;
  readonly text: string;
}

/** How code at a place writes something of PyTorch's. */
export interface Spelling {
  readonly text: string;
  /** The import that has to be there first, where none leads to it yet. */
  readonly needs: Insertion | undefined;
}

/** The conventional import of a module, and the name that it binds; the most usual first. */
const conventions: readonly { readonly module: string; readonly name: string; readonly text: string }[] = [
  { module: 'torch.nn.functional', name: 'F', text: 'import torch.nn.functional as F' },
  { module: 'torch.nn', name: 'nn', text: 'import torch.nn as nn' },
  { module: 'torch', name: 'torch', text: 'import torch' },
];

/**
 * How code at `offset` writes the thing at `path` (`torch.nn.MSELoss`): by a name that means it there, the shortest
 * one, else by the conventional one and the import that this needs.
 *
 * @param from where the part of the document begins that an import may be put into: 0, or the start of a cell.
 */
export function spellingOf(document: PythonDocument, path: string, offset: number, from = 0): Spelling {
  const scope = scopeAt(document, offset);
  const written = namesBoundByImports(document)
    .filter(([, bound]) => path === bound || path.startsWith(`${bound}.`))
    .map(([name, bound]) => name + path.slice(bound.length))
    .filter((text) => importedPath(document, expressionOf(text, scope, offset)) === path)
    .sort((a, b) => a.length - b.length)[0];
  if (written !== undefined) return { text: written, needs: undefined };
  const possible = conventions.filter(({ module }) => path.startsWith(`${module}.`));
  const free = possible.find(({ name }) => definitionsOf(name, scope, offset).unbound) ?? possible.at(-1);
  if (!free) throw new Error(`${path} is not a path in torch`);
  return {
    text: free.name + path.slice(free.module.length),
    needs: placeOfImport(document, free.text, Math.min(offset, document.text.length), from),
  };
}

/** Each name that an import of the module's binds, with what it stands for. */
function namesBoundByImports(document: PythonDocument): readonly (readonly [string, string])[] {
  const found: (readonly [string, string])[] = [];
  for (const chunk of document.module.mentioning('torch'))
    for (const [name, bindings] of chunk.bindings)
      for (const { source } of bindings) {
        if (source.kind !== 'import') continue;
        const { module, member, bound, aliased } = source.imported;
        if (member !== undefined) found.push([name, `${module}.${member}`]);
        else found.push([name, aliased ? module : bound]);
      }
  return found;
}

/** The import on a line of its own: behind the imports that stand first in the part, else in front of its code. */
function placeOfImport(document: PythonDocument, statement: string, limit: number, from: number): Insertion {
  let last: Chunk | undefined;
  for (const chunk of document.module.from(from)) {
    if (chunk.start >= limit) break;
    if (chunk.start < from) continue;
    if (chunk.statement.kind === 'import' || (last === undefined && isDocstring(chunk.statement)))
      last = chunk;
    else break;
  }
  if (last) {
    const { end } = document.lineAround(last.end);
    const gap = last.statement.kind === 'import' ? '\n' : '\n\n';
    return { offset: end, text: gap + statement };
  }
  const offset = behindHeader(document.text, from, limit);
  return { offset, text: `${statement}\n\n` };
}

/**
 * What must stay first: `#!/usr/bin/env python`, `%%time` of a cell, whose first `%` is a `#` here, and the encoding of a
 * file.
 */
const firstLines = /^(?:#[!%][^\n]*\n)?(?:[ \t]*#[^\n]*coding[:=][^\n]*\n)?/;

/** The comments that a file begins with, if a blank line parts them from its code. */
const header = /^(?:[ \t]*#[^\n]*\n)+(?:[ \t]*\r?\n)+/;

/** Behind what a file or a cell begins with before its code. */
function behindHeader(text: string, from: number, limit: number): number {
  const part = text.slice(from, limit);
  return from + Math.max(...[firstLines, header].map((one) => one.exec(part)?.[0].length ?? 0));
}

function isDocstring(statement: Statement): boolean {
  return (
    statement.kind === 'expression' && statement.values.length === 1 && statement.values[0]?.kind === 'string'
  );
}

/** The scope of code that stands, or is about to be written, at an offset: its indentation tells, behind a body. */
function scopeAt(document: PythonDocument, offset: number): Scope {
  const column = columnOf(document, offset);
  let { scope } = document.module;
  let statements: readonly Statement[] = lastBefore(document.module, offset);
  for (let last = statements.at(-1); last !== undefined; last = statements.at(-1)) {
    if (columnOf(document, last.span.start) >= column && last.span.end < offset) break;
    if (last.kind === 'function' || last.kind === 'class') {
      scope = last.body.scope;
      statements = lastBefore(last.body, offset);
    } else {
      statements = bodiesOf(last)
        .flat()
        .filter(({ span }) => span.start < offset);
    }
  }
  return scope;
}

function lastBefore(block: Block, offset: number): readonly Statement[] {
  let last: Chunk | undefined;
  for (const chunk of block.chunks) {
    if (chunk.start >= offset) break;
    last = chunk;
  }
  return last ? [last.statement] : [];
}

function columnOf(document: PythonDocument, offset: number): number {
  return offset - document.lineAround(offset).start;
}

/** A dotted name as if it stood at an offset. */
function expressionOf(text: string, scope: Scope, offset: number): Expression {
  const span = new Span({ start: offset }, 0, 0);
  const [first = '', ...attributes] = text.split('.');
  const name: Name = { kind: 'name', id: first, scope, span };
  return attributes.reduce<Expression>(
    (object, attribute) => ({ kind: 'attribute', object, attribute, attributeSpan: span, span }),
    name,
  );
}
