/** Whoever waits for a turn, in order. */
const waiting: (() => void)[] = [];

/** Whether somebody works already in this turn of the event loop. */
let isTaken = false;

/** Takes this turn of the event loop for a piece of work, if nobody else has: false where one has to wait for the {@link nextTurn}. */
export function takeTurn(): boolean {
  if (isTaken) return false;
  isTaken = true;
  setImmediate(() => {
    isTaken = false;
  });
  return true;
}

/** Resolves in a later turn of the event loop, which is one's own: others who wait get the turns behind it. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    if (waiting.length === 1) setImmediate(letNextWork);
  });
}

function letNextWork(): void {
  isTaken = false;
  takeTurn();
  waiting.shift()?.();
  if (waiting.length > 0) setImmediate(letNextWork);
}
