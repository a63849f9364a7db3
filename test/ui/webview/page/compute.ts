import { evaluate, lossByName } from '../../../../src/engine/evaluate';
import type { FormulaBook } from '../../../../src/formulas/formulaBook';
import type {
  PlaygroundState,
  PlaygroundResult,
  FieldReport,
  Outcome,
} from '../../../../src/protocol/messages';
import { parseTensor } from '../../../../src/text/parseTensor';
import { printTensor } from '../../../../src/text/printTensor';

export function compute(state: PlaygroundState, revision: number, book: FormulaBook): PlaygroundResult {
  const loss = lossByName(state.loss)!;
  const inputs: Record<string, FieldReport> = {};
  const tensors: Record<string, any> = {};
  const missing: string[] = [];
  for (const d of loss.inputs) {
    const input = state.inputs[d.name];
    if (!input?.text.trim()) {
      missing.push(d.name);
      continue;
    }
    const parsed = parseTensor(input.text, { dtype: input.dtype, expected: d.dtype });
    if (parsed.ok) {
      inputs[d.name] = { dtype: parsed.tensor.dtype, shape: parsed.tensor.shape };
      tensors[d.name] = parsed.tensor;
    } else {
      inputs[d.name] = { problem: parsed.problem };
      missing.push(d.name);
    }
  }
  const parameters: Record<string, any> = {};
  const reports: Record<string, FieldReport> = {};
  for (const p of loss.parameters) {
    const text = state.parameters[p.name];
    if (text === undefined) continue;
    if (p.kind === 'choice') parameters[p.name] = text;
    else if (p.kind === 'bool') parameters[p.name] = text === 'True' ? true : text === 'False' ? false : null;
    else if (p.kind === 'tensor') {
      const parsed = parseTensor(text, { expected: 'float32' });
      if (parsed.ok) {
        parameters[p.name] = parsed.tensor;
        reports[p.name] = { dtype: parsed.tensor.dtype, shape: parsed.tensor.shape };
      } else {
        reports[p.name] = { problem: parsed.problem };
        missing.push(p.name);
      }
    } else {
      const n = Number(text);
      if (Number.isNaN(n) || !text.trim()) {
        reports[p.name] = {
          problem: { message: 'expected a number', line: 1, column: 1, offset: 0, length: text.length },
        };
        missing.push(p.name);
      } else parameters[p.name] = n;
    }
  }
  const formula = loss.formula(parameters as any);
  let outcome: Outcome;
  if (missing.length) outcome = { kind: 'incomplete', missing };
  else {
    const t0 = performance.now();
    try {
      const r = evaluate({
        loss: state.loss,
        parameters,
        inputs: tensors,
        gradients: loss.inputs
          .filter((d) => d.differentiable && /float/.test(tensors[d.name].dtype))
          .map((d) => d.name),
        elements: true,
      });
      outcome = {
        kind: 'value',
        loss: r.loss,
        printed: printTensor(r.loss),
        precise: r.loss.shape.length ? '' : String(r.loss.data[0]),
        elements: r.elements,
        gradients: r.gradients,
        warnings: r.warnings,
        reduction: r.denominator === undefined ? 'no reduction' : `mean over ${r.denominator} elements`,
        milliseconds: performance.now() - t0,
      };
    } catch (e: any) {
      outcome = {
        kind: 'error',
        type: e.type ?? e.name,
        message: e.message,
        explanation: 'Why: the shapes must be equal, or broadcast.',
      };
    }
  }
  const svg = (tex: string, words: string) => {
    const s = book.svg(tex, { colour: 'currentColor', fontSize: 15 });
    return s === undefined ? undefined : { svg: s, words };
  };
  return {
    revision,
    inputs,
    parameters: reports,
    formula: svg(formula.tex, formula.words),
    gradientFormula: svg(formula.gradientTex, formula.gradientWords),
    outcome,
    code: '# code',
  };
}
