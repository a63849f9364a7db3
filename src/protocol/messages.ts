import type { ParameterDefinition, InputDefinition, Margin, ShapeCase } from '../engine/lossDefinition';
import type { DType } from '../engine/tensor/tensor';
import type { CallError, PlaceView } from './callError';
import type { FormulaView } from './formulaView';
import type { PastResult } from './pastResult';
import type { Answer, NoAnswer, Question } from './questions';
import type { TensorView } from './tensorView';
import type { ViewSettings } from './viewSettings';

/** A loss as the playground's form needs it: the loss's own table without its functions. */
export interface LossForm {
  readonly name: string;
  readonly functional: string | null;
  readonly task: string;
  readonly summary: string;
  readonly whenToUse: string;
  /** What people search it by. */
  readonly words: readonly string[];
  readonly documentation: string;
  readonly inputs: readonly InputDefinition[];
  readonly parameters: readonly ParameterDefinition[];
  readonly shapes: readonly ShapeCase[];
  /** Left out where the loss knows no margin. */
  readonly margin?: Margin;
  readonly examples: readonly string[];
  /** What it is chosen for. */
  readonly uses: readonly LossUse[];
}

/** A task that a loss is chosen for, and what the loss asks for then. */
export interface LossUse {
  readonly task: string;
  readonly reason: string;
  /** What the model must end in. */
  readonly lastLayer: string;
  /** Shape and dtype of the target. */
  readonly target: string;
  readonly alternatives: readonly { readonly loss: string; readonly when: string }[];
}

/** One tensor as the user has it: its text, and the dtype chosen for it (`auto`: what the text says, else the loss's). */
export interface InputState {
  readonly text: string;
  readonly dtype: DType | 'auto';
  /** What the tensor is called in the code it came from. */
  readonly nameInCode?: string;
  /** Where the tensor is, if it is too large to be text; `text` is then empty. */
  readonly file?: FileTensor;
}

/** A tensor that stays in its file. */
export interface FileTensor {
  /** Of this machine's file system. */
  readonly path: string;
  /** What the file calls it; empty where the file holds just one. */
  readonly array: string;
}

/** Everything that the playground must bring back after hiding, moving or reloading. Versioned; validated on arrival. */
export interface PlaygroundState {
  readonly version: 1;
  readonly loss: string;
  /** Parameters as typed, by name; what is left out has its default. Kept for losses not shown. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Inputs by name. Kept when the loss changes, so that nothing typed is lost. */
  readonly inputs: Readonly<Record<string, InputState>>;
  /** The tab shown below the result. */
  readonly tab: string;
  /** What the user chose in the tabs. */
  readonly views?: ViewSettings;
}

/** Where in a text something is wrong. Lines and columns count from 1, columns in UTF-16 units. */
export interface TextProblem {
  readonly message: string;
  readonly line: number;
  readonly column: number;
  /** Offset and length in UTF-16 units, to select it. */
  readonly offset: number;
  readonly length: number;
}

/** What became of one field's text. */
export interface FieldReport {
  readonly dtype?: DType;
  readonly shape?: readonly number[];
  readonly problem?: TextProblem;
  /** Why the tensor can't be read from its file. */
  readonly fileProblem?: string;
}

/** A tensor that was read and is small enough to be edited as a table. */
export interface TableView {
  readonly tensor: TensorView;
  /** Who settled the dtype: the user, the text, or the numbers themselves. */
  readonly dtypeFrom: 'choice' | 'text' | 'numbers';
}

/** A weight of a module that learns, which can be entered like an input. */
export interface WeightField {
  /** As the module's `state_dict` has it. */
  readonly name: string;
  readonly shape: readonly number[];
}

/** What PyTorch would do with the call. */
export type Outcome =
  | {
      readonly kind: 'value';
      readonly loss: TensorView;
      /** As PyTorch prints it: `tensor(0.2875)`. */
      readonly printed: string;
      /** All digits of a 0-d loss, or empty. */
      readonly precise: string;
      readonly elements: TensorView | undefined;
      /** The shape of the elements where they are too many to be shown. */
      readonly unshown?: readonly number[];
      /** By input or parameter name; `null` where PyTorch leaves None. */
      readonly gradients: Readonly<Record<string, TensorView | null>>;
      readonly warnings: readonly string[];
      /** How the reduction came about, in words ("mean over 4 elements"). */
      readonly reduction: string;
      readonly milliseconds: number;
      /** Ours: why the loss or a gradient is NaN or infinite, and the way out. */
      readonly explanation?: string;
      /** Where the cause stands, and after it what else the explanation names. */
      readonly places?: readonly PlaceView[];
      /** What PyTorch's `backward()` raises although the loss has a value; the gradients are then missing. */
      readonly backwardError?: CallError;
    }
  | ({ readonly kind: 'error' } & CallError)
  | { readonly kind: 'incomplete'; readonly missing: readonly string[] }
  | { readonly kind: 'cancelled' };

/** The answer to one revision of the state. */
export interface PlaygroundResult {
  readonly revision: number;
  readonly inputs: Readonly<Record<string, FieldReport>>;
  readonly parameters: Readonly<Record<string, FieldReport>>;
  /** The module's own weights; those that nobody entered are as PyTorch draws them. */
  readonly weights?: readonly WeightField[];
  /** The small ones of the inputs and weights that could be read or drawn. */
  readonly tables?: Readonly<Record<string, TableView>>;
  readonly formula: FormulaView | undefined;
  readonly gradientFormula: FormulaView | undefined;
  readonly outcome: Outcome;
  /** The call as runnable PyTorch. */
  readonly code: string;
}

/** A form in which a tensor can be copied. */
export type TensorFormat = 'pytorch' | 'numpy' | 'json' | 'tsv';

