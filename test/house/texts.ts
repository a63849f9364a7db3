import ts from 'typescript';
import { rules } from '#rules';
import { losses } from '../../src/engine/evaluate';
import { examplesOf } from '../../src/engine/examples';
import { generalPitfalls } from '../../src/engine/pitfalls';
import { configurationsOf } from '../../src/engine/formulaRepresentatives';
import { kinksOf } from '../../src/engine/kinks';
import { isQuestion, type Advice, type Question } from '../../src/guide/advice';
import { lossGuide } from '../../src/guide/lossGuide';

/** A text that a file hands to the translation. */
export interface WrittenText {
  /** As the bundle has it: `at most {0}`. Undefined where it is not written out there. */
  readonly text: string | undefined;
  /** Whether it is looked up when its file is loaded, which is before the language is known. */
  readonly isEarly: boolean;
  /** Whether its source has a backslash, which the engine's English does not take away. */
  readonly isEscaped: boolean;
}

const translating = ['l10n.t', 't'];

/** What a file hands to `l10n.t` or `t`, as an argument or as a template. */
export function writtenTexts(file: string, source: string): readonly WrittenText[] {
  const texts: WrittenText[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && translating.includes(node.expression.getText())) {
      const [first] = node.arguments;
      texts.push({ text: first && literal(first), isEarly: isEarly(node), isEscaped: false });
    } else if (ts.isTaggedTemplateExpression(node) && translating.includes(node.tag.getText())) {
      const { template } = node;
      texts.push({
        text: templateKey(template),
        isEarly: isEarly(node),
        isEscaped: template.getText().includes('\\'),
      });
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, source, ts.ScriptTarget.ES2022, true));
  return texts;
}

function literal(node: ts.Expression): string | undefined {
  return ts.isStringLiteralLike(node) ? node.text : undefined;
}

function templateKey(template: ts.TemplateLiteral): string {
  if (ts.isNoSubstitutionTemplateLiteral(template)) return template.text;
  return template.templateSpans.reduce(
    (key, { literal: { text } }, index) => `${key}{${String(index)}}${text}`,
    template.head.text,
  );
}

function isEarly(node: ts.Node): boolean {
  for (let parent = node.parent; !ts.isSourceFile(parent); parent = parent.parent) {
    if (ts.isFunctionLike(parent)) return false;
  }
  return true;
}

/** The texts of tables: the losses and their formulas in words, the rules, the guide. */
export function* tableTexts(): Generator<string> {
  for (const loss of losses) {
    yield* [loss.summary, loss.whenToUse];
    for (const { description } of [...loss.inputs, ...loss.parameters]) yield description;
    for (const { label } of loss.shapes) yield label;
    for (const { gradient } of kinksOf(loss)) yield gradient;
    for (const { title } of examplesOf(loss)) yield title;
    for (const configuration of configurationsOf(loss)) {
      const { words, gradientWords } = loss.formula(configuration);
      yield* [words, gradientWords];
    }
  }
  for (const { title, detail } of [...losses.flatMap(({ pitfalls }) => pitfalls), ...generalPitfalls]) {
    yield* [title, detail];
  }
  for (const { title } of rules) yield title;
  yield* guideTexts(lossGuide);
}

function* guideTexts(node: Question | Advice): Generator<string> {
  if (node.answer !== '') yield* [node.answer, node.hint];
  if (!isQuestion(node)) {
    yield* [node.formula, node.reason, node.lastLayer, node.target];
    for (const { when } of node.alternatives) yield when;
    return;
  }
  yield node.ask;
  for (const choice of node.choices) yield* guideTexts(choice);
}
