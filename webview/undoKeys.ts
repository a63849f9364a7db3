import { isInTextField } from './textFieldKeys';

/** What undoing and redoing do. */
export interface UndoActions {
  undo(): void;
  redo(): void;
}

/** Marks a text field whose text is part of the session: undoing in it undoes the session's last step. */
const sharedUndo = 'data-shared-undo';

/**
 * Lets the keys for undoing and redoing, and the browser's own commands for it, act on the whole session: anywhere but
 * in text fields that the session does not have, such as a search field, which undo their own text.
 */
export function listenForUndo(page: Document, actions: UndoActions): void {
  page.addEventListener('keydown', (event) => {
    const action = actionOfKeys(event);
    if (!action || hasUndoOfItsOwn(event)) return;
    event.preventDefault();
    // VS Code would undo in the text field.
    event.stopPropagation();
    actions[action]();
  });
  page.addEventListener('beforeinput', (event) => {
    const action = actionOfInput(event.inputType);
    if (!action || hasUndoOfItsOwn(event)) return;
    event.preventDefault();
    actions[action]();
  });
}

function actionOfKeys(event: KeyboardEvent): keyof UndoActions | undefined {
  const { key, altKey, ctrlKey, metaKey, shiftKey } = event;
  if (altKey || ctrlKey === metaKey) return undefined;
  if (key.toLowerCase() === 'z') return shiftKey ? 'redo' : 'undo';
  return key.toLowerCase() === 'y' && ctrlKey && !shiftKey ? 'redo' : undefined;
}

function actionOfInput(type: string): keyof UndoActions | undefined {
  if (type === 'historyUndo') return 'undo';
  return type === 'historyRedo' ? 'redo' : undefined;
}

function hasUndoOfItsOwn(event: Event): boolean {
  const isShared = event
    .composedPath()
    .some((each) => each instanceof Element && each.hasAttribute(sharedUndo));
  return isInTextField(event) && !isShared;
}
