import { parseOptions, systemClock } from "@spm-ops/core";
import type { ConnectorServices } from "../contract/connector-services.js";
import type { ConnectorCall, Handle, SpmConnector, StartRequest } from "../contract/spm-connector.js";
import { openAccess } from "./anaplan-access.js";
import { checkModel } from "./anaplan-availability.js";
import { type AnaplanCalls, createAnaplanCalls, objectPath, repeatable, taskPath } from "./anaplan-calls.js";
import { readRejects, readReport } from "./anaplan-download.js";
import { findTask } from "./anaplan-find.js";
import { toPoll } from "./anaplan-mapping.js";
import { type AnaplanObjects, createAnaplanObjects } from "./anaplan-objects.js";
import { type AnaplanOptions, type AnaplanSettings, anaplanOptions } from "./anaplan-options.js";
import { startReply, taskReply } from "./anaplan-replies.js";
import { type AnaplanStaging, createAnaplanStaging } from "./anaplan-staging.js";
import { keepAwake } from "./anaplan-wake.js";

/**
 * Creates a connector to one Anaplan model, over Integration API v2. Nothing is sent before the first call.
 *
 * Loads are imports that read a file, processes are processes and actions, reports are exports. The model recalculates by itself
 * as data changes: to calculate is to run the processes that its builders supply. A process is not atomic: the steps
 * before a failed one keep their effect. Uploads are private to the user, so stage and start with the same login.
 *
 * @throws SpmError `config.invalid` with every problem of the options
 */
export function createAnaplanConnector(options: AnaplanOptions, services: ConnectorServices): SpmConnector {
  const settings = parseOptions(anaplanOptions, options, "the options of the Anaplan connector");
  const clock = services.clock ?? systemClock;
  const { http, calls, close } = openAnaplan(settings, services);
  const objects = createAnaplanObjects(calls);
  const staging = createAnaplanStaging({ calls, upload: settings.upload, clock });

  return {
    vendor: "anaplan",
    environment: settings.environment,
    capabilities: { loads: true, processes: true, reports: true, rejects: true, find: true, cancel: true },
    listLoads: (call) => objects.list("load", call),
    listProcesses: (call) => objects.list("process", call),
    listReports: (call) => objects.list("report", call),
    stage: async (load, file, call = {}) => staging.stage(await objects.get("load", load, call), file, call),
    start: (request, call = {}) => startTask({ calls, objects, staging }, request, settings.localeName, call),
    poll: async (handle, { signal } = {}) => {
      const operation = `ask how the task ${handle.task} is doing`;
      const path = calls.under(taskPath(handle));
      return toPoll(
        (await calls.http.json({ method: "GET", path, intent: "question", operation, signal }, taskReply))
          .task,
      );
    },
    rejects: (handle, call) => readRejects(calls, handle, call),
    report: (handle, call) => readReport(calls, handle, call),
    find: (query, call = {}) =>
      findTask({ calls, objects }, query, { settleMs: settings.settleMs, clock }, call),
    cancel: (handle, { signal } = {}) => {
      const operation = `cancel the task ${handle.task}`;
      const request = repeatable({
        method: "DELETE",
        path: calls.under(taskPath(handle)),
        operation,
        signal,
      });
      return calls.again(() => calls.http.send(request), { signal });
    },
    checkAvailability: (call = {}) => checkModel(http, settings.modelId, { clock, ...call }),
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** The API as it is, which tells how the model is, and the calls to a model that is awake. */
function openAnaplan(settings: AnaplanSettings, services: ConnectorServices) {
  const { hosts, workspaceId, modelId, wake, retry } = settings;
  const { clock = systemClock } = services;
  const options = { ...settings, api: hosts.api, authenticationHost: hosts.authentication };
  const { http, close } = openAccess(options, services);
  const awake = wake === false ? http : keepAwake({ http, modelId, wake, retry, clock });
  const root = `workspaces/${workspaceId}/models/${modelId}/`;
  return { http, close, calls: createAnaplanCalls({ http: awake, root, policy: retry, clock }) };
}

/** What a start works with. */
interface AnaplanStarts {
  readonly calls: AnaplanCalls;
  readonly objects: AnaplanObjects;
  readonly staging: AnaplanStaging;
}

/** The vendor takes no idempotency key: a start is sent once, and what its silence means is for `find` to tell. */
async function startTask(
  { calls, objects, staging }: AnaplanStarts,
  { kind, object }: StartRequest,
  localeName: string,
  { signal }: ConnectorCall,
): Promise<Handle> {
  const started = await objects.get(kind, object, { signal });
  const { id, name } = started;
  if (kind === "load") staging.assertKept(started);
  const task = await calls.http.json(
    {
      method: "POST",
      path: calls.under(`${objectPath(kind, id)}/tasks`),
      intent: "change",
      operation: `start ${name} (${id})`,
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ localeName }),
      signal,
    },
    startReply,
  );
  if (kind === "load") staging.used(started);
  return { kind, object: id, task };
}
