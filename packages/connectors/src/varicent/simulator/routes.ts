import { createReadStream } from "node:fs";
import { text } from "node:stream/consumers";
import type { Clock } from "@spm-ops/core";
import { noContent, type Reply } from "../../simulator/reply.js";
import type { Route, RoutedRequest } from "../../simulator/router.js";
import type { Conditions } from "./faults.js";
import { refusal, success } from "./reply.js";
import type { Runs } from "./runs.js";
import type { RunKind } from "./state.js";
import { toActivities, toLinks, toScheduleItem } from "./views.js";
import { publishedPath, type Workshop } from "./work.js";

/** What the resources answer from. */
export interface ApiScope {
  readonly workshop: Workshop;
  readonly runs: Runs;
  readonly conditions: Conditions;
  readonly clock: Clock;
}

/** A request, and by whom. */
interface ApiRequest extends RoutedRequest {
  readonly userId: string;
}

export type ApiRoute = Route<ApiScope, ApiRequest>;

/** Below the host. */
export const ROUTES: readonly ApiRoute[] = [
  { method: "GET", path: /^\/api\/v1\/imports$/, handle: listImports },
  { method: "GET", path: /^\/api\/v1\/calculations$/, handle: listCalculations },
  { method: "GET", path: /^\/api\/v1\/scheduleitem(?:\/(?<id>\d+))?$/, handle: showSchedule },
  {
    method: "POST",
    path: /^\/api\/v1\/rpc\/(?<what>imports|scheduleitem)\/(?<id>\d+)\/run$/,
    handle: startRun,
  },
  { method: "POST", path: /^\/api\/v1\/rpc\/(?<what>calculations)\/(?<id>\d+)$/, handle: startRun },
  {
    method: "GET",
    path: /^\/api\/v1\/(?<list>live|completed)activities(?:\/(?<id>\d+))?$/,
    handle: showActivities,
  },
  {
    method: "GET",
    path: /^\/api\/v1\/globalactionstatus$/,
    handle: ({ runs }) => success(runs.isGlobalAction()),
  },
  { method: "GET", path: /^\/api\/v1\/serverfilenames$/, handle: listFiles },
  { method: "DELETE", path: /^\/api\/v2\/serverfiles\/(?<name>[^/]+)$/, handle: removeFile },
  { method: "GET", path: /^\/api\/v1\/publishedfiles(?:\/(?<uuid>[^/]+))?$/, handle: showPublished },
];

function listImports({ workshop: { model } }: ApiScope): Reply {
  return success(
    model.imports.map(({ importId, name, table, filename, delimiter, columns }) => ({
      importId,
      name,
      importType: "Text",
      hasHeader: true,
      table,
      tableType: "Custom",
      filename,
      delimiter,
      columnMatchings: columns.map((column) => ({ columns: [column], matched: column })),
      dateFormat: "MonthFirst",
      updateExistingRows: true,
      addMember: false,
      useIncrementalImport: false,
      culture: "en-US",
      isLocal: false,
      tableEffectiveDated: false,
      queryTimeout: 0,
      version: { rowVersion: 123 },
    })),
  );
}

function listCalculations({ workshop: { model } }: ApiScope): Reply {
  const toListed = (calculation: object) => ({ parentBlockId: 1, ...calculation, isFavourite: false });
  return success(model.calculations.map(toListed));
}

function showSchedule(
  { workshop: { model }, runs, conditions }: ApiScope,
  { parts, url }: ApiRequest,
): Reply {
  const ended = conditions.staleResults ? runs.ended().slice(1) : runs.ended();
  const id = parts["id"];
  if (id === undefined) {
    const roots = model.scheduleItems.filter(({ parent }) => parent === undefined);
    return success(roots.map((item) => toScheduleItem(model, item, ended)));
  }
  const item = model.scheduleItems.find((each) => each.id === Number(id));
  return item === undefined ? refusal(404, url.pathname) : success(toScheduleItem(model, item, ended));
}

const KINDS: Readonly<Record<string, RunKind>> = {
  imports: "import",
  calculations: "calculation",
  scheduleitem: "schedule",
};

