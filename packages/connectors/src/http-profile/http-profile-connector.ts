import { type Availability, createRedactor, type FileSite, parseOptions, systemClock } from "@spm-ops/core";
import type { ConnectorServices } from "../contract/connector-services.js";
import type { ConnectorCall, Handle, JobKind, RejectFile, SpmConnector } from "../contract/spm-connector.js";
import { takeALook } from "../contract/take-a-look.js";
import { createHttpClient } from "../http/http-client.js";
import { createLimiter } from "../http/limiter.js";
import { parseLongIntegers } from "../http/long-integers.js";
import { createProfileCalls } from "./http-profile-calls.js";
import { readDownload } from "./http-profile-download.js";
import { findJob } from "./http-profile-find.js";
import {
  cancelJob,
  lookAtApplication,
  type ProfileJobs,
  pollJob,
  refuseUndeclared,
  requireSection,
  startJob,
} from "./http-profile-jobs.js";
import { createProfileObjects } from "./http-profile-objects.js";
import {
  type HttpProfileOptions,
  type HttpProfileSettings,
  httpProfileOptions,
  SECTIONS,
} from "./http-profile-options.js";
import { stageFile } from "./http-profile-stage.js";
import { createProfileAccess } from "./profile-access.js";

/** What the connector needs besides its options. */
export interface HttpProfileServices extends ConnectorServices {
  /**
   * Where staged files wait, by their digest, for a start that carries them; nothing is ever removed there. It stays its
   * owner's to close.
   *
   * @defaultValue none: loads whose start carries the file cannot be done
   */
  readonly waitingSite?: FileSite | undefined;
}

/**
 * Creates a connector to an application over HTTP that a profile describes. Nothing is sent before the first call.
 *
 * Its capabilities are what the profile declares. A word of status that the profile does not know is never taken for an
 * end, unless the profile says that it is one of unknown success.
 *
 * @throws SpmError `config.invalid` with every problem of the options and of the profile
 */
export function createHttpProfileConnector(
  options: HttpProfileOptions,
  services: HttpProfileServices,
): SpmConnector {
  const settings = parseOptions(httpProfileOptions, options, "the options of the HTTP profile connector");
  const { profile, environment } = settings;
  const { jobs, close } = openProfile(settings, services);
  const { objects } = jobs;
  const list = (kind: JobKind, call?: ConnectorCall) => {
    requireSection(settings, kind, `list ${SECTIONS[kind]}`);
    return objects.list(kind, call);
  };

  return {
    vendor: profile.vendor,
    environment,
    capabilities: toCapabilities(jobs),
    listLoads: (call) => list("load", call),
    listProcesses: (call) => list("process", call),
    listReports: (call) => list("report", call),
    stage: async (load, file, call = {}) => {
      const rules = profile.loads;
      if (rules === undefined) return refuseUndeclared(`stage ${file.name}`, "The profile knows no loads.");
      return stageFile(jobs, { load: await objects.get("load", load, call), file, rules }, call);
    },
    start: (request, call = {}) => startJob(jobs, request, call),
    poll: (handle, call = {}) => pollJob(jobs, handle, call),
    rejects: (handle, call = {}) => readRejects(jobs, handle, call),
    report: (handle, call = {}) => readReport(jobs, handle, call),
    find: (query, call = {}) => findJob(jobs, query, call),
    cancel: (handle, call = {}) => cancelJob(jobs, handle, call),
    checkAvailability: (call = {}) => checkApplication(jobs, call),
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** One host, one credential, one limiter; a login is asked for without a credential. */
function openProfile(settings: HttpProfileSettings, services: HttpProfileServices) {
  const { address, timeouts, retry: policy, limits, profile } = settings;
  const { secrets, redactor = createRedactor(), clock = systemClock, waitingSite } = services;
  const shared = { timeouts, redactor, clock };
  const access = createProfileAccess(profile.authentication, {
    ...{ secrets, redactor, clock },
    // A login is refused by the rules of OAuth, where 400 stands for what is 401 elsewhere.
    openLogin: (baseUrl) =>
      createHttpClient({ ...shared, baseUrl, toMeantStatus: (status) => (status === 400 ? 401 : status) }),
  });
  const http = createHttpClient({
    ...shared,
    baseUrl: address,
    credential: access.credential,
    limiter: services.limiter ?? createLimiter(limits),
    parseJson: parseLongIntegers,
    toMeantStatus: (status) => (profile.busyStatuses.includes(status) ? 409 : status),
  });
  const calls = createProfileCalls({ http, access, policy, clock });
  const objects = createProfileObjects(calls, settings);
  const jobs: ProfileJobs = { calls, objects, settings, clock, waitingSite };
  const close = async () => {
    await Promise.all([http.close(), access.close()]);
  };
  return { jobs, close };
}

function toCapabilities({ settings, waitingSite }: ProfileJobs): SpmConnector["capabilities"] {
  const { profile } = settings;
  const hasObjects = (kind: JobKind) =>
    profile[SECTIONS[kind]]?.list !== undefined || Object.keys(settings[SECTIONS[kind]]).length > 0;
  const declared = Object.values(SECTIONS).flatMap((section) => profile[section] ?? []);
  return {
    loads: hasObjects("load") && (profile.loads?.stage !== undefined || waitingSite !== undefined),
    processes: hasObjects("process"),
    reports: hasObjects("report"),
    rejects: profile.loads?.rejects !== undefined,
    find: declared.length > 0 && declared.every(({ find }) => find !== undefined),
    cancel: declared.length > 0 && declared.every(({ cancel }) => cancel !== undefined),
  };
}

async function* readRejects(
  jobs: ProfileJobs,
  handle: Handle,
  call: ConnectorCall,
): AsyncGenerator<RejectFile> {
  const operation = `read the rejects of the ${handle.kind} ${handle.task}`;
  const rules = handle.kind === "load" ? jobs.settings.profile.loads?.rejects : undefined;
  if (rules === undefined) refuseUndeclared(operation, "The profile declares no request for it.");
  yield { name: `rejects-${handle.task}`, bytes: readDownload(jobs, { handle, rules, operation }, call) };
}

async function* readReport(
  jobs: ProfileJobs,
  handle: Handle,
  call: ConnectorCall,
): AsyncGenerator<Uint8Array> {
  const operation = `read what the ${handle.kind} ${handle.task} made`;
  const rules = handle.kind === "report" ? jobs.settings.profile.reports?.download : undefined;
  if (rules === undefined) refuseUndeclared(operation, "The profile declares no request for it.");
  yield* readDownload(jobs, { handle, rules, operation }, call);
}

/** Without a question in the profile nothing is asked, and nothing is known. */
async function checkApplication(jobs: ProfileJobs, { signal }: ConnectorCall): Promise<Availability> {
  const { clock, settings } = jobs;
  const { availability } = settings.profile;
  signal?.throwIfAborted();
  if (availability === undefined) {
    const detail = "The profile declares no request that would tell it.";
    return { state: "unknown", checkedAt: clock.now(), detail };
  }
  return takeALook(() => lookAtApplication(jobs, availability, { signal }), { clock, signal });
}
