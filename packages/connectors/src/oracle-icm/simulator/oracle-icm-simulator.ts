import { type Clock, systemClock } from "@spm-ops/core";
import { type Handler, startHost } from "../../simulator/host.js";
import { unrouted } from "../../simulator/reply.js";
import { findRoute, type Route } from "../../simulator/router.js";
import { openStorage } from "../../simulator/storage.js";
import { createAuthentication } from "./authentication.js";
import { parseEnvironment, type SimulatedEnvironment } from "./definition.js";
import { openDocuments } from "./documents.js";
import { findErp, performOperation } from "./erp-routes.js";
import { createTroubles, type OracleIcmFaults } from "./faults.js";
import { answerImports } from "./import-routes.js";
import { createImports, type Imports } from "./imports.js";
import { refusal } from "./reply.js";
import { createRequests, type Durations, type LedgerEntry, type Requests } from "./requests.js";
import { describeResource, listRecords } from "./resource-routes.js";
import type { ApiScope } from "./scope.js";
import { type EnvironmentStorage, firstState } from "./state.js";
import { openTables } from "./tables.js";

export interface OracleIcmSimulatorOptions {
  readonly environment: SimulatedEnvironment;
  readonly durations?: Durations | undefined;
  /** How long a token lives. @defaultValue 3_600_000, an hour */
  readonly tokenLifeMs?: number | undefined;
  /** A folder to remember in, so that a simulator started on it later goes on. @defaultValue forgotten when closed */
  readonly storage?: string | undefined;
  /** @defaultValue 0, any that is free */
  readonly port?: number | undefined;
  /** @defaultValue the clock of this machine */
  readonly clock?: Clock | undefined;
}

/** A simulated environment, on one host of this machine. */
export interface OracleIcmSimulator extends AsyncDisposable {
  /** What a connector is given as `address`. */
  readonly address: string;
  /** Where tokens are given out, which is another host at the vendor. */
  readonly tokenAddress: string;
  readonly faults: OracleIcmFaults;
  /** Every request and every activated import, oldest first; with `storage`, also before a restart. */
  ledger(): readonly LedgerEntry[];
  close(): Promise<void>;
}

const BELOW = String.raw`^/(?<api>fscmRestApi|crmRestApi|hcmRestApi)/resources/(?:latest|[\d.]+)`;
const TOKEN_PATH = "/oauth2/v1/token";

const ERP = new RegExp(`${BELOW}/erpintegrations/?$`);
const IMPORTS = new RegExp(`${BELOW}/importActivities$`);
const IMPORT = new RegExp(String.raw`${BELOW}/importActivities/(?<id>\d+)$`);

const ROUTES: readonly Route<ApiScope>[] = [
  { method: "POST", path: ERP, handle: performOperation },
  { method: "GET", path: ERP, handle: findErp },
  { method: "GET", path: IMPORTS, handle: answerImports },
  { method: "POST", path: IMPORTS, handle: answerImports },
  { method: "GET", path: IMPORT, handle: answerImports },
  { method: "PATCH", path: IMPORT, handle: answerImports },
  {
    method: "GET",
    path: new RegExp(String.raw`${BELOW}/(?<resource>\w+)/describe$`),
    handle: describeResource,
  },
  { method: "GET", path: new RegExp(String.raw`${BELOW}/(?<resource>\w+)$`), handle: listRecords },
];

/**
 * Starts a real HTTP server that answers as the REST resources of Oracle Fusion Cloud do: the ERP integration service
 * with its content server and scheduler, import activities, and resources to read; also when things go wrong. It is for
 * tests and trials: one port of 127.0.0.1, no TLS.
 *
 * What a request does is decided when it is submitted, and how far it is follows from the clock; with `storage`, a
 * process that was killed and is started again on the same folder finds its requests as far as they would be by then.
 * Tokens do not survive.
 *
 * @throws SpmError `config.invalid` with all that is wrong with the environment
 */
export async function startOracleIcmSimulator(
  options: OracleIcmSimulatorOptions,
): Promise<OracleIcmSimulator> {
  const { durations = {}, tokenLifeMs = 3_600_000 } = options;
  const environment = parseEnvironment(options.environment);
  const storage: EnvironmentStorage = openStorage(options.storage, firstState());
  const switchboard = createTroubles(options.clock ?? systemClock, () => authentication.expireTokens());
  const { conditions, clock, faults } = switchboard;
  const authentication = createAuthentication(environment, { clock, tokenLifeMs });
  const tables = openTables(environment, storage);
  const documents = openDocuments(storage, clock);
  const workshop = { environment, storage, tables, documents, conditions, clock, durations };
  const requests = createRequests(workshop);
  const { importActivities } = environment;
  const imports = importActivities && createImports(workshop, importActivities);
  const scope: ApiScope = { environment, tables, documents, requests, imports, conditions };

  const handler: Handler = (request) => {
    const { method, url, headers } = request;
    if (`${method} ${url.pathname}` === `POST ${TOKEN_PATH}`) return authentication.logIn(request);
    if (!/^\/(?:fscm|crm|hcm)RestApi\//.test(url.pathname)) return unrouted();
    const refuse = (status: number, detail: string) => refusal(status, detail, headers["accept"]);
    if (authentication.whoIs(request) === undefined) return refuse(401, "The user is not known.");
    const met = findRoute(ROUTES, method, url.pathname);
    if (met === undefined) return refuse(404, "The resource does not exist.");
    if (met === "wrong-method") return refuse(405, "The resource does not do that.");
    return met.route.handle(scope, { ...request, parts: met.parts });
  };
  const refuse = (status: number) => refusal(status);
  const host = await startHost(handler, { switchboard, refuse, port: options.port });
  const close = async () => {
    await host.close();
    storage.close();
  };
  return {
    address: host.origin,
    tokenAddress: `${host.origin}${TOKEN_PATH}`,
    faults,
    ledger: () => toLedger(storage, requests, imports),
    close,
    [Symbol.asyncDispose]: close,
  };
}

function toLedger(
  { state }: EnvironmentStorage,
  requests: Requests,
  imports: Imports | undefined,
): readonly LedgerEntry[] {
  const submitted = state.requests.map((request) => {
    const { id, kind, definition: object, submittedAt } = request;
    return { id, kind, object, submittedAt, state: requests.stateOf(request) };
  });
  const activated = state.activities.flatMap((activity) => {
    const { id, activatedAt: submittedAt, attributes } = activity;
    if (submittedAt === undefined || imports === undefined) return [];
    const object = attributes[imports.definition.objectAttribute] ?? "";
    return [{ id, kind: "import" as const, object, submittedAt, state: imports.stateOf(activity) }];
  });
  return [...submitted, ...activated].sort((one, other) => one.submittedAt - other.submittedAt);
}
