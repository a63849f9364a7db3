import chevronDown from '@vscode/codicons/src/icons/chevron-down.svg';
import chevronLeft from '@vscode/codicons/src/icons/chevron-left.svg';
import chevronRight from '@vscode/codicons/src/icons/chevron-right.svg';
import close from '@vscode/codicons/src/icons/close.svg';
import copy from '@vscode/codicons/src/icons/copy.svg';
import debugPause from '@vscode/codicons/src/icons/debug-pause.svg';
import discard from '@vscode/codicons/src/icons/discard.svg';
import edit from '@vscode/codicons/src/icons/edit.svg';
import eraser from '@vscode/codicons/src/icons/eraser.svg';
import error from '@vscode/codicons/src/icons/error.svg';
import file from '@vscode/codicons/src/icons/file.svg';
import info from '@vscode/codicons/src/icons/info.svg';
import insert from '@vscode/codicons/src/icons/insert.svg';
import listSelection from '@vscode/codicons/src/icons/list-selection.svg';
import pin from '@vscode/codicons/src/icons/pin.svg';
import pinned from '@vscode/codicons/src/icons/pinned.svg';
import play from '@vscode/codicons/src/icons/play.svg';
import redo from '@vscode/codicons/src/icons/redo.svg';
import save from '@vscode/codicons/src/icons/save.svg';
import share from '@vscode/codicons/src/icons/share.svg';
import table from '@vscode/codicons/src/icons/table.svg';
import triangleLeft from '@vscode/codicons/src/icons/triangle-left.svg';
import triangleRight from '@vscode/codicons/src/icons/triangle-right.svg';
import warning from '@vscode/codicons/src/icons/warning.svg';
import zoomIn from '@vscode/codicons/src/icons/zoom-in.svg';
import zoomOut from '@vscode/codicons/src/icons/zoom-out.svg';
import { html, type TemplateResult } from 'lit';
import { unsafeSVG } from 'lit/directives/unsafe-svg.js';

/** VS Code's own icons, and what it has none for. */
const shapes = {
  back: triangleLeft,
  chevronDown,
  chevronLeft,
  chevronRight,
  clear: eraser,
  close,
  copy,
  dice: `<path fill-rule="evenodd" d="M4 1h8a3 3 0 0 1 3 3v8a3 3 0 0 1-3 3H4a3 3 0 0 1-3-3V4a3 3 0 0 1 3-3Zm0
    1a2 2 0 0 0-2 2v8a2 2 0 0 0 2 2h8a2 2 0 0 0 2-2V4a2 2 0 0 0-2-2Z"/><circle cx="5" cy="5" r="1.1"/><circle
    cx="11" cy="5" r="1.1"/><circle cx="8" cy="8" r="1.1"/><circle cx="5" cy="11" r="1.1"/><circle cx="11"
    cy="11" r="1.1"/>`,
  edit,
  error,
  file,
  first: `<path d="M4 4h1v8H4z"/><g transform="translate(1)">${triangleLeft}</g>`,
  forward: triangleRight,
  info,
  insert,
  last: `<path d="M11 4h1v8h-1z"/><g transform="translate(-1)">${triangleRight}</g>`,
  pause: debugPause,
  pin,
  pinned,
  play,
  redo,
  reset: discard,
  save,
  selection: listSelection,
  share,
  table,
  undo: discard,
  warning,
  zoomIn,
  zoomOut,
} satisfies Record<string, string>;

/** An icon of 16 by 16 pixels in the text's colour. It says nothing to screen readers: its button has the name. */
export function icon(name: keyof typeof shapes): TemplateResult {
  return html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true">${unsafeSVG(shapes[name])}</svg>`;
}
