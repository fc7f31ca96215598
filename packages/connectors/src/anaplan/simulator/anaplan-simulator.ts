import { type Clock, systemClock } from "@spm-ops/core";
import { type Handler, startHost } from "../../simulator/host.js";
import { openStorage } from "../../simulator/storage.js";
import { createApi } from "./api.js";
import { createAuthentication } from "./authentication.js";
import { createCloudWorks } from "./cloudworks-routes.js";
import { createRuns } from "./cloudworks-runs.js";
import { parseModel, type SimulatedModel } from "./definition.js";
import { type AnaplanFaults, createTroubles } from "./faults.js";
import { refusal } from "./reply.js";
import { createSleep } from "./sleep.js";
import type { TenantStorage } from "./state.js";
import type { Durations } from "./task-timing.js";
import { createTasks, type LedgerEntry } from "./tasks.js";
import { createUploads } from "./uploads.js";

export interface AnaplanSimulatorOptions {
  readonly model: SimulatedModel;
  /** @defaultValue a fixed id of 32 digits */
  readonly workspaceId?: string | undefined;
  /** @defaultValue a fixed id of 32 digits */
  readonly modelId?: string | undefined;
  readonly durations?: Durations | undefined;
  /** How long a token lives. @defaultValue 2_100_000, the vendor's 35 minutes */
  readonly tokenLifeMs?: number | undefined;
  /** The longest page of a list; a greater limit is cut in silence. @defaultValue 5_000, as the vendor's */
  readonly pageSize?: number | undefined;
  /** A folder to remember in, so that a simulator started on it later goes on. @defaultValue forgotten when closed */
  readonly storage?: string | undefined;
  /** @defaultValue any that are free */
  readonly ports?:
    | {
        readonly api: number;
        readonly authentication: number;
        /** @defaultValue any that is free */
        readonly cloudWorks?: number | undefined;
      }
    | undefined;
  /** @defaultValue the clock of this machine */
  readonly clock?: Clock | undefined;
}

/** A simulated tenant with one model, on three hosts of this machine. */
export interface AnaplanSimulator extends AsyncDisposable {
  /** What a connector is given as `hosts`. */
  readonly hosts: { readonly api: string; readonly authentication: string };
  /** What a connector to CloudWorks is given as `hosts`. */
  readonly cloudWorksHosts: { readonly cloudWorks: string; readonly authentication: string };
  readonly workspaceId: string;
  readonly modelId: string;
  readonly faults: AnaplanFaults;
  /** Every task that was ever started, oldest first; with `storage`, also before a restart. */
  ledger(): readonly LedgerEntry[];
  close(): Promise<void>;
}

/**
 * Starts a real HTTP server that answers as Anaplan's authentication, Integration API v2 and CloudWorks do, also when
 * things go wrong. It is for tests and trials: three ports of 127.0.0.1, no TLS.
 *
 * What a task does is decided when it is started, and how far it is follows from the clock; with `storage`, a process
 * that was killed and is started again on the same folder finds its tasks as far as they would be by then. Tokens do
 * not survive. Tasks are done one after another; questions never wait for them, as they may at the vendor.
 *
 * @throws SpmError `config.invalid` with all that is wrong with the model
 */
export async function startAnaplanSimulator(options: AnaplanSimulatorOptions): Promise<AnaplanSimulator> {
  const tenant = createTenant(options);
  const { switchboard, handlers } = tenant;
  const listen = (handler: Handler, port: number | undefined) =>
    startHost(handler, { switchboard, refuse: refusal, port });
  const api = await listen(handlers.api, options.ports?.api);
  const authentication = await listen(handlers.authentication, options.ports?.authentication);
  const cloudWorks = await listen(handlers.cloudWorks, options.ports?.cloudWorks);
  const close = async () => {
    tenant.stop();
    await Promise.all([api.close(), authentication.close(), cloudWorks.close()]);
    tenant.storage.close();
  };
  return {
    hosts: { api: `${api.origin}/2/0`, authentication: authentication.origin },
    cloudWorksHosts: { cloudWorks: `${cloudWorks.origin}/2/0`, authentication: authentication.origin },
    ...tenant.ids,
    faults: tenant.faults,
    ledger: tenant.tasks.ledger,
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** Everything of a tenant but the ports. */
function createTenant(options: AnaplanSimulatorOptions) {
  const {
    clock: realClock = systemClock,
    durations = {},
    pageSize = 5_000,
    tokenLifeMs = 35 * 60_000,
  } = options;
  const { workspaceId = "8a81b08e4f6d2b43014fbe11122f0001", modelId = "96339A3B51374B33A2C4E0ACE2A50001" } =
    options;
  const ids = { workspaceId, modelId };
  const model = parseModel(options.model);
  const nothing = { tasks: [], uploads: {}, runs: [], flowRuns: [] };
  const storage: TenantStorage = openStorage(options.storage, nothing);
  const { faults, switchboard } = createTroubles(realClock, () => authentication.expireTokens());
  const { conditions, clock } = switchboard;
  const authentication = createAuthentication({ users: model.users, clock, tokenLifeMs });
  const { whoIs } = authentication;
  const workshop = { model, storage, uploads: createUploads(storage, model) };
  const tasks = createTasks({ workshop, clock, durations, conditions });
  const stopping = new AbortController();
  const sleep = createSleep({ conditions, clock, durations, signal: stopping.signal });
  const dumpsExpired = () => conditions.dumpsExpired;
  const scope = { workshop, tasks, sleep, clock, pageSize, dumpsExpired };
  const runs = createRuns({ workshop, tasks, clock });
  return {
    ids,
    storage,
    faults,
    switchboard,
    tasks,
    handlers: {
      api: createApi({ ids, scope, conditions, whoIs }),
      authentication: authentication.handle,
      cloudWorks: createCloudWorks({ scope: { model, runs, tasks, ids, dumps: scope }, conditions, whoIs }),
    },
    /** Lets nobody wait any longer. */
    stop: () => stopping.abort(),
  };
}
