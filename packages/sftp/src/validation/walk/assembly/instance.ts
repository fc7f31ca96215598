/** The little of WebAssembly's interface that is used; Node.js has it as a global. */
declare const WebAssembly: {
  readonly Memory: new (size: { readonly initial: number }) => { readonly buffer: ArrayBuffer };
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  readonly Instance: new (
    module: object,
    imports: { readonly env: { readonly memory: object } },
  ) => { readonly exports: { readonly run: (...values: readonly number[]) => number } };
};

const PAGE_BYTES = 65_536;

/** A module that is ready to run, and the memory that it works on. */
export interface ModuleInstance {
  readonly memory: ArrayBuffer;
  readonly run: (...values: readonly number[]) => number;
}

/** Gives a module its memory of at least so many bytes, all zero. */
export function startModule(module: Uint8Array<ArrayBuffer>, memoryBytes: number): ModuleInstance {
  const memory = new WebAssembly.Memory({ initial: Math.ceil(memoryBytes / PAGE_BYTES) });
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(module), { env: { memory } });
  return { memory: memory.buffer, run: exports.run };
}
