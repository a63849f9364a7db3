import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** A whole run takes about this long, in milliseconds, and a step between these. */
const run = 4000;
const [shortest, longest] = [16, 250];

/** Goes from step to step as time passes. Where the user wants less motion, it goes to the end at once. */
export class Player implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #show: (step: number) => void;
  #timer: ReturnType<typeof setInterval> | undefined;

  /** @param show is told each step */
  constructor(host: ReactiveControllerHost, show: (step: number) => void) {
    this.#host = host;
    this.#show = show;
    host.addController(this);
  }

  get isPlaying(): boolean {
    return this.#timer !== undefined;
  }

  /** Plays from a step to the last one; from the start, if it is there already. */
  play(from: number, last: number): void {
    this.pause();
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) {
      this.#show(last);
      return;
    }
    let step = from < last ? from : 0;
    this.#show(step);
    const pace = Math.min(longest, Math.max(shortest, run / Math.max(1, last)));
    this.#timer = setInterval(() => {
      step = Math.min(last, step + 1);
      if (step === last) this.pause();
      this.#show(step);
    }, pace);
    this.#host.requestUpdate();
  }

  pause(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#host.requestUpdate();
  }

  hostDisconnected(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
