import { lossByFunctional, lossByName } from '../engine/evaluate';
import type { LossDefinition } from '../engine/defineLoss';

/** A loss as one of PyTorch's two callables. */
export interface NamedLoss {
  readonly loss: LossDefinition;
  readonly via: 'module' | 'functional';
}

/** Modules that re-export others: what stands left is the same as what stands right. */
const sameModules: readonly (readonly [RegExp, string])[] = [
  [/^torch\.nn\.modules\.(?:loss|adaptive)\.F\./, 'torch.nn.functional.'],
  [/^torch\.nn\.modules\.(?:loss|adaptive)\./, 'torch.nn.'],
  [/^torch\.nn\.modules\./, 'torch.nn.'],
  [/^torch\.nn\.functional\.torch\./, 'torch.'],
];

/** The path by which PyTorch documents a thing: `torch.nn.MSELoss` for `torch.nn.modules.loss.MSELoss`. */
export function canonicalPath(path: string): string {
  for (const [pattern, replacement] of sameModules)
    if (pattern.test(path)) return canonicalPath(path.replace(pattern, replacement));
  return path;
}

/** The loss at a full path, `torch.nn.MSELoss` or `torch.nn.functional.mse_loss`. */
export function lossAtPath(path: string): NamedLoss | undefined {
  const match = /^torch\.nn\.(functional\.)?(\w+)$/.exec(canonicalPath(path));
  const name = match?.[2];
  if (name === undefined) return undefined;
  const loss = match?.[1] === undefined ? lossByName(name) : lossByFunctional(name);
  return loss && { loss, via: match?.[1] === undefined ? 'module' : 'functional' };
}

/** What the conventional names stand for in a file that imports no torch: `nn.X`, `F.x`, `torch...`. */
export function conventionalPath(path: string): string | undefined {
  if (path.startsWith('nn.')) return `torch.${path}`;
  if (path.startsWith('F.')) return `torch.nn.functional.${path.slice(2)}`;
  return path.startsWith('torch.') ? path : undefined;
}

/** What a star import of PyTorch binds among the names that lead to losses, as full paths. */
const starNames: Readonly<Record<string, (name: string) => string | undefined>> = {
  torch: (name) =>
    name === 'Tensor' || name === 'tensor' || name === 'manual_seed' ? `torch.${name}` : undefined,
  'torch.nn': (name) =>
    name === 'functional' || name === 'modules' || /^[A-Z]/.test(name) ? `torch.nn.${name}` : undefined,
  'torch.nn.modules': (name) => (/^[A-Z]/.test(name) ? `torch.nn.${name}` : undefined),
  'torch.nn.modules.loss': (name) => (/^[A-Z]/.test(name) ? `torch.nn.${name}` : undefined),
  'torch.nn.functional': (name) => (name === 'torch' ? name : `torch.nn.functional.${name}`),
};

/**
 * The full path of a name that only star imports can bind. Undefined unless the last one that may bind it is
 * PyTorch's; of the file's own modules (relative ones, and unknown ones before PyTorch's) it is assumed that
 * they don't.
 */
export function starPath(modules: readonly string[], path: string): string | undefined {
  const [first = '', ...rest] = path.split('.');
  for (const module of [...modules].reverse()) {
    const bound = starNames[module]?.(first);
    if (bound !== undefined && existsBelow(bound, rest)) return [bound, ...rest].join('.');
    if (starNames[module] === undefined && !module.startsWith('.')) return undefined;
  }
  return undefined;
}

function existsBelow(bound: string, rest: readonly string[]): boolean {
  const full = [bound, ...rest].join('.');
  return lossAtPath(full) !== undefined || !/^torch\.nn(\.functional)?\.\w+$/.test(full) || rest.length === 0;
}
