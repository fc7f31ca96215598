import { type Clock, parseOptions, SpmError, systemClock } from "@spm-ops/core";
import type { ConnectorServices } from "../../contract/connector-services.js";
import type { Poll } from "../../contract/outcome.js";
import type { ConnectorCall, Handle, SpmConnector, StartRequest } from "../../contract/spm-connector.js";
import { takeALook } from "../../contract/take-a-look.js";
import { openAccess } from "../anaplan-access.js";
import { type AnaplanCalls, createAnaplanCalls } from "../anaplan-calls.js";
import { findRun } from "./cloudworks-find.js";
import { toFlowPoll, toRunPoll } from "./cloudworks-mapping.js";
import { type CloudWorksObjects, createCloudWorksObjects, isFlow, toPath } from "./cloudworks-objects.js";
import { type CloudWorksOptions, cloudWorksOptions } from "./cloudworks-options.js";
import { readRunRejects } from "./cloudworks-rejects.js";
import { flowReply, integrationPage, runReply, startReply } from "./cloudworks-replies.js";
import { toFlowStart, toTask } from "./cloudworks-task.js";

/** The vendor's own status for a user without the role. */
const NOT_ENTITLED = 452;

/**
 * Creates a connector to Anaplan CloudWorks, which runs integrations between a model and cloud storage, and flows of
 * them. Nothing is sent before the first call.
 *
 * Processes are integrations (`integration/…`) and flows (`flow/…`), by id or name. There are no loads and no reports:
 * files go in and out by the connections of the integrations. Rows are not counted. A run cannot be cancelled reliably,
 * so it cannot be cancelled here.
 *
 * @throws SpmError `config.invalid` with every problem of the options
 */
export function createCloudWorksConnector(
  options: CloudWorksOptions,
  services: ConnectorServices,
): SpmConnector {
  const settings = parseOptions(cloudWorksOptions, options, "the options of the CloudWorks connector");
  const { hosts, retry, settleMs, environment } = settings;
  const { clock = systemClock } = services;
  const toMeantStatus = (status: number) => (status === NOT_ENTITLED ? 403 : status);
  const access = {
    ...settings,
    api: hosts.cloudWorks,
    authenticationHost: hosts.authentication,
    toMeantStatus,
  };
  const { http, close } = openAccess(access, services);
  const calls = createAnaplanCalls({ http, root: "", policy: retry, clock });
  const objects = createCloudWorksObjects(calls);

  return {
    vendor: "anaplan-cloudworks",
    environment,
    capabilities: {
      loads: false,
      processes: true,
      reports: false,
      rejects: true,
      find: true,
      cancel: false,
    },
    listLoads: () => refuseAll("list loads"),
    listProcesses: (call) => objects.list("process", call),
    listReports: () => refuseAll("list reports"),
    stage: async (load) => refuse(`stage a file for ${load}`),
    start: (request, call = {}) => startRun({ calls, objects, clock }, request, call),
    poll: (handle, call = {}) => pollRun(calls, handle, call),
    rejects: (handle, call) => readRunRejects({ calls, objects }, handle, call),
    report: () => refuseAll("read a report"),
    find: (query, call = {}) => findRun({ calls, objects, settleMs, clock }, query, call),
    cancel: async ({ task }) => refuse(`cancel the run ${task}`),
    checkAvailability: (call = {}) =>
      takeALook(
        async () => {
          const question = { path: "integrations", query: { limit: "1" }, operation: "look at CloudWorks" };
          await http.json({ method: "GET", intent: "question", ...question, ...call }, integrationPage);
          return { state: "up", detail: "CloudWorks answers." };
        },
        { clock, ...call },
      ),
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** What a start works with. */
interface CloudWorksStarts {
  readonly calls: AnaplanCalls;
  readonly objects: CloudWorksObjects;
  readonly clock: Clock;
}

/** The vendor takes no idempotency key: a start is sent once. */
async function startRun(
  { calls: { http }, objects, clock }: CloudWorksStarts,
  { kind, object: idOrName }: StartRequest,
  { signal }: ConnectorCall,
): Promise<Handle> {
  if (kind !== "process") return refuse(`start the ${kind} ${idOrName}`);
  const { id: object, name } = await objects.get(kind, idOrName, { signal });
  const operation = `start ${name} (${object})`;
  const startedAt = clock.now() + http.clockAheadMs();
  const runId = await http.json(
    { method: "POST", path: `${toPath({ object })}/run`, intent: "change", operation, signal },
    startReply,
  );
  return { kind, object, task: toTask({ object }, { runId, startedAt }) };
}

async function pollRun({ http }: AnaplanCalls, handle: Handle, { signal }: ConnectorCall): Promise<Poll> {
  const operation = `ask how the run ${handle.task} is doing`;
  const question = { method: "GET", intent: "question", operation, signal } as const;
  if (isFlow(handle)) {
    const { integrationFlow } = await http.json({ ...question, path: toPath(handle) }, flowReply);
    return toFlowPoll(integrationFlow, toFlowStart(handle));
  }
  const path = `integrations/run/${encodeURIComponent(handle.task)}`;
  return toRunPoll((await http.json({ ...question, path }, runReply)).run);
}

function refuse(operation: string): never {
  throw new SpmError("operation.unsupported", `CloudWorks cannot ${operation}.`, { operation });
}

async function* refuseAll(operation: string): AsyncGenerator<never> {
  yield refuse(operation);
}
