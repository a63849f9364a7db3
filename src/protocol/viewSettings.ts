import { isCount, isObjectWith, isOptional, isString, type Guard } from './guards';
import { isRange, isSetting } from './questionGuards';
import type { CurveQuestion, Setting } from './questions';

/** What the curve shows. What does not fit the present loss and tensors is ignored. */
export interface CurveSettings {
  /** The loss that `range` and `other` were chosen for. */
  readonly loss: string;
  /** The input along which it goes; left out: the first with a gradient. */
  readonly input?: string;
  /** The element's offset in the flattened input. */
  readonly at: number;
  readonly range?: NonNullable<CurveQuestion['range']>;
  /** What is drawn over it. */
  readonly other?: Setting;
}

/** What the user chose in the tabs that ask questions, each left out until something was. */
export interface ViewSettings {
  readonly curve?: CurveSettings;
}

/** Whether the value holds settings of tabs. */
export const isViewSettings: Guard<ViewSettings> = isObjectWith<ViewSettings>({
  curve: isOptional(
    isObjectWith<CurveSettings>({
      loss: isString,
      input: isOptional(isString),
      at: isCount,
      range: isOptional(isRange),
      other: isOptional(isSetting),
    }),
  ),
});
