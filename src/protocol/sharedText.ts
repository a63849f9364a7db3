/** What a shared playground's text begins with. The number is the version of what follows. */
export const sharedStart = 'loss-playground:1:';

/** The shared playground in a text that people send around; undefined if there is none. */
export function sharedText(text: string): string | undefined {
  const start = text.indexOf(sharedStart);
  if (start < 0) return undefined;
  const packed = /^[\w-]*/.exec(text.slice(start + sharedStart.length))?.[0] ?? '';
  return sharedStart + packed;
}
