import { randomUUID } from "node:crypto";
import { type Clock, type FileSite, parseOptions, SpmError, systemClock } from "@spm-ops/core";
import type { ConnectorCall, Handle, SpmConnector } from "../contract/spm-connector.js";
import { takeALook } from "../contract/take-a-look.js";
import { findSignal } from "./drop-find.js";
import { type DropFolderOptions, type DropFolderSettings, dropFolderOptions } from "./drop-folder-options.js";
import { createDropObjects } from "./drop-objects.js";
import { readRejects } from "./drop-rejects.js";
import { createReportWatch } from "./drop-reports.js";
import { putSignal } from "./drop-signal.js";
import type { DropSite } from "./drop-site.js";
import { stageDrop } from "./drop-stage.js";
import { pollDrop } from "./drop-verdict.js";

/** What the connector needs besides its options. */
export interface DropFolderServices {
  /** The site that the vendor takes files from; it stays its owner's to close. */
  readonly site: FileSite;
  /** @defaultValue the clock of this machine */
  readonly clock?: Clock | undefined;
  /** Makes the key of a run: up to 40 letters, digits and hyphens, never the same twice. @defaultValue random */
  readonly createRunKey?: (() => string) | undefined;
}

/**
 * Creates a connector to a vendor who takes files from a site and tells there what became of them. Nothing is touched
 * before the first call.
 *
 * A load is one drop: `stage` puts the data file, `start` puts the signal that makes the vendor begin, and `poll` looks
 * for the verdict. What a profile says nothing of is a missing capability or an `unknown` outcome.
 *
 * @throws SpmError `config.invalid` with every problem of the options
 */
export function createDropFolderConnector(
  options: DropFolderOptions,
  services: DropFolderServices,
): SpmConnector {
  const settings = parseOptions(dropFolderOptions, options, "the options of the drop folder connector");
  const { site, clock = systemClock, createRunKey = createKey } = services;
  const objects = createDropObjects(settings);
  const drops: DropSite = { site, settings, objects, clock, createRunKey };
  const reports = createReportWatch(drops);
  const close = async () => undefined;

  return {
    vendor: settings.profile.vendor,
    environment: settings.environment,
    capabilities: toCapabilities(settings),
    listLoads: (call) => objects.loads.list("load", call),
    listProcesses: () => noProcesses("list processes"),
    listReports: (call) => objects.reports.list("report", call),
    stage: async (load, file, call = {}) =>
      stageDrop(drops, { load: await objects.loads.get("load", load, call), file }, call),
    start: async (request, call = {}) => {
      if (request.kind === "process") return noProcesses(`start ${request.object}`);
      return request.kind === "report"
        ? reports.start(request.object, call)
        : putSignal(drops, request, call);
    },
    poll: async (handle, call = {}) => {
      if (handle.kind === "process") return noProcesses(`poll ${handle.object}`);
      return handle.kind === "report" ? reports.poll(handle, call) : pollDrop(drops, handle, call);
    },
    rejects: (handle, call = {}) => toRejects(drops, handle, call),
    report: (handle, call = {}) => {
      if (handle.kind === "report") return reports.read(handle, call);
      return unsupported(`read a report of a ${handle.kind}`, "Only what was started as a report has one.");
    },
    find: async (query, call = {}) => {
      const { kind, object } = query.request;
      if (kind === "load") return findSignal(drops, query, call);
      if (kind === "process") return noProcesses(`find ${object}`);
      return { state: "happened", output: await reports.start(object, call) };
    },
    cancel: async () =>
      unsupported("cancel a drop", "What was signalled cannot be taken back; ask the vendor."),
    checkAvailability: (call = {}) => checkInbound(drops, call),
    close,
    [Symbol.asyncDispose]: close,
  };
}

function toCapabilities({ loads, reports, profile }: DropFolderSettings): SpmConnector["capabilities"] {
  return {
    loads: Object.keys(loads).length > 0,
    processes: false,
    reports: Object.keys(reports).length > 0,
    rejects: profile.rejects !== undefined,
    find: true,
    cancel: false,
  };
}

function createKey(): string {
  return randomUUID().replaceAll("-", "").slice(0, 16);
}

function toRejects(drops: DropSite, handle: Handle, call: ConnectorCall) {
  const operation = `read the rejects of a ${handle.kind}`;
  if (drops.settings.profile.rejects === undefined) {
    return unsupported(operation, "The profile says of no file with rejected rows.");
  }
  if (handle.kind !== "load") return unsupported(operation, "Only loads reject rows.");
  return readRejects(drops, handle, call);
}

/** One look at the folder. It tells of the site, and of the application behind it only that it could take files. */
function checkInbound({ site, settings, clock }: DropSite, { signal }: ConnectorCall) {
  const { inbound } = settings.profile;
  return takeALook(
    async () => {
      for await (const _ of site.list(inbound === "" ? "/" : inbound, { signal })) break;
      return { state: "up", detail: `The folder ${inbound} of ${site.name} can be listed.` };
    },
    { clock, signal },
  );
}

function noProcesses(operation: string): never {
  return unsupported(operation, "A site takes files and runs nothing by name.");
}

function unsupported(operation: string, why: string): never {
  throw new SpmError("operation.unsupported", `Could not ${operation}. ${why}`, { operation });
}
