import { type Clock, systemClock } from "@spm-ops/core";
import { startHost } from "../../simulator/host.js";
import { openStorage } from "../../simulator/storage.js";
import { createApi } from "./api.js";
import { createAuthentication } from "./authentication.js";
import { parseOrg, type SimulatedOrg } from "./definition.js";
import { createTroubles, type SalesforceFaults } from "./faults.js";
import { createIngests } from "./ingests.js";
import { createInstances } from "./instances.js";
import type { Durations } from "./job-timing.js";
import { createLedger, type LedgerEntry } from "./ledger.js";
import { createOrgRecords } from "./org-records.js";
import { createQueries } from "./queries.js";
import { refusal } from "./reply.js";
import { FIRST_STATE, type OrgStorage } from "./state.js";

export interface SalesforceSimulatorOptions {
  readonly org: SimulatedOrg;
  readonly durations?: Durations | undefined;
  /** How long a session lives; the vendor's is a setting of the org. @defaultValue 7_200_000, two hours */
  readonly tokenLifeMs?: number | undefined;
  /** Rows that are done together. @defaultValue 10_000, as the vendor's */
  readonly batchRows?: number | undefined;
  /** @defaultValue 112_500_000, which are the vendor's 150 MB after base64 */
  readonly largestUploadBytes?: number | undefined;
  /** The most rows of a query that are given out at once. @defaultValue 50_000 */
  readonly recordsPerPage?: number | undefined;
  /** The longest page of a list of jobs. @defaultValue 1_000 */
  readonly pageSize?: number | undefined;
  /** A folder to remember in, so that a simulator started on it later goes on. @defaultValue forgotten when closed */
  readonly storage?: string | undefined;
  /** @defaultValue 0, any that is free */
  readonly port?: number | undefined;
  /** @defaultValue the clock of this machine */
  readonly clock?: Clock | undefined;
}

/** A simulated org, on one host of this machine. */
export interface SalesforceSimulator extends AsyncDisposable {
  /** What a connector is given as `address`; a login names it as the instance as well. */
  readonly address: string;
  readonly faults: SalesforceFaults;
  /** Every job that was ever started, oldest first; with `storage`, also before a restart. */
  ledger(): readonly LedgerEntry[];
  close(): Promise<void>;
}

/**
 * Starts a real HTTP server that answers as a Salesforce org's login, Bulk API 2.0 and Analytics REST API do, also when
 * things go wrong. It is for tests and trials: one port of 127.0.0.1, no TLS.
 *
 * What becomes of the rows of a job is decided when it is started, and how far it is follows from the clock; with
 * `storage`, a process that was killed and is started again on the same folder finds its jobs as far as they would be
 * by then. Tokens do not survive. The records of the org are kept in memory.
 *
 * @throws SpmError `config.invalid` with all that is wrong with the org
 */
export async function startSalesforceSimulator(
  options: SalesforceSimulatorOptions,
): Promise<SalesforceSimulator> {
  const { clock = systemClock, tokenLifeMs = 7_200_000, durations = {}, batchRows = 10_000 } = options;
  const { largestUploadBytes = 112_500_000, recordsPerPage = 50_000, pageSize = 1_000 } = options;
  const org = parseOrg(options.org);
  const storage: OrgStorage = openStorage(options.storage, structuredClone(FIRST_STATE));
  const troubles = createTroubles(clock, () => authentication.expireTokens());
  const { faults, conditions, switchboard } = troubles;
  const authentication = createAuthentication({
    clients: org.clients,
    clock: switchboard.clock,
    tokenLifeMs,
    instanceUrl: () => host.origin,
  });
  const records = createOrgRecords({ org, storage, queueMs: durations.queueMs ?? 10 });
  const shared = { org, storage, clock: switchboard.clock, durations, troubles };
  const ingests = createIngests({ ...shared, workshop: { storage, records, batchRows } });
  const queries = createQueries(shared);
  const instances = createInstances(shared);
  const limits = { largestUploadBytes, recordsPerPage, pageSize };
  const scope = { org, records, ingests, queries, instances, conditions, limits, storage };
  const api = createApi({ scope, logIn: authentication.logIn, whoIs: authentication.whoIs });
  const refuse = (status: number) => refusal(status);
  const host = await startHost(api, { switchboard, refuse, port: options.port });
  const close = async () => {
    await host.close();
    storage.close();
  };
  return {
    address: host.origin,
    faults,
    ledger: createLedger(storage, { ingests, queries, instances }),
    close,
    [Symbol.asyncDispose]: close,
  };
}
