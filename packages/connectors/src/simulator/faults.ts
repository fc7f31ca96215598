import type { Clock } from "@spm-ops/core";
import { openRateWindow, type RateLimit, type RateWindow } from "./rate-limit.js";
import { htmlReply, type Reply } from "./reply.js";

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
  | { readonly kind: "duplicate" }
  | { readonly kind: "drip"; readonly delayMs: number }
  | { readonly kind: "respond"; readonly answer: OddAnswer };

/** Troubles of the line and of what stands before an application; every simulator has them. */
export interface Faults {
  /** The request is carried out and the connection cut without an answer. */
  loseReply(target?: FaultTarget): void;
  /** The answer is cut in the middle. */
  truncate(target?: FaultTarget): void;
  /** Nothing is done and nothing answered, until the client gives up. */
  hang(target?: FaultTarget): void;
  /** A proxy delivers the request twice, and gives the second answer. */
  duplicate(target?: FaultTarget): void;
  /** The answer comes in small pieces with a wait before each. */
  drip(target: FaultTarget & { readonly delayMs: number }): void;
  respond(target: FaultTarget & OddAnswer): void;
  /** From now on more requests than that are refused with 429 and told how long to wait, in whole seconds. */
  limitRate(limit: RateLimit): void;
  /** Everything is answered by a page for people, with 200. */
  maintenance(times?: number): void;
  /** Every token that was given out is refused from now on. */
  expireTokens(): void;
  /** The vendor's clock goes so far ahead of the simulator's from now on; below zero, behind. */
  skewClock(byMs: number): void;
  /** Ends all faults and conditions. */
  clear(): void;
}

/** The same with conditions of the vendor's own, which stay until they are changed. */
export interface ConditionalFaults<Conditions> extends Faults {
  setConditions(changed: Partial<Conditions>): void;
}

const MAINTENANCE_PAGE =
  "<!DOCTYPE html><html><head><title>Scheduled maintenance</title></head><body>Back soon.</body></html>";

/** The troubles of one simulator: those who switch them on, what its hosts ask, and the vendor's own time. */
export interface Switchboard<Conditions> {
  readonly faults: ConditionalFaults<Conditions>;
  readonly conditions: Conditions;
  /** The simulator's clock with the skew. */
  readonly clock: Clock;
  /** The fault that meets this request, and one less of it. */
  take(method: string, path: string): Fault | undefined;
}

export interface SwitchboardOptions<Conditions> {
  readonly clock: Clock;
  readonly expireTokens: () => void;
  /** The conditions as they are without any trouble. */
  readonly usual: Conditions;
  /** Called by `clear`, to end what the vendor has besides. */
  readonly onClear?: (() => void) | undefined;
}

/** Creates the switchboard of a simulator, with everything switched off. */
export function createSwitchboard<Conditions extends object>({
  clock,
  expireTokens,
  usual,
  onClear,
}: SwitchboardOptions<Conditions>): Switchboard<Conditions> {
  const conditions: Conditions = { ...usual };
  const waiting: { readonly target: FaultTarget; readonly fault: Fault; left: number }[] = [];
  let skewMs = 0;
  let rate: RateWindow | undefined;
  const add = (target: FaultTarget, fault: Fault) => {
    waiting.push({ target, fault, left: target.times ?? 1 });
  };

  const faults: ConditionalFaults<Conditions> = {
    loseReply: (target = {}) => add(target, { kind: "lose-reply" }),
    truncate: (target = {}) => add(target, { kind: "truncate" }),
    hang: (target = {}) => add(target, { kind: "hang" }),
    duplicate: (target = {}) => add(target, { kind: "duplicate" }),
    drip: ({ delayMs, ...target }) => add(target, { kind: "drip", delayMs }),
    respond: ({ method, path, times, ...answer }) =>
      add({ method, path, times }, { kind: "respond", answer }),
    limitRate: (limit) => {
      rate = openRateWindow(limit, clock);
    },
    maintenance: (times = 1) => faults.respond({ times, status: 200, html: MAINTENANCE_PAGE }),
    expireTokens,
    skewClock: (byMs) => {
      skewMs = byMs;
    },
    setConditions: (changed) => void Object.assign(conditions, changed),
    clear() {
      waiting.length = 0;
      skewMs = 0;
      rate = undefined;
      Object.assign(conditions, usual);
      onClear?.();
    },
  };

  return {
    faults,
    conditions,
    clock: { ...clock, now: () => clock.now() + skewMs },
    take(method, path) {
      const waitMs = rate?.take();
      if (waitMs !== undefined) return { kind: "respond", answer: tooMany(waitMs) };
      const met = waiting.find(
        ({ target, left }) =>
          left > 0 && (target.method ?? method) === method && (target.path?.test(path) ?? true),
      );
      if (met !== undefined) met.left -= 1;
      return met?.fault;
    },
  };
}

function tooMany(waitMs: number): OddAnswer {
  return { status: 429, retryAfter: String(Math.ceil(waitMs / 1_000)) };
}

/** An answer that a fault gives instead of the vendor, whose own refusals look like `refusal`. */
export function toOddReply({ status, retryAfter, html, json }: OddAnswer, refusal: Reply): Reply {
  const reply = html === undefined ? refusal : htmlReply(status, html);
  const body = json === undefined ? reply.body : Buffer.from(json);
  const headers = retryAfter === undefined ? {} : { "retry-after": retryAfter };
  return { ...reply, status, body, headers: { ...reply.headers, ...headers } };
}
