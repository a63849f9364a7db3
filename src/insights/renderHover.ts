import { t, translated } from '../l10n/localize';
import type { HoverContent, LossExplanation, ParameterLine } from './hoverContent';
import { reasonWords } from './reasonWords';

/** What turns a hover into Markdown besides its content. */
export interface RenderOptions {
  /** An image (a data URI) for a TeX formula, if there is one; `symbol` is pointed out in it. */
  readonly formula: (tex: string, symbol?: string) => string | undefined;
  /** Whether a symbol stands in a formula. */
  readonly stands?: (tex: string, symbol: string) => boolean;
  /** The target of the link that opens the playground, if the hover shall have one. */
  playgroundLink?(explanation: LossExplanation): string | undefined;
  /** The sections to show; all where left out. */
  readonly show?: ReadonlySet<HoverSection>;
  /** Whether formulas are told in words where they stand; else at the end. */
  readonly inWords?: boolean;
}

/** The parts of a hover that can be left out. */
export type HoverSection = 'gradient' | 'parameters' | 'shapes' | 'pitfalls' | 'value';

/** VS Code cuts longer hovers in the middle. */
const longest = 100_000;

/** The hover as Markdown. Whatever comes from the code stands in code spans that it can't leave. */
export function renderHover(content: HoverContent, options: RenderOptions): string {
  let all = '';
  for (const [index, explanation] of content.explanations.entries()) {
    const joined = (shown: LossExplanation, by: RenderOptions): string => {
      const part = renderOne(content, shown, by, index === 0);
      return all === '' ? part : `${all}\n\n---\n\n${part}`;
    };
    const single = { ...explanation, contrast: undefined };
    let longer = joined(explanation, options);
    if (longer.length > longest) longer = joined(single, options);
    if (longer.length > longest) {
      const shorter = joined(single, { ...options, formula: () => undefined });
      return shorter.length > longest ? all : shorter;
    }
    all = longer;
  }
  return all;
}

