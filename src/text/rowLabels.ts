import { t } from '../l10n/localize';
import { TextError } from './textProblem';

/**
 * The text with blanks in place of what numbers or names the rows of a printed table, as pandas, R, Julia and Markdown
 * print them, and of what TensorFlow prints around an array. Every number stays where it is; a text without such labels
 * is returned as it is. Takes time in proportion to the text.
 * @throws TextError where a first column without a name cannot be told from the numbers
 */
export function withoutRowLabels(text: string): string {
  const start = /\S/.exec(text)?.[0];
  if (start === undefined) return text;
  if (start === '<') return withoutTensorFlowFrame(text);
  if (start === '[') return withoutRLabels(text);
  if (start === '|') return withoutIndex(withoutPipes(text));
  const body = text.replace(juliaHeading, blanked);
  return withoutSeriesLabels(body) ?? withoutUnnamedColumn(body) ?? withoutIndex(body);
}

/** `2×2 Matrix{Int64}:`, `3-element Vector{Float64}:` */
const juliaHeading = /^\s*\d+(?:×\d+)*(?:-element)? \w+\{[^\r\n]{0,80}\}[^\r\n:]{0,80}:[ \t]*(?=[\r\n])/;
const tensorFlowFrame = /^\s*<tf\.(?:Tensor|Variable)\b[^<>\r\n]{0,200}?\bnumpy=/;

function withoutTensorFlowFrame(text: string): string {
  const end = text.trimEnd().length - 1;
  if (!tensorFlowFrame.test(text) || text.charAt(end) !== '>') return text;
  return `${text.slice(0, end)} ${text.slice(end + 1)}`.replace(tensorFlowFrame, blanked);
}

/** `[1] 0.5 1.5`, where a line begins with the number of its first element, and the `[1,]` and `[,1]` of a matrix. */
function withoutRLabels(text: string): string {
  if (/^\s*\[1\][ \t]+[^\s,[\]]/.test(text)) {
    const labels = [...text.matchAll(/^[ \t]*\[(\d+)\](?=[ \t])/gm)].map(([, label]) => Number(label));
    const isOne = labels.every((label, index) => index === 0 || label > (labels[index - 1] ?? NaN));
    return isOne ? text.replace(/^[ \t]*\[\d+\](?=[ \t])/gm, blanked).replace(/[\r\n]/g, ' ') : text;
  }
  if (!/^\s*(?:\[,\d+\][ \t]*)+[\r\n]/.test(text)) return text;
  return text.replace(/\[,\d+\]/g, blanked).replace(/^[ \t]*\[\d+,\]/gm, blanked);
}

/** A table of Markdown without its lines. */
function withoutPipes(text: string): string {
  return eachLine(text, (line) =>
    /^[\s|:-]*-[\s|:-]*$/.test(line) ? blanked(line) : line.replaceAll('|', ' '),
  );
}

const seriesEnd = /[\r\n][ \t]*(?:Name: [^\r\n]{0,80}, )?(?:Length: \d+, )?dtype: \w+\s*$/;

/** A series of pandas: a label and a value in each line, and a last line about both. */
function withoutSeriesLabels(text: string): string | undefined {
  const from = Math.max(0, text.length - 200);
  const end = seriesEnd.exec(text.slice(from));
  if (!end) return undefined;
  const values = text.slice(0, from + end.index);
  const unlabelled = eachLine(values, (line) => {
    const trimmed = line.trimEnd();
    const value = Math.max(trimmed.lastIndexOf(' '), trimmed.lastIndexOf('\t')) + 1;
    return blanked(line.slice(0, value)) + line.slice(value);
  });
  return unlabelled + blanked(text.slice(values.length));
}