/** Whether there is a step to undo, and one to redo. Any edit makes the first true and the second false. */
export interface Undoable {
  readonly undo: boolean;
  readonly redo: boolean;
}

/**
 * What the webview says to the host.
 *
 * The host owns the state; one state may be shown by several webviews. Each change of it has a `revision`, growing
 * by one: the webview numbers its edits from the newest revision that it has seen, and the host numbers what it
 * changes itself (`loadExample`, `inputFromEditor`, a command) the same way and answers with `show`. An edit whose
 * revision is not newer than the host's crossed a change of the host's on the way: the host applies it all the same
 * and answers with `show` under a newer revision, so that both sides agree again. The webview puts those of its edits
 * that a `show` has not `seen` yet on top of it, so what someone types is never taken back by what comes from elsewhere.
 */
export type ToHost =
  /** `shown`: the revision of the state that the host sent with the page's script, if that is what it shows. */
  | { readonly type: 'ready'; readonly shown?: number; readonly hasResult?: boolean }
  | { readonly type: 'chooseLoss'; readonly loss: string; readonly revision: number }
  /** `text: null` restores the default. */
  | {
      readonly type: 'setParameter';
      readonly name: string;
      readonly text: string | null;
      readonly revision: number;
    }
  | {
      readonly type: 'setInput';
      readonly name: string;
      readonly text: string;
      readonly dtype: DType | 'auto';
      readonly revision: number;
    }
  /** Changes the dtype only; the tensor may stay in its file. */
  | {
      readonly type: 'setDType';
      readonly name: string;
      readonly dtype: DType | 'auto';
      readonly revision: number;
    }
  | { readonly type: 'setTab'; readonly tab: string }
  /** Changes settings of tabs; those left out stay. Like `setTab` it is no edit: what is computed stays the same. */
  | { readonly type: 'setViews'; readonly views: ViewSettings }
  /**
   * Asks about the state of a revision; dropped if that is no longer the newest. Answered under `id`, unless this
   * webview's next question of the kind comes first.
   */
  | { readonly type: 'ask'; readonly id: number; readonly question: Question; readonly revision: number }
  | { readonly type: 'loadExample'; readonly index: number; readonly revision: number }
  /** Draws random numbers as PyTorch does after `torch.manual_seed(seed)`. */
  | {
      readonly type: 'randomInput';
      readonly name: string;
      readonly shape: readonly number[];
      readonly seed: number;
      readonly revision: number;
    }
  | { readonly type: 'inputFromEditor'; readonly name: string }
  /** Asks the user for a file. */
  | { readonly type: 'inputFromFile'; readonly name: string }
  /** A file that was dropped: where it is, or, where that is not known, its contents. */
  | { readonly type: 'inputFromUri'; readonly name: string; readonly uri: string }
  | {
      readonly type: 'inputFromBytes';
      readonly name: string;
      readonly fileName: string;
      readonly bytes: Uint8Array;
    }
  /** Takes back the last step of whatever webview; answered with `show` if there is one. */
  | { readonly type: 'undo' }
  | { readonly type: 'redo' }
  /** Goes back to a result of the history, which is a step that can be undone; answered with `show`. */
  | { readonly type: 'restoreResult'; readonly id: number }
  | { readonly type: 'pinResult'; readonly id: number; readonly pinned: boolean }
  | { readonly type: 'removeResult'; readonly id: number }
  /** Removes all results of the history that are not pinned. */
  | { readonly type: 'clearResults' }
  | { readonly type: 'cancel' }
  | { readonly type: 'copy'; readonly text: string }
  | { readonly type: 'copyTensor'; readonly tensor: TensorView; readonly format: TensorFormat }
  /** Puts code at the cursor of the Python editor that was used last. */
  | { readonly type: 'insertCode'; readonly code: string }
  /** Copies the state as a text that gives it back. */
  | { readonly type: 'share' }
  /** Takes the state that a shared text holds; answered with `show`, or with `notice` if it holds none. */
  | { readonly type: 'openShared'; readonly text: string }
  /** Lets the user choose a file for a picture: SVG text, or a PNG file. `name` is what is proposed. */
  | { readonly type: 'savePicture'; readonly name: string; readonly content: string | Uint8Array }
  | { readonly type: 'openDocumentation' }
  /** Asks what a loss is wanted for (the command Choose a Loss...). */
  | { readonly type: 'openGuide' };

/**
 * What the host says to the webview. `show` comes first: with the page's script, and as the answer to `ready` where the
 * page does not show the newest state, with the newest result if there is one; other results follow as `result`.
 */
export type ToWebview =
  | {
      readonly type: 'show';
      readonly losses: readonly LossForm[];
      readonly state: PlaygroundState;
      readonly revision: number;
      /** The newest of this page's edits that the state has; left out: those up to its revision. */
      readonly seen?: number;
      readonly undoable: Undoable;
      /** The state's result, if it is there already: both are drawn at once. */
      readonly result?: PlaygroundResult;
      /** All texts in the user's language (`vscode.l10n.bundle`), once a page; left out: those that it has, or English. */
      readonly strings?: Readonly<Record<string, string>>;
    }
  | { readonly type: 'result'; readonly result: PlaygroundResult }
  | { readonly type: 'answer'; readonly id: number; readonly answer: Answer | NoAnswer }
  /** The results of before, newest first: after `ready`, and whenever they change. */
  | { readonly type: 'history'; readonly results: readonly PastResult[] }
  /** Sent when a computation takes long. */
  | { readonly type: 'busy'; readonly revision: number; readonly what: string }
  /** Why an input could not be filled as was asked. */
  | { readonly type: 'inputProblem'; readonly name: string; readonly text: string }
  /** A short text for the status line and the screen reader. */
  | { readonly type: 'notice'; readonly text: string };
