import type { Box } from './editorText';

/** Takes a picture of the window, or of a part of it, under a name. */
export type Take = (name: string, clip?: Box) => Promise<void>;
