import { randomBytes, randomUUID } from "node:crypto";
import { type Clock, systemClock } from "@spm-ops/core";
import { startHost } from "../../simulator/host.js";
import { openStorage } from "../../simulator/storage.js";
import { createApi } from "./api.js";
import { parseOrganization, type SimulatedOrganization } from "./definition.js";
import { type CaptivateiqFaults, createTroubles } from "./faults.js";
import { createJobs, type Durations, type LedgerEntry, PAYOUT_JOB } from "./jobs.js";
import { signLink } from "./links.js";
import { createRate, type SimulatedTier } from "./rate.js";
import { refusal } from "./reply.js";
import type { ApiScope } from "./scope.js";
import { firstState, type OrganizationStorage } from "./state.js";
import { createStorageHost } from "./storage-host.js";
import { openWorksheets } from "./worksheets.js";

export interface CaptivateiqSimulatorOptions {
  readonly organization: SimulatedOrganization;
  readonly durations?: Durations | undefined;
  /** Whose limits hold; more requests are refused with 429. @defaultValue none hold */
  readonly tier?: SimulatedTier | undefined;
  /** A folder to remember in, so that a simulator started on it later goes on. @defaultValue forgotten when closed */
  readonly storage?: string | undefined;
  /** Of the API; the storage takes the next one. @defaultValue 0, any that are free */
  readonly port?: number | undefined;
  /** @defaultValue the clock of this machine */
  readonly clock?: Clock | undefined;
}

/** Payouts that somebody processes. */
export interface PayoutProcessing {
  /** Payouts, which are a job each. @defaultValue 1 */
  readonly jobs?: number | undefined;
  /** So many of them fail. @defaultValue 0 */
  readonly failing?: number | undefined;
  /** How long it takes. @defaultValue as other jobs */
  readonly durationMs?: number | undefined;
}

/** A simulated organization, on two hosts of this machine: the API, and the storage behind presigned links. */
export interface CaptivateiqSimulator extends AsyncDisposable {
  /** What a connector is given as `address`. */
  readonly address: string;
  /** Where presigned links lead: what a connector is given among `links.origins`. */
  readonly storageAddress: string;
  readonly faults: CaptivateiqFaults;
  /** Does what a person does in the application, and what the API cannot: has payouts processed. */
  processPayouts(processing?: PayoutProcessing): void;
  /** Every import and export that was ever started here, oldest first; with `storage`, also before a restart. */
  ledger(): readonly LedgerEntry[];
  close(): Promise<void>;
}

/**
 * Starts real HTTP servers that answer as CaptivateIQ's REST API ciq/v1 does, also when things go wrong. It is for tests
 * and trials: ports of 127.0.0.1, no TLS.
 *
 * What a job does is decided when it is started, and how far it is follows from the clock; with `storage`, a process that
 * was killed and is started again on the same folder finds its jobs as far as they would be by then. The records of the
 * worksheets are kept in memory.
 *
 * @throws SpmError `config.invalid` with all that is wrong with the organization
 */
export async function startCaptivateiqSimulator(
  options: CaptivateiqSimulatorOptions,
): Promise<CaptivateiqSimulator> {
  const { clock: realClock = systemClock, durations = {}, tier, port } = options;
  const organization = parseOrganization(options.organization);
  const first = firstState(randomBytes(16).toString("hex"));
  const storage: OrganizationStorage = openStorage(options.storage, first);
  // The key that signs links has to be there before the first of them is.
  storage.save();
  const { faults, switchboard } = createTroubles(realClock);
  const { conditions, clock } = switchboard;
  const refuse = (status: number) => refusal(status);
  const storageHost = await startHost(createStorageHost({ storage, conditions, clock }), {
    ...{ switchboard, refuse, port: port ? port + 1 : 0 },
  });
  const sign = (method: string, path: string) =>
    signLink({ key: storage.state.signingKey, method, address: storageHost.origin + path, now: clock.now() });
  const address = () => apiHost.origin;
  const toLink = ({ id }: { readonly id: string }, fileName: string) =>
    sign("GET", `/exports/${id}/${fileName}`);
  const jobs = createJobs({ storage, clock, durations, conditions, address, toLink });
  const toUploadLink = (id: string, fileName: string) =>
    sign(conditions.uploadMethod, `/uploads/${id}/${encodeURIComponent(fileName)}`);
  const worksheets = openWorksheets(organization, storage, clock);
  const shared = { organization, storage, worksheets, jobs, conditions, clock };
  const scope: ApiScope = { ...shared, address, toUploadLink };
  const apiHost = await startHost(createApi(scope, createRate(tier, realClock)), {
    switchboard,
    refuse,
    port,
  });
  const close = async () => {
    await Promise.all([apiHost.close(), storageHost.close()]);
    storage.close();
  };
  return {
    address: apiHost.origin,
    storageAddress: storageHost.origin,
    faults,
    processPayouts({ jobs: count = 1, failing = 0, durationMs } = {}) {
      const [user] = organization.users;
      const shape = {
        type: PAYOUT_JOB,
        userEmail: user?.email ?? "",
        durationMs,
        aggregationId: randomUUID(),
      };
      for (let at = 0; at < count; at += 1) {
        const isFailing = at < failing;
        const details = isFailing ? { error: "The payout could not be calculated." } : {};
        jobs.start({ ...shape, details, end: isFailing ? "FAILURE" : "SUCCESS" });
      }
    },
    ledger: jobs.ledger,
    close,
    [Symbol.asyncDispose]: close,
  };
}
