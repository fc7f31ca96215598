import { type Clock, systemClock } from "@spm-ops/core";
import { type SimulatedRequest, startHost } from "../../simulator/host.js";
import { type Reply, unrouted } from "../../simulator/reply.js";
import { findRoute } from "../../simulator/router.js";
import { openStorage } from "../../simulator/storage.js";
import { createAuthentication } from "./authentication.js";
import { parseApplication, type SimulatedApplication } from "./definition.js";
import { createTroubles, type HttpProfileFaults } from "./faults.js";
import { ROUTES, refusal } from "./routes.js";
import { createRuns, type LedgerEntry } from "./runs.js";
import { type ApplicationStorage, earlierRun } from "./state.js";

export interface HttpProfileSimulatorOptions {
  readonly application: SimulatedApplication;
  /** How long a run takes, in milliseconds. @defaultValue 50 */
  readonly runMs?: number | undefined;
  /** A folder to remember in, so that a simulator started on it later goes on. @defaultValue forgotten when closed */
  readonly storage?: string | undefined;
  /** @defaultValue any that is free */
  readonly port?: number | undefined;
  /** @defaultValue the clock of this machine */
  readonly clock?: Clock | undefined;
}

/** A simulated application on this machine. */
export interface HttpProfileSimulator extends AsyncDisposable {
  /** What a connector is given as `address`; tokens are given out at `/oauth/token` below it. */
  readonly address: string;
  readonly faults: HttpProfileFaults;
  /** Every run that was ever started here, oldest first; with `storage`, also before a restart. */
  ledger(): readonly LedgerEntry[];
  close(): Promise<void>;
}

/**
 * Starts a real HTTP server with a small API of the plain kind that many applications have. It is nobody's: it stands for
 * what a profile can describe, for tests and trials, on a port of 127.0.0.1 without TLS.
 *
 * What a run does is decided when it is started, and how far it is follows from the clock; with `storage`, a process
 * that was killed and is started again on the same folder finds its runs as far as they would be by then. Tokens do not
 * survive. A run of another client lies before the first of ours.
 *
 * @throws SpmError `config.invalid` with all that is wrong with the application
 */
export async function startHttpProfileSimulator(
  options: HttpProfileSimulatorOptions,
): Promise<HttpProfileSimulator> {
  const { clock = systemClock, runMs = 50 } = options;
  const application = parseApplication(options.application);
  const storage: ApplicationStorage = openStorage(options.storage, {
    runs: [earlierRun(clock.now())],
    files: [],
  });
  const { faults, switchboard } = createTroubles(clock, () => authentication.expireTokens());
  const { conditions } = switchboard;
  const authentication = createAuthentication(application, switchboard.clock);
  const workshop = { application, storage };
  const runs = createRuns({ workshop, clock: switchboard.clock, conditions, runMs });
  const handler = (request: SimulatedRequest): Promise<Reply> | Reply => {
    const { method, url } = request;
    if (`${method} ${url.pathname}` === "POST /oauth/token") return authentication.giveToken(request);
    if (!url.pathname.startsWith("/v1/")) return unrouted();
    if (!authentication.isKnown(request)) return refusal(401);
    const met = findRoute(ROUTES, method, url.pathname);
    if (met === undefined) return refusal(404);
    if (met === "wrong-method") return refusal(405);
    return met.route.handle({ workshop, runs, conditions }, { ...request, parts: met.parts });
  };
  const host = await startHost(handler, { switchboard, refuse: refusal, port: options.port });
  const close = async () => {
    await host.close();
    storage.close();
  };
  return {
    address: host.origin,
    faults,
    ledger: () => runs.ledger().slice(1),
    close,
    [Symbol.asyncDispose]: close,
  };
}
