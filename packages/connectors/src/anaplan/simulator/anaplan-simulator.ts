import { type Clock, systemClock } from "@spm-ops/core";
import { startHost } from "../../simulator/host.js";
import { openStorage } from "../../simulator/storage.js";
import { createApi } from "./api.js";
import { createAuthentication } from "./authentication.js";
import { parseModel, type SimulatedModel } from "./definition.js";
import { type AnaplanFaults, createTroubles } from "./faults.js";
import { refusal } from "./reply.js";
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
  readonly ports?: { readonly api: number; readonly authentication: number } | undefined;
  /** @defaultValue the clock of this machine */
  readonly clock?: Clock | undefined;
}

/** A simulated tenant with one model, on two hosts of this machine. */
export interface AnaplanSimulator extends AsyncDisposable {
  /** What a connector is given as `hosts`. */
  readonly hosts: { readonly api: string; readonly authentication: string };
  readonly workspaceId: string;
  readonly modelId: string;
  readonly faults: AnaplanFaults;
  /** Every task that was ever started, oldest first; with `storage`, also before a restart. */
  ledger(): readonly LedgerEntry[];
  close(): Promise<void>;
}

/**
 * Starts a real HTTP server that answers as Anaplan's authentication and Integration API v2 do, also when things go
 * wrong. It is for tests and trials: two ports of 127.0.0.1, no TLS.
 *
 * What a task does is decided when it is started, and how far it is follows from the clock; with `storage`, a process
 * that was killed and is started again on the same folder finds its tasks as far as they would be by then. Tokens do
 * not survive. Tasks are done one after another; questions never wait for them, as they may at the vendor.
 *
 * @throws SpmError `config.invalid` with all that is wrong with the model
 */
export async function startAnaplanSimulator(options: AnaplanSimulatorOptions): Promise<AnaplanSimulator> {
  const { clock = systemClock, tokenLifeMs = 35 * 60_000, pageSize = 5_000, durations = {} } = options;
  const { workspaceId = "8a81b08e4f6d2b43014fbe11122f0001", modelId = "96339A3B51374B33A2C4E0ACE2A50001" } =
    options;
  const model = parseModel(options.model);
  const storage: TenantStorage = openStorage(options.storage, { tasks: [], uploads: {} });
  const uploads = createUploads(storage, model);
  const troubles = createTroubles(clock, () => authentication.expireTokens());
  const { faults, switchboard } = troubles;
  const { conditions } = switchboard;
  const authentication = createAuthentication({
    users: model.users,
    clock: switchboard.clock,
    tokenLifeMs,
  });
  const workshop = { model, storage, uploads };
  const tasks = createTasks({ workshop, clock: switchboard.clock, durations, conditions });
  const api = createApi({
    ids: { workspaceId, modelId },
    scope: { workshop, tasks, pageSize, dumpsExpired: () => conditions.dumpsExpired },
    conditions,
    whoIs: authentication.whoIs,
  });

  const host = { switchboard, refuse: refusal };
  const apiHost = await startHost(api, { ...host, port: options.ports?.api });
  const authenticationHost = await startHost(authentication.handle, {
    ...host,
    port: options.ports?.authentication,
  });
  const close = async () => {
    await Promise.all([apiHost.close(), authenticationHost.close()]);
    storage.close();
  };
  return {
    hosts: { api: `${apiHost.origin}/2/0`, authentication: authenticationHost.origin },
    workspaceId,
    modelId,
    faults,
    ledger: tasks.ledger,
    close,
    [Symbol.asyncDispose]: close,
  };
}
