import { randomUUID } from "node:crypto";
import { dirname } from "node:path";
import { type Clock, systemClock } from "@spm-ops/core";
import { type SimulatedRequest, startHost } from "../../simulator/host.js";
import { type Reply, unrouted } from "../../simulator/reply.js";
import { findRoute } from "../../simulator/router.js";
import { openStorage } from "../../simulator/storage.js";
import { createAuthentication } from "./authentication.js";
import { openDataFiles } from "./data-files.js";
import { parseModel, type SimulatedModel } from "./definition.js";
import { createTroubles, type VaricentFaults } from "./faults.js";
import { earlierRuns } from "./history.js";
import { refusal } from "./reply.js";
import { type ApiScope, ROUTES } from "./routes.js";
import { createRuns, type Durations, type LedgerEntry } from "./runs.js";
import type { TenantStorage } from "./state.js";

export interface VaricentSimulatorOptions {
  readonly model: SimulatedModel;
  readonly durations?: Durations | undefined;
  /** The folder that stands for `/Data` behind the vendor's sFTP. @defaultValue a folder `Data` of the storage */
  readonly dataFolder?: string | undefined;
  /** A folder to remember in, so that a simulator started on it later goes on. @defaultValue forgotten when closed */
  readonly storage?: string | undefined;
  /** @defaultValue any that is free */
  readonly port?: number | undefined;
  /** @defaultValue the clock of this machine */
  readonly clock?: Clock | undefined;
}

/** A simulated server with one model, on this machine. */
export interface VaricentSimulator extends AsyncDisposable {
  /** What a connector is given as `address`. */
  readonly address: string;
  /** Where files for imports are to be put. The sFTP server before it is a site of the caller's. */
  readonly dataFolder: string;
  readonly faults: VaricentFaults;
  /** Every run that was ever started here, oldest first; with `storage`, also before a restart. */
  ledger(): readonly LedgerEntry[];
  close(): Promise<void>;
}

/**
 * Starts a real HTTP server that answers as Varicent's REST API does, also when things go wrong. It is for tests and
 * trials: a port of 127.0.0.1, no TLS, and a folder in place of the sFTP site.
 *
 * What a run does is decided when it is started, and how far it is follows from the clock; with `storage`, a process
 * that was killed and is started again on the same folder finds its runs as far as they would be by then. Tokens do not
 * survive. Only one run is under way at a time. A few runs of another user lie before the first of ours.
 *
 * @throws SpmError `config.invalid` with all that is wrong with the model
 */
export async function startVaricentSimulator(options: VaricentSimulatorOptions): Promise<VaricentSimulator> {
  const { clock = systemClock, durations = {} } = options;
  const model = parseModel(options.model);
  const earlier = earlierRuns(clock.now());
  const storage: TenantStorage = openStorage(options.storage, { runs: [...earlier] });
  const { faults, switchboard } = createTroubles(clock, () => authentication.expireTokens());
  const { conditions } = switchboard;
  const authentication = createAuthentication(model, switchboard.clock);
  const dataFolder = options.dataFolder ?? dirname(storage.path("Data", "file"));
  const files = openDataFiles(dataFolder, conditions);
  const workshop = { model, storage, files, createId: randomUUID };
  const runs = createRuns({ workshop, clock: switchboard.clock, durations, conditions });
  const scope: ApiScope = { workshop, runs, conditions, clock: switchboard.clock };
  const handler = (request: SimulatedRequest): Promise<Reply> | Reply => {
    const { method, url } = request;
    if (`${method} ${url.pathname}` === "POST /services/login") return authentication.logIn(request);
    if (!url.pathname.startsWith("/api/")) return unrouted();
    const userId = authentication.whoIs(request);
    if (userId === undefined) return refusal(401, url.pathname);
    const met = findRoute(ROUTES, method, url.pathname);
    if (met === undefined) return refusal(404, url.pathname);
    if (met === "wrong-method") return refusal(405, url.pathname);
    return met.route.handle(scope, { ...request, userId, parts: met.parts });
  };
  const host = await startHost(handler, { switchboard, refuse: refusal, port: options.port });
  const close = async () => {
    await host.close();
    storage.close();
  };
  return {
    address: host.origin,
    dataFolder,
    faults,
    ledger: () => runs.ledger().slice(earlier.length),
    close,
    [Symbol.asyncDispose]: close,
  };
}
