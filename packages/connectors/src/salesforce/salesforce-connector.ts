import { createRedactor, parseOptions, SpmError, systemClock } from "@spm-ops/core";
import type { ConnectorServices } from "../contract/connector-services.js";
import type { Poll } from "../contract/outcome.js";
import type { ConnectorCall, Handle, SpmConnector, StartRequest } from "../contract/spm-connector.js";
import { createHttpClient } from "../http/http-client.js";
import { createLimiter } from "../http/limiter.js";
import { checkOrg } from "./salesforce-availability.js";
import { createSalesforceCalls, type SalesforceCalls, toMeantStatus } from "./salesforce-calls.js";
import { findJob } from "./salesforce-find.js";
import { abortJob, lookAtJob, startJob } from "./salesforce-jobs.js";
import { toLoginForm } from "./salesforce-login.js";
import { endedEarly, toLoadPoll } from "./salesforce-mapping.js";
import { createSalesforceObjects, type LoadObject, type SalesforceObjects } from "./salesforce-objects.js";
import { type SalesforceOptions, type SalesforceSettings, salesforceOptions } from "./salesforce-options.js";
import { countUnprocessed, readRejects } from "./salesforce-rejects.js";
import { pollReport, readReport, startReport } from "./salesforce-reports.js";
import { createSalesforceSession } from "./salesforce-session.js";
import { uploadFile } from "./salesforce-upload.js";

/**
 * Creates a connector to one Salesforce org, over Bulk API 2.0 and the Analytics REST API. Nothing is sent before the
 * first call.
 *
 * Loads are ingest jobs and reports are queries or Analytics reports, both declared in the options. Each staged file is
 * a job of its own, so a load is started with what `stage` returned, and can be started only once. A file holds no more
 * than 100 MB. There are no processes: what calculates is a package of the org, with an interface of its own.
 *
 * @throws SpmError `config.invalid` with every problem of the options
 */
export function createSalesforceConnector(
  options: SalesforceOptions,
  services: ConnectorServices,
): SpmConnector {
  const settings = parseOptions(salesforceOptions, options, "the options of the Salesforce connector");
  const clock = services.clock ?? systemClock;
  const { calls, loginHttp, close } = openSalesforce(settings, services);
  const objects = createSalesforceObjects(settings);
  const { apiVersion, settleMs } = settings;
  const reportOf = (handle: Handle, call: ConnectorCall) =>
    objects.reports.get("report", handle.object, call);

  return {
    vendor: "salesforce",
    environment: settings.environment,
    capabilities: { loads: true, processes: false, reports: true, rejects: true, find: true, cancel: true },
    listLoads: (call) => objects.loads.list("load", call),
    listProcesses: () => refuseProcess("list processes"),
    listReports: (call) => objects.reports.list("report", call),
    stage: async (load, file, call = {}) =>
      uploadFile(calls, { load: await objects.loads.get("load", load, call), file }, call),
    start: (request, call = {}) => startObject({ calls, objects }, request, call),
    poll: async (handle, call = {}) =>
      handle.kind === "load"
        ? pollLoad(calls, handle, call)
        : pollReport(calls, await reportOf(handle, call), handle, call),
    rejects: (handle, call) => readRejects(calls, handle, call),
    async *report(handle, call = {}) {
      if (handle.kind !== "report") refuseUnsupported(`read a report of a ${handle.kind}`);
      yield* readReport(calls, await reportOf(handle, call), handle, call);
    },
    find: (query, call = {}) => findJob(calls, query, { settleMs, clock }, call),
    cancel: async (handle, call = {}) => {
      const isRun = handle.kind === "report" && (await reportOf(handle, call)).settings.kind === "analytics";
      if (isRun) refuseUnsupported(`cancel the report ${handle.task}`);
      await abortJob(calls, handle, call);
    },
    checkAvailability: (call = {}) => checkOrg({ http: loginHttp, calls, apiVersion }, { clock, ...call }),
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** The host of the login and the instance that it names, one credential, one limiter. */
function openSalesforce(settings: SalesforceSettings, services: ConnectorServices) {
  const { address, apiVersion, authentication, timeouts, retry } = settings;
  const { secrets, redactor = createRedactor(), clock = systemClock } = services;
  const limiter = services.limiter ?? createLimiter(settings.limits);
  const shared = { timeouts, redactor, clock };
  const loginHttp = createHttpClient({
    ...shared,
    baseUrl: address,
    // A login is refused by the rules of OAuth, where 400 stands for what is 401 elsewhere.
    toMeantStatus: (status) => (status === 400 ? 401 : status),
  });
  const session = createSalesforceSession({
    http: loginHttp,
    loginForm: () => toLoginForm(authentication, { secrets, clock }),
    openInstance: (baseUrl, credential) =>
      createHttpClient({ ...shared, baseUrl, credential, limiter, toMeantStatus }),
    redactor,
  });
  const calls = createSalesforceCalls({ session, apiVersion, policy: retry, clock });
  return { calls, loginHttp, close: session.close };
}

async function startObject(
  { calls, objects }: { readonly calls: SalesforceCalls; readonly objects: SalesforceObjects },
  { kind, object, staged }: StartRequest,
  call: ConnectorCall,
): Promise<Handle> {
  if (kind === "process") refuseUnsupported(`start the process ${object}`);
  if (kind === "report") return startReport(calls, await objects.reports.get(kind, object, call), call);
  const load = await objects.loads.get(kind, object, call);
  const task = toStagedJob(load, staged);
  await startJob(calls, task, call);
  return { kind, object: load.id, task };
}

function toStagedJob({ id, name }: LoadObject, staged: StartRequest["staged"]): string {
  if (staged?.reference !== undefined && staged.load === id) return staged.reference;
  const issue = `staged: the load "${name}" is started with what was staged for it`;
  throw new SpmError("config.invalid", `Could not start the load "${name}": ${issue}.`, { issues: [issue] });
}

/** Rows that were not tried are counted only where there can be some. */
async function pollLoad(calls: SalesforceCalls, handle: Handle, call: ConnectorCall): Promise<Poll> {
  const job = await lookAtJob(calls, handle, call);
  return toLoadPoll(job, endedEarly(job) ? await countUnprocessed(calls, handle, call) : undefined);
}

function refuseUnsupported(operation: string): never {
  throw new SpmError("operation.unsupported", `Salesforce cannot ${operation} for us.`, { operation });
}

async function* refuseProcess(operation: string): AsyncGenerator<never> {
  yield refuseUnsupported(operation);
}
