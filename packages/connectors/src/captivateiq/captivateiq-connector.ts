import { createRedactor, parseOptions, SpmError, systemClock } from "@spm-ops/core";
import type { ConnectorServices } from "../contract/connector-services.js";
import type { Poll } from "../contract/outcome.js";
import type { ConnectorCall, Handle, SpmConnector } from "../contract/spm-connector.js";
import { type Credential, createHttpClient } from "../http/http-client.js";
import { type CaptivateiqCalls, createCaptivateiqCalls, toMeantStatus } from "./captivateiq-calls.js";
import { findJob } from "./captivateiq-find.js";
import { createTierLimiter } from "./captivateiq-limiter.js";
import { requireLink } from "./captivateiq-link.js";
import { toPoll } from "./captivateiq-mapping.js";
import { createCaptivateiqObjects } from "./captivateiq-objects.js";
import {
  type CaptivateiqOptions,
  type CaptivateiqSettings,
  captivateiqOptions,
} from "./captivateiq-options.js";
import { createCaptivateiqOrganization } from "./captivateiq-organization.js";
import { listPayoutRuns, type PayoutSource } from "./captivateiq-payouts.js";
import { type Job, jobReply } from "./captivateiq-replies.js";
import { startLoad, startReport } from "./captivateiq-start.js";
import { readFrom, type TransferOptions } from "./captivateiq-transfer.js";
import { uploadFile } from "./captivateiq-upload.js";

/** A connector that also tells what payouts were processed, for `watchPayouts`. */
export interface CaptivateiqConnector extends SpmConnector, PayoutSource {}

/**
 * Creates a connector to one CaptivateIQ organization, over the REST API ciq/v1. Nothing is sent before the first call.
 *
 * Loads are bulk imports into data worksheets and reports are exports, both declared in the options. Each staged file is
 * an upload of its own, so a load is started with what `stage` returned. There are no processes: a person processes
 * payouts in the application, and `watchPayouts` sees it. No rows are counted and no rejected rows are given out by this
 * vendor, and nothing that runs can be cancelled through its API.
 *
 * @throws SpmError `config.invalid` with every problem of the options
 */
export function createCaptivateiqConnector(
  options: CaptivateiqOptions,
  services: ConnectorServices,
): CaptivateiqConnector {
  const settings = parseOptions(captivateiqOptions, options, "the options of the CaptivateIQ connector");
  const { clock = systemClock } = services;
  const { calls, close } = openCaptivateiq(settings, services);
  const objects = createCaptivateiqObjects(calls, settings);
  const organization = createCaptivateiqOrganization(calls, { expected: settings.organization, clock });
  const transfer: TransferOptions = { timeouts: settings.timeouts, clock };

  return {
    vendor: "captivateiq",
    environment: settings.environment,
    capabilities: {
      ...{ loads: true, processes: false, reports: true },
      ...{ rejects: false, find: true, cancel: false },
    },
    listLoads: (call) => objects.loads.list("load", call),
    listProcesses: () => refuse("list processes", NO_PROCESS),
    listReports: (call) => objects.reports.list("report", call),
    stage: async (load, file, call = {}) => {
      const object = await objects.loads.get("load", load, call);
      await organization.assert(call);
      return uploadFile({ calls, objects, settings, transfer }, { load: object, file }, call);
    },
    start: async (request, call = {}) => {
      if (request.kind === "process") return refuse(`start the process ${request.object}`, NO_PROCESS);
      await organization.assert(call);
      return request.kind === "load"
        ? startLoad({ calls, objects }, request, call)
        : startReport({ calls, objects }, await objects.reports.get("report", request.object, call), call);
    },
    poll: (handle, call = {}) => pollJob(calls, handle, call),
    rejects: () =>
      refuse("hand out rejected rows", "The vendor gives out no rows that an import did not take."),
    report: (handle, call = {}) => readReport({ calls, settings, transfer }, handle, call),
    find: (query, call = {}) => findJob({ calls, settings, clock }, query, call),
    cancel: async () =>
      refuse("cancel a job", "The vendor's API cannot cancel; a person can, in the application."),
    checkAvailability: (call = {}) => organization.check(call),
    listPayoutRuns: (since, call = {}) => listPayoutRuns(calls, since, call),
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** One host, one token, one limiter. */
function openCaptivateiq(settings: CaptivateiqSettings, services: ConnectorServices) {
  const { secrets, redactor = createRedactor(), clock = systemClock } = services;
  const { address: baseUrl, token, timeouts, retry: policy } = settings;
  const credential: Credential = {
    authorization: async () => `Token ${await secrets(token)}`,
    // The token is read anew each time, so that one that was replaced is found.
    forget: () => undefined,
  };
  const limiter = services.limiter ?? createTierLimiter(settings);
  const http = createHttpClient({ baseUrl, credential, timeouts, limiter, redactor, clock, toMeantStatus });
  return { calls: createCaptivateiqCalls(http, { policy, clock }), close: http.close };
}

const jobQuestion = ({ task }: Handle) => ({
  path: `jobs/${encodeURIComponent(task)}/`,
  operation: `ask how the job ${task} is doing`,
});

async function pollJob(calls: CaptivateiqCalls, handle: Handle, call: ConnectorCall): Promise<Poll> {
  return toPoll(await calls.look({ ...jobQuestion(handle), ...call }, jobReply));
}

interface ReportSurroundings {
  readonly calls: CaptivateiqCalls;
  readonly settings: Pick<CaptivateiqSettings, "address" | "links">;
  readonly transfer: TransferOptions;
}

/** How long a link lives is not documented, so it is asked for anew and followed at once. */
async function* readReport(
  { calls, settings: { address, links }, transfer }: ReportSurroundings,
  handle: Handle,
  call: ConnectorCall,
): AsyncGenerator<Uint8Array> {
  if (handle.kind !== "report") refuse(`read a report of a ${handle.kind}`, "Only a report has one.");
  const operation = `read what the job ${handle.task} made`;
  const job: Job = await calls.ask({ ...jobQuestion(handle), ...call }, jobReply);
  const { downloadPointer: pointer, origins } = links;
  const link = requireLink(job.details, { pointer, origins, apiAddress: address }, operation);
  yield* readFrom(link, operation, { ...transfer, ...call });
}

const NO_PROCESS =
  "The vendor's API starts none; a person does, in the application, and watchPayouts sees it.";

function refuse(operation: string, why: string): never {
  throw new SpmError("operation.unsupported", `Could not ${operation}. ${why}`, { operation });
}
