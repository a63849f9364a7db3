import { isArrayOf, isBoolean, isCount, isObjectWith, isOptional, isString, type Guard } from './guards';
import { isRange } from './questionGuards';
import type { CurveQuestion } from './questions';
import { isSetting, type Setting } from './setting';

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

/** What the descent is like. Numbers are as typed. */
export interface DescendSettings {
  /** The loss that the inputs and the step were chosen for. */
  readonly loss: string;
  /** The inputs that move; left out: the first with a gradient. */
  readonly inputs?: readonly string[];
  readonly learningRate: string;
  readonly momentum: string;
  readonly steps: string;
  /** The step that is shown. */
  readonly at: number;
  /** Whether the plot's axis is logarithmic. */
  readonly logarithmic: boolean;
}

/** What is compared with the state's own setting. */
export interface CompareSettings {
  readonly settings: readonly Setting[];
}

/** What the user chose in the tabs that ask questions, each left out until something was. */
export interface ViewSettings {
  readonly curve?: CurveSettings;
  readonly descend?: DescendSettings;
  readonly compare?: CompareSettings;
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
  descend: isOptional(
    isObjectWith<DescendSettings>({
      loss: isString,
      inputs: isOptional(isArrayOf(isString)),
      learningRate: isString,
      momentum: isString,
      steps: isString,
      at: isCount,
      logarithmic: isBoolean,
    }),
  ),
  compare: isOptional(isObjectWith<CompareSettings>({ settings: isArrayOf(isSetting) })),
});