async function startRun({ workshop: { model }, runs }: ApiScope, request: ApiRequest): Promise<Reply> {
  const { parts, url, userId, body } = request;
  await text(body);
  const kind = KINDS[parts["what"] ?? ""] ?? "import";
  const objectId = Number(parts["id"]);
  const item = model.scheduleItems.find(({ id }) => id === objectId);
  const name = {
    import: model.imports.find(({ importId }) => importId === objectId)?.name,
    calculation: model.calculations.find(({ calculationId }) => calculationId === objectId)?.name,
    schedule: item?.name,
  }[kind];
  if (name === undefined) return refusal(404, url.pathname);
  if (kind === "schedule" && item?.enabled === false) {
    return refusal(400, url.pathname, `The schedule item ${name} is not enabled.`);
  }
  const run = await runs.start({ kind, objectId, name, userId });
  return run === "busy" ? refusal(409, url.pathname) : success(toLinks(run));
}

/** The list, with the vendor's filter for a number; a query that nobody knows changes nothing. */
function showActivities({ runs, conditions, clock }: ApiScope, { parts, url }: ApiRequest): Reply {
  const list = parts["list"] === "live" ? "live" : "completed";
  const entries = toActivities(runs, list, clock.now());
  const alone = parts["id"];
  if (alone !== undefined) {
    if (conditions.knowsListsOnly) return refusal(404, url.pathname);
    const found = entries.find(({ progressId }) => progressId === Number(alone));
    return found === undefined ? refusal(404, url.pathname) : success(found.view);
  }
  const [, wanted] = /^progressId=(\d+)$/.exec(url.searchParams.get("filter") ?? "") ?? [];
  const met = entries.filter(({ progressId }) => wanted === undefined || progressId === Number(wanted));
  return success(met.map(({ view }) => view));
}

function listFiles({ workshop: { files } }: ApiScope, { url }: ApiRequest): Reply {
  const terms = new URLSearchParams((url.searchParams.get("filter") ?? "").replaceAll(";", "&"));
  const known = [...terms.keys()].every((term) => term === "FileType" || term === "IsComplete");
  const complete = terms.get("IsComplete")?.toLowerCase();
  if (!known || !["true", "false", undefined].includes(complete)) return refusal(400, url.pathname);
  if ((terms.get("FileType") ?? "Data") !== "Data") return success([]);
  return success(files.names(complete === undefined ? undefined : complete === "true"));
}

function removeFile({ workshop: { files } }: ApiScope, { parts, url }: ApiRequest): Reply {
  return files.remove(decodeURIComponent(parts["name"] ?? "")) ? noContent() : refusal(404, url.pathname);
}

/** The list tells ids only, the oldest first; a file comes as one text in base64. */
function showPublished({ workshop, runs }: ApiScope, { parts, url }: ApiRequest): Reply {
  const published = [...runs.ended()].reverse().flatMap((run) => run.published);
  const uuid = parts["uuid"];
  if (uuid === undefined) return success(published.map((each) => ({ uuid: each.uuid })));
  const file = published.find((each) => each.uuid === uuid);
  if (file === undefined) return refusal(404, url.pathname);
  const body = toBase64Json(file.filename, publishedPath(workshop, file.uuid));
  return { status: 200, contentType: "application/json; charset=utf-8", body };
}

/** A multiple of three, so that each piece is base64 without padding. */
const PIECE_BYTES = 48 * 1024;

async function* toBase64Json(filename: string, path: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(`{"filename":${JSON.stringify(filename)},"data64":"`);
  let rest = Buffer.alloc(0);
  for await (const piece of createReadStream(path, { highWaterMark: PIECE_BYTES })) {
    const bytes = Buffer.concat([rest, piece]);
    const whole = bytes.byteLength - (bytes.byteLength % 3);
    rest = bytes.subarray(whole);
    yield Buffer.from(bytes.subarray(0, whole).toString("base64"));
  }
  yield Buffer.from(`${rest.toString("base64")}"}`);
}
