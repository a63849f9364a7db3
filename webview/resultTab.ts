import type { TemplateResult } from 'lit';
import type { LossForm, PlaygroundResult } from '../src/protocol/messages';
import type { ValueOutcome } from './playgroundModel';

/** What a tab below the result gets to show. */
export interface TabContext {
  readonly form: LossForm;
  readonly result: PlaygroundResult;
  /** The newest outcome with numbers; older than `result` while that has none. */
  readonly value: ValueOutcome;
  /** Which of its tensors the tab showed last. */
  readonly shown: string | undefined;
  readonly show: (tensor: string) => void;
  readonly copy: (text: string) => void;
}

/** A tab below the result. */
export interface ResultTab {
  /** As `PlaygroundState.tab` has it. */
  readonly id: string;
  /** In the user's language. */
  readonly label: () => string;
  readonly render: (context: TabContext) => TemplateResult;
}
