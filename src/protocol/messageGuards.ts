import type {
  InputDefinition,
  ParameterDefinition,
  ParameterValue,
  ShapeCase,
} from '../engine/lossDefinition';
import type { Tensor } from '../engine/tensor/tensor';
import { callErrorFields, isPlaceView, type CallError } from './callError';
import { isFormulaView } from './formulaView';
import {
  isArrayOf,
  isBoolean,
  isCount,
  isEither,
  isNumber,
  isObjectWith,
  isOneOf,
  isOptional,
  isRecordOf,
  isString,
  isTagged,
  type Guard,
} from './guards';
import type {
  FieldReport,
  FileTensor,
  InputState,
  LossForm,
  LossUse,
  Outcome,
  PlaygroundResult,
  PlaygroundState,
  TableView,
  TextProblem,
  ToHost,
  ToWebview,
  Undoable,
  WeightField,
} from './messages';
import { isPastResult } from './pastResult';
import { isAnswer, isQuestion } from './questionGuards';
import { isDType, isTensorView } from './tensorView';
import { isViewSettings } from './viewSettings';

const isBytes: Guard<Uint8Array> = (value): value is Uint8Array => value instanceof Uint8Array;

const isChosenDType = isEither(isDType, isOneOf('auto'));

/** Whether the value is an input as the user has it. */
export const isInputState = isObjectWith<InputState>({
  text: isString,
  dtype: isChosenDType,
  nameInCode: isOptional(isString),
  file: isOptional(isObjectWith<FileTensor>({ path: isString, array: isString })),
});

/** Whether the value is a state that can be restored. */
export const isPlaygroundState: Guard<PlaygroundState> = isObjectWith<PlaygroundState>({
  version: isOneOf(1),
  loss: isString,
  parameters: isRecordOf(isString),
  inputs: isRecordOf(isInputState),
  tab: isString,
  views: isOptional(isViewSettings),
});

/** Whether the value is a message that the webview sends. */
export const isToHost: Guard<ToHost> = isTagged<'type', ToHost>('type', {
  ready: { shown: isOptional(isCount), hasResult: isOptional(isBoolean) },
  chooseLoss: { loss: isString, revision: isCount },
  setParameter: { name: isString, text: isEither(isString, isOneOf(null)), revision: isCount },
  setInput: { name: isString, text: isString, dtype: isChosenDType, revision: isCount },
  setTab: { tab: isString },
  setViews: { views: isViewSettings },
  ask: { id: isCount, question: isQuestion, revision: isCount },
  loadExample: { index: isCount, revision: isCount },
  setDType: { name: isString, dtype: isChosenDType, revision: isCount },
  randomInput: { name: isString, shape: isArrayOf(isCount), seed: isCount, revision: isCount },
  inputFromEditor: { name: isString },
  inputFromFile: { name: isString },
  inputFromUri: { name: isString, uri: isString },
  inputFromBytes: { name: isString, fileName: isString, bytes: isBytes },
  undo: {},
  redo: {},
  restoreResult: { id: isCount },
  pinResult: { id: isCount, pinned: isBoolean },
  removeResult: { id: isCount },
  clearResults: {},
  cancel: {},
  copy: { text: isString },
  copyTensor: { tensor: isTensorView, format: isOneOf('pytorch', 'numpy', 'json', 'tsv') },
  insertCode: { code: isString },
  share: {},
  openShared: { text: isString },
  savePicture: { name: isString, content: isEither(isString, isBytes) },
  openDocumentation: {},
  openGuide: {},
});

const isTensor: Guard<Tensor> = isTensorView;
const isParameterValue: Guard<ParameterValue> = (value): value is ParameterValue =>
  value === null ||
  isNumber(value) ||
  typeof value === 'bigint' ||
  isBoolean(value) ||
  isString(value) ||
  isArrayOf(isNumber)(value) ||
  isTensor(value);

