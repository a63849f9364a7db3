// The door of this room: what features ask about a Python document that is ready.
export {
  lossCallAt,
  lossCalls,
  lossCallsByPart,
  lossCallsOnLine,
  partName,
  selectedLossCalls,
} from './lossCalls';
export { lossUseAt, type LossCall, type LossUse } from './lossUse';
export { explain, hoverAt, type HoverContent, type LossExplanation, type LossHover } from './hoverContent';
export { renderHover, type HoverSection, type RenderOptions } from './renderHover';
export { evaluateCall, type EvaluatedCall, type EvaluatedInput } from './evaluateCall';
export { playgroundCall, type PlaygroundCall } from './playgroundCall';
export { tensorAt, type TensorInCode } from './tensorAt';
export type { Budget } from './constants/machineState';
export { isSameExport, type Export } from './exports';
export { exportAt } from './exportAt';
export { namesBehind, tellingNames } from './otherFiles';
export { again, HandedOnNames } from './handedOnNames';
export type { ForeignName } from './foreignNames';
export { atOnce, settled } from '../python/pauses';
