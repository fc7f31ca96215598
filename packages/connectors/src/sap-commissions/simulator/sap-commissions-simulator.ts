import { dirname } from "node:path";
import { type Clock, systemClock } from "@spm-ops/core";
import type { Switchboard } from "../../simulator/faults.js";
import { type SimulatedRequest, startHost } from "../../simulator/host.js";
import { type Reply, unrouted } from "../../simulator/reply.js";
import { findRoute } from "../../simulator/router.js";
import { openStorage } from "../../simulator/storage.js";
import type { ApiScope } from "./api-scope.js";
import { createAuthentication } from "./authentication.js";
import { parseTenant, type SimulatedTenant, type TenantDefinition } from "./definition.js";
import { openDropBox } from "./drop-box.js";
import { type Conditions, createTroubles, type SapCommissionsFaults } from "./faults.js";
import { earlierPipelines } from "./history.js";
import { createPipelines, type Durations, type LedgerEntry } from "./pipelines.js";
import { openRecords } from "./records.js";
import { refusal, withBareIds } from "./reply.js";
import { ROUTES } from "./resource-routes.js";
import { FIRST_STATE, type TenantStorage } from "./state.js";

export interface SapCommissionsSimulatorOptions {
  readonly tenant: SimulatedTenant;
  readonly durations?: Durations | undefined;
  /** How long a token of the identity service lives. @defaultValue 3_600_000 */
  readonly tokenLifeMs?: number | undefined;
  /** The folder that stands for `inbound` behind the vendor's sFTP. @defaultValue a folder `inbound` of the storage */
  readonly inboundFolder?: string | undefined;
  /** How often it is looked into, in milliseconds of real time. @defaultValue 20 */
  readonly pickUpMs?: number | undefined;
  /** A folder to remember in, so that a simulator started on it later goes on. @defaultValue forgotten when closed */
  readonly storage?: string | undefined;
  /** @defaultValue any that are free */
  readonly ports?: { readonly api: number; readonly identity: number } | undefined;
  /** @defaultValue the clock of this machine */
  readonly clock?: Clock | undefined;
}

/** A simulated tenant of both generations, and its identity service, on two hosts of this machine. */
export interface SapCommissionsSimulator extends AsyncDisposable {
  /** What a connector is given as `address`: both generations' roots are below it. */
  readonly address: string;
  /** What a connector is given as the address of the identity service. */
  readonly identityAddress: string;
  /** Where files are to be put. The sFTP server before it is a site of the caller's. */
  readonly inboundFolder: string;
  readonly faults: SapCommissionsFaults;
  /** Every pipeline that was ever started here, oldest first; with `storage`, also before a restart. */
  ledger(): readonly LedgerEntry[];
  close(): Promise<void>;
}

const ROOTS = [
  { path: "/api/v2", isCloud: false },
  { path: "/mtsvc/tcmp/rest/v2", isCloud: true },
] as const;

/**
 * Starts a real HTTP server that answers as the REST API v2 of SAP Commissions does, also when things go wrong: the
 * classic generation with Basic credentials, the cloud with tokens of an identity service. It is for tests and trials:
 * ports of 127.0.0.1, no TLS, and a folder in place of the sFTP site, from which every `.txt` file is picked up at once.
 *
 * What a pipeline does is decided when it is started, and how far it is follows from the clock; with `storage`, a process
 * that was killed and is started again on the same folder finds its pipelines as far as they would be by then. Tokens do
 * not survive. Pipelines run side by side. A few of another user lie before the first of ours.
 *
 * @throws SpmError `config.invalid` with all that is wrong with the tenant
 */
export async function startSapCommissionsSimulator(
  options: SapCommissionsSimulatorOptions,
): Promise<SapCommissionsSimulator> {
  const { clock = systemClock, tokenLifeMs = 3_600_000, ports } = options;
  const tenant = parseTenant(options.tenant);
  const { faults, switchboard } = createTroubles(clock, () => authentication.expireTokens());
  const authentication = createAuthentication(tenant, { clock: switchboard.clock, tokenLifeMs });
  const { scope, close: closeTenant } = openTenant(tenant, options, switchboard);
  const earlier = scope.pipelines.ledger().filter(({ userId }) => userId === "another.user").length;
  const handler = async (request: SimulatedRequest): Promise<Reply> => {
    const path = decodeURIComponent(request.url.pathname);
    const root = ROOTS.find((each) => path.startsWith(`${each.path}/`));
    if (root === undefined) return unrouted();
    const userId = authentication.whoIs(request, root.isCloud);
    if (userId === undefined) return refusal(401, clock.now());
    const met = findRoute(ROUTES, request.method, path.slice(root.path.length));
    if (met === undefined || met === "wrong-method") return refusal(400, clock.now());
    const { parts, route } = met;
    const reply = await route.handle(scope, { ...request, userId, parts, isCloud: root.isCloud });
    return scope.conditions.bareIds ? withBareIds(reply) : reply;
  };
  const host = { switchboard, refuse: (status: number) => refusal(status, clock.now()) };
  const api = await startHost(handler, { ...host, port: ports?.api });
  const identity = await startHost(authentication.handle, { ...host, port: ports?.identity });
  const close = async () => {
    await Promise.all([api.close(), identity.close()]);
    closeTenant();
  };
  return {
    address: api.origin,
    identityAddress: identity.origin,
    inboundFolder: scope.workshop.dropBox.folder,
    faults,
    ledger: () => scope.pipelines.ledger().slice(earlier),
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** The tenant behind the hosts: its objects, its drop box, and its pipelines. */
function openTenant(
  tenant: TenantDefinition,
  options: SapCommissionsSimulatorOptions,
  { clock, conditions }: Switchboard<Conditions>,
): { readonly scope: ApiScope; readonly close: () => void } {
  const { durations = {}, pickUpMs = 20 } = options;
  const storage: TenantStorage = openStorage(options.storage, structuredClone(FIRST_STATE));
  const records = openRecords(storage, tenant);
  const { pipelines: known } = storage.state;
  const unit = String(records.list("processingUnits")[0]?.["processingUnitSeq"]);
  if (known.length === 0) known.push(...earlierPipelines(clock.now(), unit));
  const dropBox = openDropBox({
    folder: options.inboundFolder ?? dirname(storage.path("inbound", "file")),
    storage,
    fileTypes: tenant.fileTypes,
    conditions,
    pickUpMs,
    // The same name again is a correction: what was left of it before is gone.
    onBatch: (batchName) => {
      for (const { stageResource } of tenant.fileTypes) {
        records.remove(stageResource, (row) => row["batchName"] === batchName);
      }
    },
  });
  const workshop = { tenant, storage, records, dropBox };
  const pipelines = createPipelines({ workshop, clock, durations, conditions });
  return {
    scope: { workshop, pipelines, conditions, clock },
    close() {
      dropBox.close();
      storage.close();
    },
  };
}