const isLossForm = isObjectWith<LossForm>({
  name: isString,
  functional: isEither(isString, isOneOf(null)),
  task: isString,
  summary: isString,
  whenToUse: isString,
  words: isArrayOf(isString),
  documentation: isString,
  inputs: isArrayOf(
    isObjectWith<InputDefinition>({
      name: isString,
      functionalName: isOptional(isString),
      description: isString,
      dtype: isDType,
      differentiable: isBoolean,
      symbol: isString,
      orNumber: isOptional(isOneOf(true)),
      orNumbers: isOptional(isOneOf(true)),
    }),
  ),
  parameters: isArrayOf(
    isObjectWith<ParameterDefinition>({
      name: isString,
      functionalName: isOptional(isString),
      kind: isOneOf('choice', 'float', 'int', 'bool', 'tensor', 'function', 'ints'),
      choices: isOptional(isArrayOf(isString)),
      default: isParameterValue,
      description: isString,
      legacy: isOptional(isOneOf(true)),
      functionalOnly: isOptional(isOneOf(true)),
      argument: isOptional(isString),
      verbatim: isOptional(isOneOf(true)),
      differentiable: isOptional(isOneOf(true)),
      moduleOnly: isOptional(isOneOf(true)),
      required: isOptional(isOneOf(true)),
      keywordOnly: isOptional(isEither(isOneOf(true), isOneOf('module'))),
      minimum: isOptional(isNumber),
      maximum: isOptional(isNumber),
      exclusiveMinimum: isOptional(isOneOf(true)),
      symbol: isOptional(isString),
      shape: isOptional(isArrayOf(isString)),
    }),
  ),
  shapes: isArrayOf(
    isObjectWith<ShapeCase>({
      label: isString,
      inputs: isRecordOf(isArrayOf(isString)),
      output: isArrayOf(isString),
    }),
  ),
  margin: isOptional(isOneOf('score', 'sign', 'difference', 'distance', 'similarity')),
  examples: isArrayOf(isString),
  uses: isArrayOf(
    isObjectWith<LossUse>({
      task: isString,
      reason: isString,
      lastLayer: isString,
      target: isString,
      alternatives: isArrayOf(
        isObjectWith<LossUse['alternatives'][number]>({ loss: isString, when: isString }),
      ),
    }),
  ),
});

const isFieldReport = isObjectWith<FieldReport>({
  dtype: isOptional(isDType),
  shape: isOptional(isArrayOf(isCount)),
  problem: isOptional(
    isObjectWith<TextProblem>({
      message: isString,
      line: isCount,
      column: isCount,
      offset: isCount,
      length: isCount,
    }),
  ),
  fileProblem: isOptional(isString),
});

const isOutcome: Guard<Outcome> = isTagged<'kind', Outcome>('kind', {
  value: {
    loss: isTensorView,
    printed: isString,
    precise: isString,
    elements: isOptional(isTensorView),
    unshown: isOptional(isArrayOf(isCount)),
    gradients: isRecordOf(isEither(isTensorView, isOneOf(null))),
    warnings: isArrayOf(isString),
    reduction: isString,
    milliseconds: isNumber,
    explanation: isOptional(isString),
    places: isOptional(isArrayOf(isPlaceView)),
    backwardError: isOptional(isObjectWith<CallError>(callErrorFields)),
  },
  error: callErrorFields,
  incomplete: { missing: isArrayOf(isString) },
  cancelled: {},
});

const isPlaygroundResult = isObjectWith<PlaygroundResult>({
  revision: isCount,
  inputs: isRecordOf(isFieldReport),
  parameters: isRecordOf(isFieldReport),
  weights: isOptional(isArrayOf(isObjectWith<WeightField>({ name: isString, shape: isArrayOf(isCount) }))),
  tables: isOptional(
    isRecordOf(
      isObjectWith<TableView>({ tensor: isTensorView, dtypeFrom: isOneOf('choice', 'text', 'numbers') }),
    ),
  ),
  formula: isOptional(isFormulaView),
  gradientFormula: isOptional(isFormulaView),
  outcome: isOutcome,
  code: isString,
});

/** Whether the value is a message that the host sends. */
export const isToWebview: Guard<ToWebview> = isTagged<'type', ToWebview>('type', {
  show: {
    losses: isArrayOf(isLossForm),
    state: isPlaygroundState,
    revision: isCount,
    seen: isOptional(isCount),
    undoable: isObjectWith<Undoable>({ undo: isBoolean, redo: isBoolean }),
    result: isOptional(isPlaygroundResult),
    strings: isOptional(isRecordOf(isString)),
  },
  result: { result: isPlaygroundResult },
  answer: { id: isCount, answer: isAnswer },
  history: { results: isArrayOf(isPastResult) },
  busy: { revision: isCount, what: isString },
  inputProblem: { name: isString, text: isString },
  notice: { text: isString },
});