/** Text of the code as a Markdown code span on one line. */
function codeSpan(text: string, most = 200): string {
  const line = text.replace(/\s+/g, ' ').trim();
  const cut = line.length > most ? `${line.slice(0, most - 1)}…` : line;
  const ticks = Math.max(0, ...[...cut.matchAll(/`+/g)].map((match) => match[0].length));
  const fence = '`'.repeat(ticks + 1);
  const pad = cut.startsWith('`') || cut.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${cut}${pad}${fence}`;
}

function renderOne(
  content: HoverContent,
  explanation: LossExplanation,
  options: RenderOptions,
  isFirst: boolean,
): string {
  const shows = (section: HoverSection): boolean => options.show?.has(section) ?? true;
  const { formula } = explanation;
  const blocks: string[] = [];
  if (isFirst) blocks.push(...remarks(content));
  blocks.push(`**${codeSpan(explanation.signature)}** — ${translated(explanation.summary)}`);
  if (explanation.isPartial)
    blocks.push(
      `_${t`Other parameters may be set where the code does not tell: their defaults are shown.`}_`,
    );
  const { keyword } = content;
  const symbol = keyword === undefined ? undefined : symbolOf(explanation, keyword);
  const isMarked =
    symbol !== undefined && [formula.tex, formula.gradientTex].some((tex) => options.stands?.(tex, symbol));
  if (keyword !== undefined) {
    const line = keywordLine(explanation, keyword);
    if (line !== undefined) blocks.push(isMarked ? `${line} _${t`Marked in the formula.`}_` : line);
  }
  if (explanation.error !== undefined)
    blocks.push(`⚠ ${t`PyTorch raises ${codeSpan(explanation.error, 500)}`}`);
  if (shows('value') && explanation.result) blocks.push(...resultBlocks(explanation.result));
  if (explanation.why !== undefined && (explanation.error !== undefined || shows('value')))
    blocks.push(escapeText(explanation.why));
  if (shows('value') && explanation.open) {
    const { expression, reason } = explanation.open;
    blocks.push(
      expression === undefined
        ? `_${t`The loss has too many elements to compute here: the playground computes it.`}_`
        : `_${t`Value not known here:`}_ ${codeSpan(expression, 80)}, _${t`since ${reasonWords(reason, codeSpan)}.`}_`,
    );
  }
  const drawn = image(formula.tex, formula.words, options, symbol);
  blocks.push(drawn);
  if (explanation.contrast && !isMarked) {
    const { setting, formula: other } = explanation.contrast;
    blocks.push(`${t`With ${codeSpan(setting)}:`}  \n${image(other.tex, other.words, options)}`);
  }
  if (shows('gradient'))
    blocks.push(`${t`Gradient:`}  \n${image(formula.gradientTex, formula.gradientWords, options, symbol)}`);
  const pitfalls = explanation.pitfalls.filter((one) => one.applies);
  blocks.push(links(explanation, options));
  if (shows('shapes')) blocks.push(explanation.reduction);
  if (shows('parameters')) blocks.push(parameterTable(explanation.parameters));
  if (shows('shapes')) blocks.push(shapeList(explanation));
  if (shows('pitfalls') && pitfalls.length > 0)
    blocks.push(
      pitfalls
        .map(({ pitfall }) => `- **${translated(pitfall.title)}** ${translated(pitfall.detail)}`)
        .join('\n'),
    );
  if (!options.inWords && drawn.startsWith('!')) {
    const told = [formula.words, ...(shows('gradient') ? [formula.gradientWords] : [])];
    blocks.push(`**${t`In words:`}** ${told.map((words) => sentence(translated(words))).join(' ')}`);
  }
  return blocks.filter((block) => block !== '').join('\n\n');
}

function remarks({ certainty, isOpen, explanations }: HoverContent): string[] {
  const lines: string[] = [];
  if (certainty === 'assumed') lines.push(`_${t`Assumed to be PyTorch’s: nothing here imports it.`}_`);
  const count = explanations.length;
  if (count > 1) {
    const signatures = explanations.map(({ signature }) => codeSpan(signature, 80)).join(', ');
    const words = isOpen
      ? t`One of ${count} losses, or something else, depending on the run:`
      : t`One of ${count} losses, depending on the run:`;
    lines.push(`_${words}_ ${signatures}`);
  } else if (isOpen) lines.push(`_${t`Or something else, depending on the run.`}_`);
  return lines;
}

/** What a parameter or an input is in the formula. */
function symbolOf({ parameters, inputs }: LossExplanation, name: string): string | undefined {
  return [...parameters, ...inputs].find((row) => row.name === name)?.symbol;
}

function keywordLine({ parameters, inputs }: LossExplanation, keyword: string): string | undefined {
  const parameter = parameters.find((row) => row.name === keyword);
  if (parameter) {
    const value =
      parameter.known === undefined
        ? codeSpan(parameter.text)
        : `${codeSpan(parameter.text)} = ${codeSpan(parameter.known)}`;
    return `**\`${keyword}\`** = ${value} — ${translated(parameter.description)}`;
  }
  const input = inputs.find((row) => row.name === keyword);
  return input && `**\`${keyword}\`** — ${translated(input.description)}`;
}

function resultBlocks({ printed, gradients, warnings }: NonNullable<LossExplanation['result']>): string[] {
  const lines = [`= ${codeSpan(printed, 400)}`];
  for (const gradient of gradients)
    lines.push(t`Gradient of ${codeSpan(gradient.name)}: ${codeSpan(gradient.printed, 400)}`);
  return [lines.join('  \n'), ...warnings.map((warning) => `⚠ ${codeSpan(warning, 400)}`)];
}

/** A formula as an image. VS Code's accessible view reads no images, but their words. */
function image(tex: string, words: string, { formula, inWords }: RenderOptions, symbol?: string): string {
  const source = formula(tex, symbol);
  const told = translated(words);
  const drawn = source === undefined ? [] : [`![${escapeText(told)}](${source})`];
  return [...drawn, ...(inWords || source === undefined ? [`_${sentence(told)}_`] : [])].join('  \n');
}

function sentence(words: string): string {
  return `${escapeText(words.charAt(0).toUpperCase() + words.slice(1))}.`;
}

function escapeText(text: string): string {
  return text.replace(/[\\`*_{}[\]<>()#+\-.!|~]/g, (character) => `\\${character}`);
}

function links(explanation: LossExplanation, options: RenderOptions): string {
  const playground = options.playgroundLink?.(explanation);
  return [
    ...(playground === undefined ? [] : [`[${t`Open in playground`}](${playground})`]),
    `[${t`PyTorch documentation`}](${explanation.documentation})`,
  ].join(' · ');
}

function parameterTable(parameters: readonly ParameterLine[]): string {
  const shown = parameters.filter((row) => !row.isLegacy || row.isSet);
  if (shown.length === 0) return '';
  const rows = [...shown]
    .sort((a, b) => Number(b.isSet) - Number(a.isSet))
    .map((row) => {
      const name = row.isSet ? `**\`${row.name}\`**` : `\`${row.name}\``;
      const value =
        row.known === undefined
          ? codeSpan(row.text, 60)
          : `${codeSpan(row.text, 60)} = ${codeSpan(row.known, 60)}`;
      return `| ${name} | ${cell(value)} | ${cell(translated(row.description))} |`;
    });
  const heads = [t`parameter`, t`value`, t`what it does`].map(cell);
  return [`| ${heads.join(' | ')} |`, '|---|---|---|', ...rows].join('\n');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}

function shapeList({ shapes, inputs }: LossExplanation): string {
  const known = inputs
    .filter((input) => input.known !== undefined)
    .map(({ name, expression, known: tensor = '' }) => {
      const words = [codeSpan(name), ...(expression === undefined ? [] : [codeSpan(expression, 40)])];
      return t`${words.join(' ')} is ${codeSpan(tensor)}`;
    });
  const lines = shapes.map((shape) => {
    const parts = Object.entries(shape.inputs).map(
      ([name, dimensions]) => `\`${name}\` (${dimensions.join(', ')})`,
    );
    return `- ${translated(shape.label)}: ${parts.join(', ')}`.replaceAll('*', '\\*');
  });
  return [
    ...(known.length > 0 ? [`${t`In the code: ${known.join(', ')}.`}\n`] : []),
    t`Shapes:`,
    ...lines,
  ].join('\n');
}
