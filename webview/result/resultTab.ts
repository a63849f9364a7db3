import type { TemplateResult } from 'lit';
import type { DType } from '../../src/engine/tensor/tensor';
import type { InputState, LossForm, PlaygroundResult } from '../../src/protocol/messages';
import type { Question } from '../../src/protocol/questions';
import type { ViewSettings } from '../../src/protocol/viewSettings';
import type { ValueOutcome } from '../playgroundModel';
import type { Asked } from '../questions';

/** A cell of a heat map that was chosen, and the element of the unreduced loss that it belongs to. */
export interface ChosenCell {
  /** The tab it was chosen in. */
  readonly tab: 'gradient' | 'elements';
  /** The input whose gradient it is of; empty in the tab Elements. */
  readonly tensor: string;
  /** The cell's offset in its tensor. */
  readonly at: number;
  readonly element: number;
  /** The cell as one writes it: `input[0, 1]`. */
  readonly name: string;
}

/** What a tab below the result gets to show. */
export interface TabContext {
  readonly form: LossForm;
  readonly result: PlaygroundResult;
  /** The newest outcome with numbers; older than `result` while that has none. */
  readonly value: ValueOutcome;
  /** Which of its tensors the tab showed last. */
  readonly shown: string | undefined;
  readonly show: (tensor: string) => void;
  /** The cell of a heat map that was chosen last; Steps shows its element. */
  readonly chosen: ChosenCell | undefined;
  readonly choose: (cell: ChosenCell) => void;
  /** Goes to another tab. */
  readonly openTab: (id: string) => void;
  readonly copy: (text: string) => void;
  /** Every loss that there is. */
  readonly losses: readonly LossForm[];
  /** The parameters as typed, by name; what is left out has its default. */
  readonly parameters: Readonly<Record<string, string>>;
  /** What the user chose in the tabs. */
  readonly views: ViewSettings;
  /** Changes settings of tabs; those left out stay. */
  readonly setViews: (views: ViewSettings) => void;
  /** The newest answer to a question; asking again and again is asking once. */
  readonly ask: <Q extends Question>(question: Q) => Asked<Q['kind']>;
  /** Asks once more what was cancelled. */
  readonly askAgain: (kind: Question['kind']) => void;
  /** What the user has for an input. */
  readonly input: (name: string) => InputState;
  readonly savePicture: (name: string, content: string | Uint8Array) => void;
  readonly setInput: (name: string, text: string, dtype?: DType | 'auto') => void;
}

/** A tab below the result. */
export interface ResultTab {
  /** As `PlaygroundState.tab` has it. */
  readonly id: string;
  /** In the user's language. */
  readonly label: () => string;
  readonly render: (context: TabContext) => TemplateResult;
}
