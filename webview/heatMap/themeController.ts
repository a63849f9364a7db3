import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { mix, readColour, type Colour } from './colour';
import { DivergingScale } from './divergingScale';

const black: Colour = { red: 0, green: 0, blue: 0, alpha: 1 };

/** Keeps a {@link DivergingScale} in the theme's colours, and updates its component when the theme changes. */
export class ThemeController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #observer: MutationObserver;
  #scale: DivergingScale | undefined;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
    this.#observer = new MutationObserver(() => {
      this.#scale = undefined;
      this.#host.requestUpdate();
    });
  }

  get scale(): DivergingScale {
    return (this.#scale ??= readScale());
  }

  hostConnected(): void {
    // VS Code writes the theme's variables into the root's style and its kind into the body's class.
    this.#observer.observe(document.documentElement, {
      attributes: true,
      attributeFilter: ['style', 'class'],
    });
    this.#observer.observe(document.body, { attributes: true, attributeFilter: ['class'] });
    this.#scale = undefined;
  }

  hostDisconnected(): void {
    this.#observer.disconnect();
  }
}

function readScale(): DivergingScale {
  const probe = document.createElement('span');
  document.body.append(probe);
  const read = (...names: readonly string[]): Colour => {
    probe.style.color = names.reduceRight((fallback, name) => `var(--vscode-${name}, ${fallback})`, 'gray');
    return readColour(getComputedStyle(probe).color);
  };
  const background = mix(read('editor-background'), black, 1);
  // Blue and red: told apart with every common kind of colour blindness, and different in all four default themes,
  // unlike orange, which is a blue in high contrast light.
  const ends = {
    negative: read('charts-blue'),
    positive: read('charts-red'),
    background,
    foreground: mix(read('editor-foreground', 'foreground'), background, 1),
  };
  probe.remove();
  return new DivergingScale(ends);
}
