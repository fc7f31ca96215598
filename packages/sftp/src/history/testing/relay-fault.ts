/** What becomes of the request that a fault strikes. Each cuts the connection on which it came. */
export type RelayFate =
  | { readonly kind: "lost before sending" }
  | { readonly kind: "reply lost" }
  | {
      /** The server works on it later, when others have come: it was in its queue, or on its way. */
      readonly kind: "executed late";
      /** How many requests of later connections go before it; `Infinity` for after everything. */
      readonly afterRequests: number;
    };

/** A fault that is armed, and what it has struck so far. */
export interface ArmedFault {
  readonly fate: RelayFate;
  /** The name of the request it struck; `undefined` as long as no such request was made. */
  readonly struck: string | undefined;
  /** Executes a struck request that still waits for its late moment. */
  settle(): Promise<void>;
}

/** The same, as the relay moves it. */
export interface FaultInRelay extends ArmedFault {
  /** Whether the request is the one to strike. */
  strikes(name: string): boolean;
  /** Keeps the request until its late moment. */
  keep(execute: () => Promise<void>): void;
  /** Told before each request that follows on another connection. */
  beforeNext(): Promise<void>;
}

/** Arms a fault for the n-th request from now on, whatever it is. */
export function armFault(request: number, fate: RelayFate): FaultInRelay {
  let left = request;
  let struck: string | undefined;
  let late: (() => Promise<void>) | undefined;
  let passed = 0;
  const settle = async () => {
    const execute = late;
    late = undefined;
    await execute?.();
  };
  return {
    fate,
    get struck() {
      return struck;
    },
    strikes(name) {
      left -= 1;
      if (left !== 0) return false;
      struck = name;
      return true;
    },
    keep(execute) {
      late = execute;
    },
    async beforeNext() {
      if (fate.kind === "executed late" && passed >= fate.afterRequests) await settle();
      passed += 1;
    },
    settle,
  };
}
