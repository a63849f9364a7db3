/** What the engine asks of where it runs, if that has it. */
interface Host {
  readonly atob: (base64: string) => string;
  readonly WebAssembly: {
    readonly Module: new (bytes: Uint8Array) => object;
    readonly Instance: new (module: object) => { readonly exports: object };
  };
}

/** What a module that shares its memory exports at least. */
export interface ModuleWithMemory {
  readonly memory: { readonly buffer: ArrayBuffer };
}

/**
 * The exports of an assembled module, in base64.
 * @returns null without WebAssembly, with one without vectors, and where a policy forbids it
 */
export function instantiate(binary: string): object | null {
  try {
    const { atob, WebAssembly } = globalThis as unknown as Host;
    const module = new WebAssembly.Module(Uint8Array.from(atob(binary), (byte) => byte.charCodeAt(0)));
    return new WebAssembly.Instance(module).exports;
  } catch {
    return null;
  }
}
