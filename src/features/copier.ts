import { env } from 'vscode';
import type { TensorFormat } from '../protocol/messages';
import type { TensorView } from '../protocol/tensorView';
import { tensorFormats } from '../text/tensorFormats';
import { inTurns } from './turns';

/** Copies texts and tensors; of several, what was asked for last is on the clipboard in the end. */
export class Copier {
  #latest = 0;

  async copyText(text: string): Promise<void> {
    this.#latest++;
    await env.clipboard.writeText(text);
  }

  /** Whether it was copied: to write many elements takes a moment, in which something else may be copied. */
  async copyTensor(tensor: TensorView, format: TensorFormat): Promise<boolean> {
    const copy = ++this.#latest;
    const text = await inTurns(tensorFormats[format](tensor), () => copy === this.#latest);
    if (text === undefined) return false;
    await env.clipboard.writeText(text);
    return true;
  }
}
