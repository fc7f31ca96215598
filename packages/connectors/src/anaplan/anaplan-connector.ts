import { createRedactor, parseOptions, systemClock } from "@spm-ops/core";
import type { ConnectorServices } from "../contract/connector-services.js";
import type { ConnectorCall, Handle, SpmConnector, StartRequest } from "../contract/spm-connector.js";
import { createHttpClient } from "../http/http-client.js";
import { createLimiter } from "../http/limiter.js";
import { checkModel } from "./anaplan-availability.js";
import { type AnaplanCalls, createAnaplanCalls, objectPath, repeatable, taskPath } from "./anaplan-calls.js";
import { readRejects, readReport } from "./anaplan-download.js";
import { findTask } from "./anaplan-find.js";
import { toLogin } from "./anaplan-login.js";
import { toPoll } from "./anaplan-mapping.js";
import { type AnaplanObjects, createAnaplanObjects } from "./anaplan-objects.js";
import { type AnaplanOptions, type AnaplanSettings, anaplanOptions } from "./anaplan-options.js";
import { startReply, taskReply } from "./anaplan-replies.js";
import { createAnaplanSession } from "./anaplan-session.js";
import { uploadFile } from "./anaplan-upload.js";

/**
 * Creates a connector to one Anaplan model, over Integration API v2. Nothing is sent before the first call.
 *
 * Loads are imports that read a file, processes are processes, reports are exports. The model recalculates by itself
 * as data changes: to calculate is to run the processes that its builders supply. A process is not atomic: the steps
 * before a failed one keep their effect. Uploads are private to the user, so stage and start with the same login.
 *
 * @throws SpmError `config.invalid` with every problem of the options
 */
export function createAnaplanConnector(options: AnaplanOptions, services: ConnectorServices): SpmConnector {
  const settings = parseOptions(anaplanOptions, options, "the options of the Anaplan connector");
  const clock = services.clock ?? systemClock;
  const { calls, close } = openAnaplan(settings, services);
  const objects = createAnaplanObjects(calls);

  return {
    vendor: "anaplan",
    environment: settings.environment,
    capabilities: { loads: true, processes: true, reports: true, rejects: true, find: true, cancel: true },
    listLoads: (call) => objects.list("load", call),
    listProcesses: (call) => objects.list("process", call),
    listReports: (call) => objects.list("report", call),
    stage: async (load, file, call = {}) =>
      uploadFile(calls, { load: await objects.get("load", load, call), file }, settings.upload, call),
    start: (request, call = {}) => startTask({ calls, objects }, request, settings.localeName, call),
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
    checkAvailability: (call = {}) => checkModel(calls.http, settings.modelId, { clock, ...call }),
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** Two hosts, one credential, one limiter. */
function openAnaplan(settings: AnaplanSettings, services: ConnectorServices) {
  const { hosts, authentication, timeouts } = settings;
  const { secrets, redactor = createRedactor(), clock = systemClock } = services;
  const limiter = services.limiter ?? createLimiter(settings.limits);
  const shared = { timeouts, redactor, clock };
  const loginHttp = createHttpClient({ ...shared, baseUrl: hosts.authentication });
  const login = () => toLogin(authentication, { secrets, redactor });
  const credential = createAnaplanSession({ http: loginHttp, login, clock, redactor });
  const http = createHttpClient({ ...shared, baseUrl: hosts.api, credential, limiter });
  return {
    calls: createAnaplanCalls({ http, model: settings, policy: settings.retry, clock }),
    close: async () => {
      await Promise.all([http.close(), loginHttp.close()]);
    },
  };
}

/** The vendor takes no idempotency key: a start is sent once, and what its silence means is for `find` to tell. */
async function startTask(
  { calls, objects }: { readonly calls: AnaplanCalls; readonly objects: AnaplanObjects },
  { kind, object }: StartRequest,
  localeName: string,
  { signal }: ConnectorCall,
): Promise<Handle> {
  const { id, name } = await objects.get(kind, object, { signal });
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
  return { kind, object: id, task };
}