/** CSV as pandas writes it with its index: a first column whose name is empty. */
function withoutUnnamedColumn(text: string): string | undefined {
  const delimiter = /^(?:[ ]*[\r\n])*([,;\t])[^,;\t\r\n]/.exec(text)?.[1];
  if (delimiter === undefined) return undefined;
  const lines = text.split(/\r\n?|\n/).filter((line) => line.trim() !== '');
  const [header = '', ...rows] = lines;
  if (delimiter === '\t' && cellCount(rows[0] ?? '', delimiter) !== cellCount(header, delimiter))
    return undefined;
  const labels = rows.map((row) => row.slice(0, Math.max(0, row.indexOf(delimiter))));
  if (!areLabels(labels)) return undefined;
  let isHeader = true;
  return eachLine(text, (line) => {
    if (line.trim() === '') return line;
    const label = line.indexOf(delimiter) + 1;
    const rest = line.slice(label);
    const kept = isHeader && countsFromZero(rest.split(delimiter)) ? rest.replace(/\d/g, 'x') : rest;
    isHeader = false;
    return blanked(line.slice(0, label)) + kept;
  });
}

/** A printed data frame: nothing stands above the first cell of its rows. */
function withoutIndex(text: string): string {
  const [header, first] = firstLines(text);
  if (!/^[ \t]/.test(header) || !isUnder(header, first)) return text;
  const lines = text.split(/\r\n?|\n/).filter((line) => line.trim() !== '');
  const names = header.trim().split(/[ \t]+/);
  const isNumbered = names.every((name) => Number.isFinite(Number(name)));
  if (isNumbered && !countsFromZero(names)) return text;
  const rows = lines.slice(1).filter((line) => !frameSize.test(line));
  if (!rows.every((row) => isUnder(header, row))) return text;
  const odd = rows.find((row) => row.trim().split(/[ \t]+/).length !== names.length + 1);
  if (odd !== undefined) {
    if (isNumbered) return text;
    throw new TextError(
      t`the header does not fit the rows: paste the table as df.to_csv(index=False) or print(df.values) gives it`,
      text.indexOf(header) + header.search(/\S/),
      header.trim().length,
    );
  }
  let isHeader = true;
  return eachLine(text, (line) => {
    if (line.trim() === '' || frameSize.test(line)) return blanked(line);
    if (!isHeader) return line.replace(/^[ \t]*[^ \t]+/, blanked);
    isHeader = false;
    return isNumbered ? line.replace(/\d/g, 'x') : line;
  });
}

/** `[100 rows x 2 columns]`, which pandas prints below. */
const frameSize = /^\s*\[\d+ rows? x \d+ columns?\]\s*$/;

/** The first two lines that are not blank. */
function firstLines(text: string): readonly [string, string] {
  const line = /\S[^\r\n]*/g;
  const next = (): string => {
    const { index, 0: content } = line.exec(text) ?? { index: 0, 0: '' };
    const start = Math.max(text.lastIndexOf('\n', index), text.lastIndexOf('\r', index)) + 1;
    return text.slice(start, index) + content;
  };
  return [next(), next()];
}

/** Whether the row's first cell has only blanks above it in the header. */
function isUnder(header: string, row: string): boolean {
  const end = /^[ \t]*[^ \t]+(?=[ \t])/.exec(row)?.[0].length;
  return end !== undefined && header.slice(0, end).trim() === '';
}

/** Whether the cells number the rows from 0, or are no numbers at all. */
function areLabels(cells: readonly string[]): boolean {
  const isNumber = (cell: string): boolean => cell.trim() !== '' && !Number.isNaN(Number(cell));
  return cells.length > 0 && (countsFromZero(cells) || !cells.some(isNumber));
}

function countsFromZero(cells: readonly string[]): boolean {
  return cells.every((cell, index) => cell.trim() === String(index));
}

function cellCount(line: string, delimiter: string): number {
  return line.split(delimiter).length;
}

/** Changes each line to one of the same length, and leaves the line ends. */
function eachLine(text: string, change: (line: string) => string): string {
  return text
    .split(/(\r\n?|\n)/)
    .map((part, index) => (index % 2 === 0 ? change(part) : part))
    .join('');
}

function blanked(text: string): string {
  return text.replace(/[^\r\n]/g, ' ');
}
