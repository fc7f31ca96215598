import type { Faults, FaultTarget } from "./faults.js";

/** A fault that a person can switch on by its name. */
interface NamedFault {
  /** What may follow the name; empty for nothing. */
  readonly argument: string;
  /** What it does, in a few words. */
  readonly title: string;
  switchOn(argument: string): void;
}

/** Faults by their names. */
export type NamedFaults = Readonly<Record<string, NamedFault>>;

const TARGET = "[METHOD] [path]";
const DRIP_MS = 500;

/** The faults that every simulator has, by name. */
export function nameFaults(faults: Faults): NamedFaults {
  const meets = (title: string, switchOn: (target: FaultTarget) => void): NamedFault => ({
    argument: TARGET,
    title,
    switchOn: (argument) => switchOn(parseTarget(argument)),
  });
  return {
    "lose-reply": meets("the next request is carried out and never answered", faults.loseReply),
    duplicate: meets("the next request is delivered twice", faults.duplicate),
    truncate: meets("the next answer is cut in the middle", faults.truncate),
    hang: meets("the next request is never answered", faults.hang),
    slow: meets("the next answer comes drop by drop", (target) =>
      faults.drip({ ...target, delayMs: DRIP_MS }),
    ),
    "server-error": meets("the next request gets a page with status 503", (target) =>
      faults.respond({ ...target, status: 503, html: "<title>503 Service Unavailable</title>" }),
    ),
    throttle: {
      argument: "[seconds]",
      title: "the next request gets status 429",
      switchOn: (retryAfter) =>
        faults.respond({ status: 429, retryAfter: retryAfter === "" ? undefined : retryAfter }),
    },
    "limit-rate": {
      argument: "[requests a second]",
      title: "more requests than that get status 429 from now on",
      switchOn: (requests) => faults.limitRate({ requests: requests === "" ? 10 : Number(requests) }),
    },
    maintenance: {
      argument: "[requests]",
      title: "so many requests get a page for people, with status 200",
      switchOn: (times) => faults.maintenance(times === "" ? 1 : Number(times)),
    },
    "expire-tokens": { argument: "", title: "all tokens end now", switchOn: faults.expireTokens },
    "skew-clock": {
      argument: "[seconds]",
      title: "the vendor's clock goes ahead",
      switchOn: (seconds) => faults.skewClock(Number(seconds === "" ? 60 : seconds) * 1_000),
    },
    clear: { argument: "", title: "ends all faults", switchOn: faults.clear },
  };
}

/** `POST /tasks`, `/tasks` or nothing. */
function parseTarget(argument: string): FaultTarget {
  const [, method, path] = /^([A-Z]+)?\s*(\S.*)?$/.exec(argument.trim()) ?? [];
  return { method, path: path === undefined ? undefined : new RegExp(path) };
}
