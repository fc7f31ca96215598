import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type Clock, createRedactor, type Log, openSqliteLog } from "@spm-ops/core";
import { createIncidents } from "../../incident/incidents.js";
import type { Symptom } from "../../incident/symptom.js";
import { createHttpProbe } from "../probe/http-probe.js";
import { parseStandingPolicy } from "../standing/standing-policy.js";
import { createAvailabilityLog } from "./availability-log.js";
import { createProbeWatch } from "./watch-probe.js";

const never = new AbortController().signal;

/** A server that is up or down as the test says. */
export async function startPortal() {
  const portal = { isUp: true };
  const server = createServer((_, response) => response.writeHead(portal.isUp ? 200 : 503).end());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  return { portal, url, close };
}

/** A log whose answers take as long as chance will have it. */
function hesitating(log: Log, uniform: () => number): Log {
  const pause = async () => {
    for (let turns = Math.floor(uniform() * 6); turns > 0; turns -= 1) await new Promise(setImmediate);
  };
  const slow =
    <Args extends readonly unknown[], Result>(work: (...args: Args) => Promise<Result>) =>
    async (...args: Args) => {
      await pause();
      const result = await work(...args);
      await pause();
      return result;
    };
  return Object.assign(Object.create(log), {
    read: slow(log.read),
    append: slow(log.append),
    appendAll: slow(log.appendAll),
  });
}

class Crash extends TypeError {}

/** Where and how a process watches. */
interface WatchProcess {
  readonly path: string;
  readonly url: string;
  readonly clock: Clock;
  /** By how much its own clock is ahead. */
  readonly skewMs: number;
  uniform(): number;
  told(symptom: Symptom): void;
}

/**
 * A process that watches the portal with its own handle to the log, and tells incidents. By chance it crashes before or
 * after it tells something, and is started anew.
 */
export async function startWatchProcess({ path, url, clock, skewMs, uniform, told }: WatchProcess) {
  const ownClock: Clock = { ...clock, now: () => clock.now() + skewMs };
  const log = await openSqliteLog({ path, clock });
  const actor = { kind: "service", id: "watch" } as const;
  const incidents = createIncidents({ log, monitor: "incidents", clock });
  const probe = createHttpProbe({ id: "portal", title: "The portal", url, clock: ownClock });
  const services = {
    policy: parseStandingPolicy({ flapping: { changes: 100, withinMs: 1 } }),
    heartbeatMs: 200_000,
    async onSymptom(symptom: Symptom) {
      const chance = uniform();
      if (chance < 0.25) throw new Crash("between keeping and telling");
      told(symptom);
      await incidents.tell(symptom);
      if (chance < 0.5) throw new Crash("between telling and keeping that it was told");
    },
  };
  const begin = () => {
    const writing = { actor, redactor: createRedactor(), clock: ownClock };
    const store = createAvailabilityLog(hesitating(log, uniform), writing);
    return createProbeWatch({ probe, environment: "production" }, { ...services, store });
  };
  let watch = begin();
  return {
    log,
    async look() {
      try {
        await watch.look(never);
      } catch (error) {
        if (!(error instanceof Crash)) throw error;
        watch = begin();
      }
    },
    keep: () => watch.keep(),
  };
}
