import {
  type Clock,
  createRedactor,
  type FileSite,
  parseOptions,
  SpmError,
  systemClock,
} from "@spm-ops/core";
import { z } from "zod";
import type { ConnectorServices } from "../contract/connector-services.js";
import type { ConnectorCall, SpmConnector, StartRequest } from "../contract/spm-connector.js";
import { takeALook } from "../contract/take-a-look.js";
import { createHttpClient } from "../http/http-client.js";
import { createLimiter } from "../http/limiter.js";
import { parseLongIntegers } from "../http/long-integers.js";
import {
  createSapCommissionsCalls,
  type SapCommissionsCalls,
  toMeantStatus,
} from "./sap-commissions-calls.js";
import { createBasicCredential, createIasCredential } from "./sap-commissions-credential.js";
import { createSapCommissionsDirectory } from "./sap-commissions-directory.js";
import { findPipeline } from "./sap-commissions-find.js";
import { toPoll } from "./sap-commissions-mapping.js";
import { createSapCommissionsObjects } from "./sap-commissions-objects.js";
import {
  type SapCommissionsOptions,
  type SapCommissionsSettings,
  sapCommissionsOptions,
} from "./sap-commissions-options.js";
import { readRejects } from "./sap-commissions-rejects.js";
import { pageOf, pipeline } from "./sap-commissions-replies.js";
import { stageFile } from "./sap-commissions-stage.js";
import { startPipeline } from "./sap-commissions-start.js";

/** What the connector needs besides: the vendor takes files by sFTP only. */
export interface SapCommissionsServices extends ConnectorServices {
  /** The site with the drop box; it stays its owner's to close. @defaultValue none: nothing can be loaded */
  readonly dropSite?: FileSite | undefined;
}

/**
 * Creates a connector to one tenant of SAP Commissions (SuccessFactors Incentive Management), over REST and a site for
 * the files. Nothing is sent before the first call.
 *
 * Loads are imports of a batch, which is a file of the drop box; processes are pipelines over a period. Both are
 * declared in the options. Reports are made by processes, too, and read by people in the portal: no API gives them out.
 *
 * @throws SpmError `config.invalid` with every problem of the options
 */
export function createSapCommissionsConnector(
  options: SapCommissionsOptions,
  services: SapCommissionsServices,
): SpmConnector {
  const settings = parseOptions(
    sapCommissionsOptions,
    options,
    "the options of the SAP Commissions connector",
  );
  const { clock = systemClock, dropSite } = services;
  const { calls, close } = openTenant(settings, services);
  const objects = createSapCommissionsObjects(settings);
  const starts = { calls, objects, directory: createSapCommissionsDirectory(calls), clock };
  const requireSite = (operation: string) =>
    dropSite ?? unsupported(operation, "The connector was given no site with the drop box.");
  const assertStartable = ({ kind, object }: StartRequest) => {
    if (kind === "report") refuseReport(`start ${object} as a report`);
    if (kind === "load") requireSite(`start ${object}`);
  };

  return {
    vendor: "sap-commissions",
    environment: settings.environment,
    capabilities: {
      loads: dropSite !== undefined,
      processes: true,
      reports: false,
      rejects: true,
      find: true,
      cancel: true,
    },
    listLoads: (call) => objects.loads.list("load", call),
    listProcesses: (call) => objects.processes.list("process", call),
    listReports: () => refuseReports("list reports"),
    stage: async (name, file, call = {}) => {
      const site = requireSite(`stage a file for ${name}`);
      const load = await objects.loads.get("load", name, call);
      return stageFile({ site, settings, clock }, { load, file }, call);
    },
    start: async (request, call = {}) => {
      assertStartable(request);
      return startPipeline(starts, request, call);
    },
    poll: async ({ task }, call = {}) => toPoll(await lookAtPipeline(calls, task, call)),
    rejects: (handle, call = {}) => readRejects({ calls, objects }, handle, call),
    report: () => refuseReports("hand out a report"),
    find: async (query, call = {}) => {
      assertStartable(query.request);
      return findPipeline({ ...starts, settleMs: settings.settleMs }, query, call);
    },
    cancel: ({ task }, call = {}) => cancelPipeline(calls, task, call),
    checkAvailability: (call = {}) => checkTenant(calls, { clock, ...call }),
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** One look at the API; only an answer in JSON counts, as maintenance answers with a page and 200. */
function checkTenant(calls: SapCommissionsCalls, call: ConnectorCall & { readonly clock: Clock }) {
  return takeALook(async () => {
    const operation = "ask for one period";
    const question = { path: "periods", query: { top: "1" }, operation, signal: call.signal };
    await calls.look(question, pageOf("periods", z.unknown()));
    return { state: "up", detail: "The REST API answers." };
  }, call);
}

/** One host, one credential, one limiter; a token is asked for of another host and without a credential. */
function openTenant(settings: SapCommissionsSettings, services: SapCommissionsServices) {
  const { address: baseUrl, authentication, timeouts, restRoot, retry: policy } = settings;
  const { secrets, redactor = createRedactor(), clock = systemClock } = services;
  const limiter = services.limiter ?? createLimiter(settings.limits);
  const shared = { timeouts, redactor, clock };
  const loginHttp = createHttpClient({
    ...shared,
    baseUrl: authentication.kind === "ias" ? authentication.address : baseUrl,
    // A login is refused by the rules of OAuth, where 400 stands for what is 401 elsewhere.
    toMeantStatus: (status) => (status === 400 ? 401 : status),
  });
  const credential =
    authentication.kind === "ias"
      ? createIasCredential(authentication, { secrets, redactor, clock, http: loginHttp })
      : createBasicCredential(authentication, { secrets, redactor });
  const http = createHttpClient({
    ...shared,
    baseUrl,
    credential,
    limiter,
    toMeantStatus,
    parseJson: parseLongIntegers,
  });
  return {
    calls: createSapCommissionsCalls({ http, restRoot, policy, clock }),
    close: async () => {
      await Promise.all([http.close(), loginHttp.close()]);
    },
  };
}

function lookAtPipeline(calls: SapCommissionsCalls, task: string, { signal }: ConnectorCall) {
  const operation = `ask how the pipeline ${task} is doing`;
  return calls.look({ path: `pipelines(${encodeURIComponent(task)})`, operation, signal }, pipeline);
}

/** A refusal to cancel what has ended by now is none. */
async function cancelPipeline(calls: SapCommissionsCalls, task: string, call: ConnectorCall): Promise<void> {
  try {
    await calls.cancel(task, call);
  } catch (error) {
    call.signal?.throwIfAborted();
    const seen = await lookAtPipeline(calls, task, call).catch(() => undefined);
    if (seen === undefined || toPoll(seen).state !== "finished") throw error;
  }
}

function unsupported(operation: string, why: string): never {
  throw new SpmError("operation.unsupported", `Could not ${operation}. ${why}`, { operation });
}

function refuseReport(operation: string): never {
  return unsupported(operation, "Reports are made by processes and published in the vendor's portal only.");
}

async function* refuseReports(operation: string): AsyncGenerator<never> {
  yield refuseReport(operation);
}
