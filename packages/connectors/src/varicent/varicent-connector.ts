import { createRedactor, type FileSite, parseOptions, SpmError, systemClock } from "@spm-ops/core";
import type { ConnectorServices } from "../contract/connector-services.js";
import type { SpmConnector } from "../contract/spm-connector.js";
import { createHttpClient } from "../http/http-client.js";
import { createLimiter } from "../http/limiter.js";
import { checkModel } from "./varicent-availability.js";
import { createVaricentCalls, toMeantStatus } from "./varicent-calls.js";
import { createVaricentCredential } from "./varicent-credential.js";
import { findRun } from "./varicent-find.js";
import { createVaricentObjects } from "./varicent-objects.js";
import { type VaricentOptions, type VaricentSettings, varicentOptions } from "./varicent-options.js";
import { createVaricentWatch } from "./varicent-poll.js";
import { readReport } from "./varicent-report.js";
import { stageFile } from "./varicent-stage.js";
import { startRun } from "./varicent-start.js";

/** What the connector needs besides: the vendor takes files by sFTP only. */
export interface VaricentServices extends ConnectorServices {
  /** The site with the data folder; it stays its owner's to close. @defaultValue none: nothing can be loaded */
  readonly dataSite?: FileSite | undefined;
}

/**
 * Creates a connector to one Varicent Incentives model, over REST and a site for the files. Nothing is sent before the
 * first call.
 *
 * Loads are saved imports. Processes are calculations (`calculation/7`) and scheduler items (`schedule/5`), by id or
 * name. Reports are published files, made by a scheduler item or read as they lie there. No rows are counted and no
 * rejected rows are given out by this vendor, and nothing that runs can be cancelled through its API.
 *
 * @throws SpmError `config.invalid` with every problem of the options
 */
export function createVaricentConnector(options: VaricentOptions, services: VaricentServices): SpmConnector {
  const settings = parseOptions(varicentOptions, options, "the options of the Varicent connector");
  const { activities, reports } = settings;
  const { clock = systemClock, dataSite } = services;
  const { calls, close } = openVaricent(settings, services);
  const objects = createVaricentObjects(calls, reports);
  const watch = createVaricentWatch({ calls, objects, activities, clock });

  return {
    vendor: "varicent",
    environment: settings.environment,
    capabilities: {
      loads: dataSite !== undefined,
      processes: true,
      reports: reports !== undefined,
      rejects: false,
      find: true,
      cancel: false,
    },
    listLoads: (call) => objects.list("load", call),
    listProcesses: (call) => objects.list("process", call),
    listReports: (call) => objects.list("report", call),
    stage: async (load, file, call = {}) => {
      const site = requireSite(dataSite, `stage a file for ${load}`);
      const object = await objects.get("load", load, call);
      return stageFile({ calls, site, settings, clock }, { load: object, file }, call);
    },
    start: async (request, call = {}) => {
      if (request.kind === "load") requireSite(dataSite, `start ${request.object}`);
      return startRun({ calls, objects, settings, clock }, request, call);
    },
    poll: (handle, call = {}) => watch.poll(handle, call),
    rejects: () =>
      unsupported("hand out rejected rows", "The vendor keeps no rows that an import did not take."),
    report: (handle, call = {}) => readReport(calls, handle, reports, call),
    find: (query, call = {}) => findRun({ calls, objects, settings, clock }, query, call),
    cancel: async () =>
      unsupported("cancel a run", "The vendor's API cannot cancel; a person can, in the application."),
    checkAvailability: (call = {}) => checkModel(calls, { clock, ...call }),
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** One host, one credential, one limiter; a login is asked for without a credential. */
function openVaricent(settings: VaricentSettings, services: VaricentServices) {
  const { address: baseUrl, authentication, timeouts, model, retry: policy } = settings;
  const { secrets, redactor = createRedactor(), clock = systemClock } = services;
  const limiter = services.limiter ?? createLimiter(settings.limits);
  const shared = { baseUrl, timeouts, redactor, clock, toMeantStatus };
  const loginHttp = createHttpClient(shared);
  const credential = createVaricentCredential(authentication, { secrets, redactor, clock, http: loginHttp });
  const http = createHttpClient({ ...shared, credential, limiter });
  return {
    calls: createVaricentCalls({ http, model, policy, clock }),
    close: async () => {
      await Promise.all([http.close(), loginHttp.close()]);
    },
  };
}

function requireSite(site: FileSite | undefined, operation: string): FileSite {
  return site ?? unsupported(operation, "The connector was given no site with the data folder.");
}

function unsupported(operation: string, why: string): never {
  throw new SpmError("operation.unsupported", `Could not ${operation}. ${why}`, { operation });
}
