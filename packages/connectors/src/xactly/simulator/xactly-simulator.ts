import { randomUUID } from "node:crypto";
import { dirname } from "node:path";
import { type Clock, systemClock } from "@spm-ops/core";
import { type SimulatedRequest, startHost } from "../../simulator/host.js";
import { type Reply, unrouted } from "../../simulator/reply.js";
import { findRoute } from "../../simulator/router.js";
import { openStorage } from "../../simulator/storage.js";
import { createAuthentication } from "./authentication.js";
import { runStatement } from "./commands.js";
import { type BusinessDefinition, parseBusiness, type SimulatedBusiness } from "./definition.js";
import { createEntities } from "./entities.js";
import { createTroubles, type XactlyFaults } from "./faults.js";
import { earlierInvocations } from "./history.js";
import { createInvocations, type Durations } from "./invocations.js";
import { type LedgerEntry, toLedger } from "./ledger.js";
import { runPipeline } from "./pipeline-run.js";
import { refusal } from "./reply.js";
import { createResults } from "./results.js";
import { type ApiScope, ROUTES } from "./routes.js";
import type { BusinessState, BusinessStorage } from "./state.js";
import { createTables } from "./tables.js";

export interface XactlySimulatorOptions {
  readonly business: SimulatedBusiness;
  readonly durations?: Durations | undefined;
  /** The newest invocations that are kept. @defaultValue 100_000 */
  readonly keptInvocations?: number | undefined;
  /** The folder that stands for the home of the business behind the vendor's sFTP. @defaultValue a folder `home` of the storage */
  readonly homeFolder?: string | undefined;
  /** A folder to remember in, so that a simulator started on it later goes on. @defaultValue forgotten when closed */
  readonly storage?: string | undefined;
  /** @defaultValue any that is free */
  readonly port?: number | undefined;
  /** @defaultValue the clock of this machine */
  readonly clock?: Clock | undefined;
}

/** A simulated gateway with one business behind it, on this machine. */
export interface XactlySimulator extends AsyncDisposable {
  /** What a connector is given as `address`: with the gateway's prefix. */
  readonly address: string;
  /** Where files are to be put. The sFTP server before it is a site of the caller's. */
  readonly homeFolder: string;
  readonly faults: XactlyFaults;
  /** Everything that was ever started here, oldest first; with `storage`, also before a restart. */
  ledger(): readonly LedgerEntry[];
  close(): Promise<void>;
}

const PREFIX = "/api";

/**
 * Starts a real HTTP server that answers as Xactly Connect does behind its gateway, also when things go wrong. It is for
 * tests and trials: a port of 127.0.0.1, no TLS, and a folder in place of the sFTP site.
 *
 * What a pipeline does is decided when it is invoked, and how far it is follows from the clock; with `storage`, a
 * process that was killed and is started again on the same folder finds its invocations as far as they would be by then.
 * Tokens and results of statements do not survive. All tables are held in memory.
 *
 * @throws SpmError `config.invalid` with all that is wrong with the business
 */
export async function startXactlySimulator(options: XactlySimulatorOptions): Promise<XactlySimulator> {
  const { clock = systemClock, durations = {}, keptInvocations = 100_000 } = options;
  const business = parseBusiness(options.business);
  const storage: BusinessStorage = openStorage(options.storage, toFirstState(business, clock.now()));
  const { faults, switchboard } = createTroubles(clock, () => authentication.expireTokens());
  const { conditions } = switchboard;
  const vendorClock = switchboard.clock;
  const authentication = createAuthentication(business, { clock: vendorClock, createId });
  const homeFolder = options.homeFolder ?? dirname(storage.path("home", "file"));
  const invocations = createInvocations({
    storage,
    clock: vendorClock,
    durations,
    conditions,
    kept: keptInvocations,
    createId,
    run: (pipeline) => {
      const execute = async (command: string) => runStatement({ storage, conditions }, command);
      return runPipeline({ tables: storage.state.tables, homeFolder, execute }, pipeline);
    },
  });
  const scope: ApiScope = {
    business,
    storage,
    conditions,
    durations,
    clock: vendorClock,
    invocations,
    pipelineIdOf: (name) => toPipelineId(storage, name),
    authentication,
    results: createResults(createId),
    createId,
  };
  const host = await startHost((request) => answer(scope, request), {
    switchboard,
    refuse: (status) => refusal(status),
    port: options.port,
  });
  const close = async () => {
    await host.close();
    storage.close();
  };
  return {
    address: `${host.origin}${PREFIX}`,
    homeFolder,
    faults,
    ledger: () => toLedger(storage.state, invocations),
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** Ids are 32 hexadecimal digits. */
function createId(): string {
  return randomUUID().replaceAll("-", "");
}

function toFirstState(business: BusinessDefinition, now: number): BusinessState {
  return {
    invocations: [...earlierInvocations(now)],
    commands: [],
    tables: createTables(business),
    entities: createEntities(business, now, createId),
  };
}

function toPipelineId({ state }: BusinessStorage, name: string): string {
  return state.entities["pipelines"]?.find((each) => each["name"] === name)?.id ?? "";
}

function answer(scope: ApiScope, request: SimulatedRequest): Promise<Reply> | Reply {
  const { method, url } = request;
  if (!url.pathname.startsWith(`${PREFIX}/`)) return unrouted();
  const path = url.pathname.slice(PREFIX.length);
  if (`${method} ${path}` === "POST /oauth2/token") return scope.authentication.logIn(request);
  const user = scope.authentication.whoIs(request);
  if (user === undefined) return refusal(401);
  const met = findRoute(ROUTES, method, path);
  if (met === undefined) return refusal(404);
  if (met === "wrong-method") return refusal(405);
  return met.route.handle(scope, { ...request, user, parts: met.parts });
}
