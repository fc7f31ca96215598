import { createRedactor, parseOptions, SpmError, systemClock } from "@spm-ops/core";
import type { ConnectorServices } from "../contract/connector-services.js";
import type { Poll } from "../contract/outcome.js";
import type { ConnectorCall, Handle, SpmConnector } from "../contract/spm-connector.js";
import { createHttpClient } from "../http/http-client.js";
import { createLimiter } from "../http/limiter.js";
import { checkResource } from "./oracle-icm-availability.js";
import { createOracleIcmCalls, type OracleIcmCalls } from "./oracle-icm-calls.js";
import { createOracleIcmCredential } from "./oracle-icm-credential.js";
import { lookAtRequest } from "./oracle-icm-erp.js";
import { findObject } from "./oracle-icm-find.js";
import { cancelActivity, lookAtActivity } from "./oracle-icm-imports.js";
import { toImportPoll, toJobPoll } from "./oracle-icm-mapping.js";
import { createOracleIcmObjects, type LoadObject } from "./oracle-icm-objects.js";
import { type OracleIcmOptions, type OracleIcmSettings, oracleIcmOptions } from "./oracle-icm-options.js";
import { readRejects } from "./oracle-icm-rejects.js";
import { pollReport, readReport } from "./oracle-icm-reports.js";
import { stageFile } from "./oracle-icm-stage.js";
import { startObject } from "./oracle-icm-start.js";

/**
 * Creates a connector to the Incentive Compensation of one Oracle Fusion Cloud environment, over its REST resources.
 * Nothing is sent before the first call.
 *
 * Loads are files for Import Management or for a job of the Enterprise Scheduler, processes are jobs, and reports are
 * exports or resources; all are declared in the options, with the vendor's names for them. Each staged file is a
 * document of its own, so a load is started with what `stage` returned. A job that was submitted cannot be looked for
 * nor cancelled; an import activity can.
 *
 * @throws SpmError `config.invalid` with every problem of the options
 */
export function createOracleIcmConnector(
  options: OracleIcmOptions,
  services: ConnectorServices,
): SpmConnector {
  const settings = parseOptions(oracleIcmOptions, options, "the options of the Oracle ICM connector");
  const clock = services.clock ?? systemClock;
  const { calls, close } = openOracleIcm(settings, services);
  const objects = createOracleIcmObjects(settings);
  const { settleMs, probe } = settings;
  const loadOf = ({ object }: Handle, call: ConnectorCall) => objects.loads.get("load", object, call);
  const reportOf = ({ object }: Handle, call: ConnectorCall) => objects.reports.get("report", object, call);

  return {
    vendor: "oracle-icm",
    environment: settings.environment,
    capabilities: toCapabilities(settings),
    listLoads: (call) => objects.loads.list("load", call),
    listProcesses: (call) => objects.processes.list("process", call),
    listReports: (call) => objects.reports.list("report", call),
    stage: async (load, file, call = {}) =>
      stageFile(calls, { load: await objects.loads.get("load", load, call), file }, call),
    start: (request, call = {}) => startObject({ calls, objects, clock }, request, call),
    poll: async (handle, call = {}) => {
      if (handle.kind === "report") return pollReport(calls, await reportOf(handle, call), handle, call);
      if (handle.kind === "process") return toJobPoll(await lookAtRequest(calls, handle.task, call));
      return pollLoad({ calls, settings }, await loadOf(handle, call), handle, call);
    },
    async *rejects(handle, call = {}) {
      if (handle.kind === "load") yield* readRejects(calls, await loadOf(handle, call), handle, call);
    },
    async *report(handle, call = {}) {
      if (handle.kind !== "report") refuseUnsupported(`read a report of a ${handle.kind}`);
      yield* readReport(calls, await reportOf(handle, call), handle, call);
    },
    find: (query, call = {}) => findObject({ calls, objects, settleMs, clock }, query, call),
    cancel: async (handle, call = {}) => {
      const value = settings.importActivities?.cancelValue;
      const isImport =
        handle.kind === "load" && (await loadOf(handle, call)).settings.kind === "import-activity";
      if (!isImport || value === undefined) refuseUnsupported(`cancel ${handle.task}`);
      await cancelActivity(calls, handle.task, value, call);
    },
    checkAvailability: (call = {}) => checkResource(calls, probe, { clock, ...call }),
    close,
    [Symbol.asyncDispose]: close,
  };
}

function toCapabilities({ loads, importActivities, processes, reports }: OracleIcmSettings) {
  const kinds = Object.values(loads).map(({ kind }) => kind);
  const imports = kinds.includes("import-activity");
  return {
    loads: kinds.length > 0,
    processes: Object.keys(processes).length > 0,
    reports: Object.keys(reports).length > 0,
    rejects: kinds.length > 0,
    find: imports,
    cancel: imports && importActivities?.cancelValue !== undefined,
  };
}

/** One host, one credential, one limiter; a token is asked for at another host, without a credential. */
function openOracleIcm(settings: OracleIcmSettings, services: ConnectorServices) {
  const { address: baseUrl, resourceVersion: version, authentication, timeouts, retry: policy } = settings;
  const { secrets, redactor = createRedactor(), clock = systemClock } = services;
  const limiter = services.limiter ?? createLimiter(settings.limits);
  const shared = { timeouts, redactor, clock };
  const credential = createOracleIcmCredential(authentication, {
    ...{ secrets, redactor, clock },
    // A login is refused by the rules of OAuth, where 400 stands for what is 401 elsewhere.
    openHttp: (origin) =>
      createHttpClient({
        ...shared,
        baseUrl: origin,
        toMeantStatus: (status) => (status === 400 ? 401 : status),
      }),
  });
  const http = createHttpClient({ ...shared, baseUrl, credential, limiter });
  return {
    calls: createOracleIcmCalls({ http, version, policy, clock }),
    close: async () => {
      await Promise.all([http.close(), credential.close()]);
    },
  };
}

async function pollLoad(
  { calls, settings }: { readonly calls: OracleIcmCalls; readonly settings: OracleIcmSettings },
  load: LoadObject,
  { task }: Handle,
  call: ConnectorCall,
): Promise<Poll> {
  if (load.settings.kind === "job") {
    return toJobPoll(await lookAtRequest(calls, task, call), load.settings.warning);
  }
  const { importActivities } = settings;
  if (importActivities === undefined) refuseUnsupported(`ask how the import activity ${task} is doing`);
  return toImportPoll(await lookAtActivity(calls, task, call), importActivities);
}

function refuseUnsupported(operation: string): never {
  throw new SpmError("operation.unsupported", `The connector to Oracle ICM cannot ${operation}.`, {
    operation,
  });
}
