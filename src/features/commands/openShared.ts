import { env, l10n, window } from 'vscode';
import { stateOfText } from '../../playground/sharedState';
import { sharedText } from '../../protocol/sharedText';
import type { PlaygroundDoor } from '../playgroundDoor';

/** Opens the playground that a text holds which someone shared; taken from the clipboard if it is there. */
export async function openShared(playground: PlaygroundDoor): Promise<void> {
  const text = await window.showInputBox({
    title: l10n.t('Open Shared Playground'),
    prompt: l10n.t('Paste the text that was shared.'),
    value: sharedText(await env.clipboard.readText()) ?? '',
    validateInput: (value) =>
      value === '' || stateOfText(value)
        ? undefined
        : l10n.t('This is no shared playground, or only a part of one.'),
  });
  const state = text === undefined ? undefined : stateOfText(text);
  if (state) await playground.show(() => state);
}
