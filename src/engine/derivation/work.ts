import type { ParameterValue } from '../lossDefinition';
import { isHalf } from '../tensor/dtype';
import type { DType, Tensor } from '../tensor/tensor';
import { Arithmetic } from './arithmetic';
import { mostRows, type DerivationStep, type Remedies, type TableColumn, type TableRow } from './derivation';
import type { Expression, Named } from './expression';
import type { Place } from './place';

/** The working of one element of the unreduced loss, as a loss writes it down: arithmetic, and what came of it. */
export class Work extends Arithmetic {
  readonly steps: DerivationStep[] = [];
  /** What the mean divides by, if not by the number of losses; `alsoOfSum` if other reductions divide by it too. */
  denominator: { readonly value?: number; readonly name: string; readonly alsoOfSum?: true } | undefined;
  /** What each loss is divided by before the mean is taken. */
  divisors: { readonly values: ArrayLike<number>; readonly name: string } | undefined;

  /** What to do where a number of the working is none. */
  remedies: Remedies = {};
  /** For what PyTorch computes inside one operation, which it rounds only in the end: float32 for 16-bit floats. */
  readonly wide: Arithmetic;

  constructor(
    readonly place: Place,
    dtype: DType,
  ) {
    super(dtype);
    this.wide = isHalf(dtype) ? new Arithmetic('float32') : this;
  }

  /** Arithmetic in the dtype of an operation on tensors that have another one than the loss; integers wrap. */
  as(dtype: DType): Arithmetic {
    return dtype === this.dtype ? this : new Arithmetic(dtype);
  }

  /** The number of a tensor, or a plain number, that belongs to the element. */
  read(symbol: string, tensor: string, value: Tensor | number | bigint): Named {
    if (typeof value !== 'object') return this.named(symbol, Number(value));
    const index = this.place.in(value);
    return this.at(symbol, tensor, value, index);
  }

  /** An element of a tensor. */
  at(symbol: string, tensor: string, { data }: Tensor, index: number): Named {
    return { kind: 'named', symbol, value: data[index] ?? NaN, source: { tensor, index } };
  }

  /** A parameter that is a number, however it was written; `otherwise` for what is none. */
  parameter(symbol: string, value: ParameterValue, otherwise = NaN): Named {
    return this.named(symbol, this.round(numberOf(value) ?? otherwise));
  }

  /** Notes down a number, and gives it back under its symbol for the next step. */
  step(name: string, symbol: string, from: Expression, note?: string): Named {
    const { value } = from;
    this.steps.push({ kind: 'quantity', name, symbol, from, value, ...(note !== undefined && { note }) });
    return this.named(symbol, value);
  }

  /** Notes down a table. Of a long one only the first rows are asked for, and those that `marks` says stand out. */
  table(table: {
    readonly name: string;
    readonly each: string;
    readonly columns: readonly TableColumn[];
    readonly count: number;
    readonly label?: (row: number) => string;
    readonly values: (row: number) => readonly number[];
    readonly marks?: ReadonlyMap<number, string>;
  }): void {
    const { name, each, columns, count, label = String, values, marks = new Map<number, string>() } = table;
    const rowAt = (row: number): TableRow => {
      const mark = marks.get(row);
      return { label: label(row), values: values(row), ...(mark !== undefined && { mark }) };
    };
    const shown = Math.min(count, mostRows);
    const rows = Array.from({ length: shown }, (_, row) => rowAt(row));
    for (const row of marks.keys()) if (row >= shown && row < count) rows.push(rowAt(row));
    this.steps.push({ kind: 'table', name, each, columns, rows, count });
  }
}

function numberOf(value: ParameterValue): number | undefined {
  if (typeof value === 'object' && value !== null) return 'data' in value ? value.data[0] : undefined;
  return typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean'
    ? Number(value)
    : undefined;
}
