import { createRedactor, type FileSite, parseOptions, SpmError, systemClock } from "@spm-ops/core";
import type { ConnectorServices } from "../contract/connector-services.js";
import type { SpmConnector } from "../contract/spm-connector.js";
import { createHttpClient } from "../http/http-client.js";
import { createLimiter } from "../http/limiter.js";
import { checkBusiness } from "./xactly-availability.js";
import { createXactlyCalls } from "./xactly-calls.js";
import { abortJob } from "./xactly-cancel.js";
import { createXactlyCredential } from "./xactly-credential.js";
import { findJob } from "./xactly-find.js";
import { createXactlyObjects } from "./xactly-objects.js";
import { type XactlyOptions, type XactlySettings, xactlyOptions } from "./xactly-options.js";
import { pollJob } from "./xactly-poll.js";
import { createXactlyQueries } from "./xactly-queries.js";
import { readRejects } from "./xactly-rejects.js";
import { readReport } from "./xactly-report.js";
import { stageFile } from "./xactly-stage.js";
import { startJob } from "./xactly-start.js";

/** What the connector needs besides: the vendor takes files by its own sFTP site only. */
export interface XactlyServices extends ConnectorServices {
  /** The vendor's site with the home of the business; it stays its owner's to close. @defaultValue none: nothing can be loaded */
  readonly dataSite?: FileSite | undefined;
}

/**
 * Creates a connector to one business of Xactly Incent, over Connect's REST surface and command language, and a site
 * for the files. Nothing is sent before the first call.
 *
 * Loads are pipelines that read a file, as the options tell. Processes are the other pipelines and the commands of the
 * options. Reports are tables, read as comma-separated text. Rejects are the rows of a table that validation fills.
 *
 * @throws SpmError `config.invalid` with every problem of the options
 */
export function createXactlyConnector(options: XactlyOptions, services: XactlyServices): SpmConnector {
  const settings = parseOptions(xactlyOptions, options, "the options of the Xactly connector");
  const { loads, commands, reports, language } = settings;
  const { clock = systemClock, dataSite } = services;
  const { calls, close } = openXactly(settings, services);
  const objects = createXactlyObjects(calls, settings);
  const queries = createXactlyQueries(calls, language);
  const starts = { calls, queries, objects, settings, clock };

  return {
    vendor: "xactly",
    environment: settings.environment,
    capabilities: {
      loads: dataSite !== undefined && loads.length > 0,
      processes: true,
      reports: reports.length > 0,
      rejects: [...loads, ...commands].some(({ rejects }) => rejects !== undefined),
      find: true,
      cancel: language.abort !== undefined,
    },
    listLoads: (call) => objects.list("load", call),
    listProcesses: (call) => objects.list("process", call),
    listReports: (call) => objects.list("report", call),
    stage: async (load, file, call = {}) => {
      const site = requireSite(dataSite, `stage a file for ${load}`);
      const object = await objects.get("load", load, call);
      return stageFile({ site, settings, clock }, { load: object, file }, call);
    },
    start: async (request, call = {}) => {
      if (request.kind === "load") requireSite(dataSite, `start ${request.object}`);
      return startJob(starts, request, call);
    },
    poll: (handle, call = {}) => pollJob(starts, handle, call),
    rejects: (handle, call = {}) => readRejects(starts, handle, call),
    report: (handle, call = {}) => readReport(starts, handle, call),
    find: (query, call = {}) => findJob(starts, query, call),
    cancel: (handle, call = {}) => abortJob(starts, handle, call),
    checkAvailability: (call = {}) => checkBusiness({ calls, queries }, { clock, ...call }),
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** One gateway, one credential, one limiter; a login is asked for without a credential. */
function openXactly(settings: XactlySettings, services: XactlyServices) {
  const { address, authentication, timeouts, retry: policy, results } = settings;
  const { secrets, redactor = createRedactor(), clock = systemClock } = services;
  const limiter = services.limiter ?? createLimiter(settings.limits);
  const shared = { baseUrl: address, timeouts, redactor, clock };
  const loginHttp = createHttpClient(shared);
  const credential = createXactlyCredential(authentication, { secrets, redactor, http: loginHttp });
  const http = createHttpClient({ ...shared, credential, limiter });
  return {
    calls: createXactlyCalls({ http, address, policy, pageSize: results.pageSize, clock }),
    close: async () => {
      await Promise.all([http.close(), loginHttp.close()]);
    },
  };
}

function requireSite(site: FileSite | undefined, operation: string): FileSite {
  if (site !== undefined) return site;
  const why = "The connector was given no site with the home of the business.";
  throw new SpmError("operation.unsupported", `Could not ${operation}. ${why}`, { operation });
}
