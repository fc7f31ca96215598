/** Which requests a fault meets, and how many of them. */
export interface FaultTarget {
  /** @defaultValue any */
  readonly method?: string | undefined;
  /** Of the path with its query. @defaultValue any */
  readonly path?: RegExp | undefined;
  /** @defaultValue 1 */
  readonly times?: number | undefined;
}

/** An answer that the vendor, or a proxy before it, gives instead. Nothing was done then. */
export interface OddAnswer {
  readonly status: number;
  /** Seconds or an HTTP date. */
  readonly retryAfter?: string | undefined;
  /** A page instead of JSON. */
  readonly html?: string | undefined;
  /** A body instead of the vendor's error envelope, sent as JSON. */
  readonly json?: string | undefined;
}

/** What happens to a request that a fault meets. */
export type Fault =
  | { readonly kind: "lose-reply" }
  | { readonly kind: "truncate" }
  | { readonly kind: "hang" }
  | { readonly kind: "drip"; readonly delayMs: number }
  | { readonly kind: "respond"; readonly answer: OddAnswer };

/** Conditions of the model that stay until they are changed. */
export interface Conditions {
  activeState: string;
  /** The user has no access: everything below the model is 404, lists of tasks are empty. */
  masked: boolean;
  ignoresCancel: boolean;
  dumpsExpired: boolean;
}

/** Troubles that can be switched on while the simulator runs. */
export interface Faults {
  /** The request is carried out and the connection cut without an answer. */
  loseReply(target?: FaultTarget): void;
  /** The answer is cut in the middle. */
  truncate(target?: FaultTarget): void;
  /** Nothing is done and nothing answered, until the client gives up; a model that sleeps does so once. */
  hang(target?: FaultTarget): void;
  /** The answer comes in small pieces with a wait before each. */
  drip(target: FaultTarget & { readonly delayMs: number }): void;
  respond(target: FaultTarget & OddAnswer): void;
  /** Starts are refused with 409. */
  busy(times?: number): void;
  /** Everything is answered by a page for people, with 200. */
  maintenance(times?: number): void;
  /** Every token that was given out is refused from now on. */
  expireTokens(): void;
  setConditions(conditions: Partial<Conditions>): void;
  /** Ends all faults and conditions. */
  clear(): void;
}

const MAINTENANCE_PAGE =
  "<!DOCTYPE html><html><head><title>Scheduled maintenance</title></head><body>Back soon.</body></html>";
const USUAL: Conditions = {
  activeState: "UNLOCKED",
  masked: false,
  ignoresCancel: false,
  dumpsExpired: false,
};

/** Creates the switchboard of a simulator: the faults for its users, and what the server asks. */
export function createFaults(expireTokens: () => void) {
  const waiting: { readonly target: FaultTarget; readonly fault: Fault; left: number }[] = [];
  const conditions: Conditions = { ...USUAL };
  const add = (target: FaultTarget, fault: Fault) => {
    waiting.push({ target, fault, left: target.times ?? 1 });
  };

  const faults: Faults = {
    loseReply: (target = {}) => add(target, { kind: "lose-reply" }),
    truncate: (target = {}) => add(target, { kind: "truncate" }),
    hang: (target = {}) => add(target, { kind: "hang" }),
    drip: ({ delayMs, ...target }) => add(target, { kind: "drip", delayMs }),
    respond: ({ method, path, times, ...answer }) =>
      add({ method, path, times }, { kind: "respond", answer }),
    busy: (times = 1) => faults.respond({ method: "POST", path: /\/tasks$/, times, status: 409 }),
    maintenance: (times = 1) =>
      faults.respond({ path: /^\/2\/0\//, times, status: 200, html: MAINTENANCE_PAGE }),
    expireTokens,
    setConditions: (changed) => void Object.assign(conditions, changed),
    clear() {
      waiting.length = 0;
      Object.assign(conditions, USUAL);
    },
  };

  /** The fault that meets this request, and one less of it. */
  const take = (method: string, path: string): Fault | undefined => {
    const met = waiting.find(
      ({ target, left }) =>
        left > 0 && (target.method ?? method) === method && (target.path?.test(path) ?? true),
    );
    if (met !== undefined) met.left -= 1;
    return met?.fault;
  };

  return { faults, conditions, take };
}

export type Switchboard = ReturnType<typeof createFaults>;
