import type { PythonDocument } from '../python/pythonDocument';
import type { Expression, Spanned } from '../python/syntax';
import type { ConstantEvaluator } from './constants/constantValue';
import type { Value } from './constants/values';
import type { Edit, Finding, Fix, TextRange } from './finding';
import { newEvaluator } from './evaluateCall';
import { isOutOfSight } from './outOfSight';
import { importedPath, newResolver } from './lossMeanings';
import { spellingOf } from './spelling';
import { TensorTracer } from './tensors/tensorTracer';
import type { TensorOrigin } from './tensors/tensorOrigin';

/** How much a rule may compute to know one value. */
const budget = { steps: 20_000 };

/** What rules need to know of a value that is not in the code. */
const outside: Value = { kind: 'unknown', reason: 'it comes from outside of the code' };

/** What rules ask about the code around a site. */
export class RuleContext {
  private readonly evaluator: ConstantEvaluator;
  private readonly tracer: TensorTracer;
  private readonly outOfSight = new Map<Expression, boolean>();

  constructor(
    readonly document: PythonDocument,
    /** Where the part of the document begins that imports may be put into: 0, or the start of a cell. */
    private readonly importsFrom = 0,
  ) {
    this.evaluator = newEvaluator(document, budget);
    this.tracer = new TensorTracer(document, this);
  }

  /** The source of an expression. */
  text({ span }: Spanned): string {
    return this.document.text.slice(span.start, span.end);
  }

  /** The path of PyTorch's (or another module's) thing that an expression stands for without doubt. */
  path(expression: Expression): string | undefined {
    return importedPath(this.document, expression);
  }

  /** The value of an expression, as far as the code tells it. */
  value(expression: Expression): Value {
    const isName = expression.kind === 'name' || expression.kind === 'attribute';
    if (isName && this.isOutOfSight(expression)) return outside;
    return this.evaluator.value(expression);
  }

  private isOutOfSight(expression: Expression): boolean {
    const known = this.outOfSight.get(expression) ?? isOutOfSight(this.document, expression);
    this.outOfSight.set(expression, known);
    return known;
  }

  /** The number that an expression is, if the code tells it. */
  number(expression: Expression | undefined): number | undefined {
    const value = expression && this.value(expression);
    return value?.kind === 'int' || value?.kind === 'float' ? value.value : undefined;
  }

  /** Every way that a tensor may have come about; one of them is unknown where the code doesn't tell. */
  origins(expression: Expression): readonly TensorOrigin[] {
    return this.tracer.trace(expression);
  }

  /** The expressions that a name or attribute may have been given, if all of them are in sight. */
  sources(expression: Expression): readonly Expression[] | undefined {
    const referents = newResolver(this.document).resolve(expression);
    const found = referents.flatMap((one) => (one.kind === 'value' ? [one.expression] : []));
    return found.length > 0 && found.length === referents.length ? found : undefined;
  }

  /** An edit that replaces something by the name of a thing in torch, with the import that this needs. */
  renamed({ span }: Spanned, path: string): readonly Edit[] {
    const spelling = spellingOf(this.document, path, span.start, this.importsFrom);
    const { needs } = spelling;
    const edit = { start: span.start, end: span.end, text: spelling.text };
    return needs ? [{ start: needs.offset, end: needs.offset, text: needs.text }, edit] : [edit];
  }

  /** How code at a place writes a thing in torch, and the edits that add the import it needs. */
  spelled(path: string, { span }: Spanned): { readonly text: string; readonly edits: readonly Edit[] } {
    const { text, needs } = spellingOf(this.document, path, span.start, this.importsFrom);
    return { text, edits: needs ? [{ start: needs.offset, end: needs.offset, text: needs.text }] : [] };
  }
}

/** The range of something in the code. */
export function rangeOf({ span }: Spanned): TextRange {
  return { start: span.start, end: span.end };
}

/** A finding at something in the code. */
export function findingAt(
  place: Spanned,
  message: string,
  more: Omit<Finding, 'start' | 'end' | 'message'> = {},
): Finding {
  return { ...rangeOf(place), message, ...more };
}

/** A fix that replaces something in the code by a text. */
export function replacing(title: string, { span }: Spanned, text: string): Fix {
  return { title, edits: [{ start: span.start, end: span.end, text }] };
}
