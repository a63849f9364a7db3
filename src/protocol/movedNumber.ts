import { isFinite, type FieldGuards } from './guards';

/** How a number of a tensor changes along a way. */
export interface MovedNumber {
  readonly origin: number;
  readonly slope: number;
  /** How far it goes round a circle; 0 on a straight way. */
  readonly turn: number;
}

/** What a {@link MovedNumber} consists of. */
export const movedNumberFields: FieldGuards<MovedNumber> = {
  origin: isFinite,
  slope: isFinite,
  turn: isFinite,
};

/** The number at a place of its way; that of one that turns ends at -1 and 1. */
export function numberAt({ origin, slope, turn }: MovedNumber, x: number): number {
  return origin + slope * x + (turn === 0 ? 0 : turn * Math.sqrt(1 - x * x));
}
