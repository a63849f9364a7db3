import { selfReferent } from '../../python/methods';
import type { Argument, Binding, Block, Expression, Parameter } from '../../python/syntax';

/** Names and expressions that stand for each other in longer chains are looked through as all others. */
const deepest = 300;

/** Longer bodies, in UTF-16 units, are looked through in turns, as all other code: this takes none. */
const longestBody = 20_000;

/** Whether the names of a block need a parameter, as far as somebody has asked. It holds as long as the block's text. */
const ofBlocks = new WeakMap<Block, Map<string, boolean>>();

/**
 * Whether an expression in the body of a function can be known only if a parameter of the function is, whichever way
 * control takes: nobody knows that, and no statement has to be looked through. False where it is not that plain.
 */
export function needsParameter(expression: Expression, body: Block): boolean {
  const { start, end } = body.range;
  if (body.scope.kind !== 'function' || end - start > longestBody) return false;
  const known = ofBlocks.get(body) ?? new Map<string, boolean>();
  ofBlocks.set(body, known);
  for (;;) {
    const refuted = known.size;
    const question = new Question(body, known);
    const answer = question.needs(expression);
    // What was taken for granted of a name may have turned out wrong behind its back.
    if (known.size > refuted) continue;
    for (const name of question.assumed) known.set(name, true);
    return answer;
  }
}

/** Asks of an expression, and of all names that it comes to, which need a parameter as long as nothing refutes that. */
class Question {
  readonly assumed = new Set<string>();
  private depth = 0;

  constructor(
    private readonly body: Block,
    private readonly known: Map<string, boolean>,
  ) {}

  needs(expression: Expression): boolean {
    if (this.depth >= deepest) return false;
    this.depth++;
    const answer = this.partNeeds(expression);
    this.depth--;
    return answer;
  }

  private partNeeds(expression: Expression): boolean {
    switch (expression.kind) {
      case 'name':
        return this.nameNeeds(expression.id);
      case 'attribute':
        // What the object of a method holds may be known.
        return !this.isSelf(expression.object) && this.needs(expression.object);
      case 'subscript':
        return this.needs(expression.value);
      case 'unary':
        return this.needs(expression.operand);
      case 'binary':
        return this.needs(expression.left) || (!isShort(expression.operator) && this.needs(expression.right));
      case 'call':
        return this.needs(expression.callee) || expression.arguments.some((one) => this.argumentNeeds(one));
      default:
        return false;
    }
  }

  private argumentNeeds({ kind, value }: Argument): boolean {
    return kind === 'positional' && this.needs(value);
  }

  private nameNeeds(name: string): boolean {
    const known = this.known.get(name);
    if (known !== undefined) return known;
    if (this.assumed.has(name)) return true;
    this.assumed.add(name);
    const { body } = this;
    const bound = body.binding(name).flatMap((chunk) => chunk.bindings.get(name) ?? []);
    const isBound = bound.length > 0 || this.parameter(name) !== undefined;
    if (isBound && bound.every((binding) => this.bindingNeeds(binding))) return true;
    this.assumed.delete(name);
    this.known.set(name, false);
    return false;
  }

  private bindingNeeds({ source }: Binding): boolean {
    if (source.kind === 'assign') return this.needs(source.value);
    return source.kind === 'iterate' && this.needs(source.iterable);
  }

  private isSelf(expression: Expression): boolean {
    const parameter = expression.kind === 'name' ? this.parameter(expression.id) : undefined;
    return parameter !== undefined && selfReferent(parameter, parameter.owner?.()) !== undefined;
  }

  private parameter(name: string): Parameter | undefined {
    const source = this.body.scope.own.find(({ key }) => key === name)?.source;
    return source?.kind === 'parameter' ? source.parameter : undefined;
  }
}

/** Of these the right side may not matter. */
function isShort(operator: string): boolean {
  return operator === 'and' || operator === 'or';
}
