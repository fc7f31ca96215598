import { createReadStream, existsSync } from "node:fs";
import { Readable } from "node:stream";
import { json } from "node:stream/consumers";
import { z } from "zod";
import { bytesReply, jsonReply, type Reply } from "../../simulator/reply.js";
import type { Route, RoutedRequest } from "../../simulator/router.js";
import type { Conditions } from "./faults.js";
import type { Runs } from "./runs.js";
import type { RunKind, RunRecord } from "./state.js";
import { keepUpload } from "./uploads.js";
import type { Workshop } from "./work.js";

/** What the resources answer from. */
export interface ApiScope {
  readonly workshop: Workshop;
  readonly runs: Runs;
  readonly conditions: Conditions;
}

/** Below the host. */
export const ROUTES: readonly Route<ApiScope>[] = [
  { method: "GET", path: /^\/v1\/status$/, handle: tellStatus },
  { method: "GET", path: /^\/v1\/(?<list>feeds|calculations|extracts)$/, handle: listObjects },
  { method: "PUT", path: /^\/v1\/feeds\/(?<feed>[^/]+)\/files\/(?<name>[^/]+)$/, handle: takeFile },
  { method: "POST", path: /^\/v1\/feeds\/(?<feed>[^/]+)\/(?:files|rows)$/, handle: takeFile },
  { method: "POST", path: /^\/v1\/feeds\/(?<feed>[^/]+)\/runs$/, handle: loadAtOnce },
  { method: "POST", path: /^\/v1\/runs$/, handle: startRun },
  { method: "GET", path: /^\/v1\/runs$/, handle: listRuns },
  { method: "GET", path: /^\/v1\/runs\/(?<run>[^/]+)$/, handle: showRun },
  { method: "DELETE", path: /^\/v1\/runs\/(?<run>[^/]+)$/, handle: stopRun },
  { method: "GET", path: /^\/v1\/runs\/(?<run>[^/]+)\/(?<what>refused|results)$/, handle: giveOut },
];

const MESSAGES: Readonly<Record<number, string>> = {
  400: "The request cannot be read.",
  401: "Who are you?",
  404: "There is no such thing.",
  405: "That cannot be done here.",
  409: "Something else is running.",
  429: "Too many requests.",
};

/** A refusal of the application. */
export function refusal(status: number): Reply {
  return jsonReply(status, { error: { message: MESSAGES[status] ?? "An error occurred." } });
}

function tellStatus({ conditions }: ApiScope): Reply {
  return jsonReply(200, { state: conditions.closed ? "closed" : "open" });
}

/** One page, and the link to the next one. */
function toPage({ workshop, conditions }: ApiScope, items: readonly object[], { url }: RoutedRequest): Reply {
  const { pageSize } = workshop.application;
  const page = Number(url.searchParams.get("page") ?? "1");
  const shown = conditions.rightsGone ? [] : items;
  const next = page * pageSize < shown.length ? `${url.pathname}?page=${page + 1}` : null;
  return jsonReply(200, { entries: shown.slice((page - 1) * pageSize, page * pageSize), next });
}

function listObjects(scope: ApiScope, request: RoutedRequest): Reply {
  const { feeds, calculations, extracts } = scope.workshop.application;
  const lists: Readonly<Record<string, readonly object[]>> = { feeds, calculations, extracts };
  return toPage(scope, lists[request.parts["list"] ?? ""] ?? [], request);
}

const hasFeed = ({ workshop }: ApiScope, feed: string) =>
  workshop.application.feeds.some(({ id }) => id === feed);

async function takeFile(scope: ApiScope, request: RoutedRequest): Promise<Reply> {
  const feed = decodeURIComponent(request.parts["feed"] ?? "");
  if (!hasFeed(scope, feed)) return refusal(404);
  const id = await keepUpload(scope.workshop.storage, feed, request);
  return id === undefined ? refusal(400) : jsonReply(201, { file: { id } });
}

async function loadAtOnce(scope: ApiScope, request: RoutedRequest): Promise<Reply> {
  const feed = decodeURIComponent(request.parts["feed"] ?? "");
  if (!hasFeed(scope, feed)) return refusal(404);
  const file = await keepUpload(scope.workshop.storage, feed, request);
  if (file === undefined) return refusal(400);
  const run = await scope.runs.start({ kind: "feed", object: feed, file });
  return jsonReply(202, { run: toShown(scope, run) });
}

const runBody = z.union([
  z.object({ feed: z.string(), file: z.string() }),
  z.object({ calculation: z.string() }),
  z.object({ extract: z.string() }),
]);

async function startRun(scope: ApiScope, { body }: RoutedRequest): Promise<Reply> {
  const { data } = runBody.safeParse(await json(Readable.from(body)));
  if (data === undefined) return refusal(400);
  const { application, storage } = scope.workshop;
  const start = async (kind: RunKind, object: string, file?: string) =>
    jsonReply(202, { run: toShown(scope, await scope.runs.start({ kind, object, file })) });
  if ("feed" in data) {
    const { feed, file } = data;
    const isThere = storage.state.files.some((each) => each.id === file && each.feed === feed);
    return isThere ? start("feed", feed, file) : refusal(404);
  }
  const [kind, id, known] =
    "calculation" in data
      ? (["calculation", data.calculation, application.calculations] as const)
      : (["extract", data.extract, application.extracts] as const);
  return known.some((each) => each.id === id) ? start(kind, id) : refusal(404);
}

function listRuns(scope: ApiScope, request: RoutedRequest): Reply {
  return toPage(
    scope,
    scope.runs.list().map((run) => toShown(scope, run)),
    request,
  );
}

function toShown({ runs }: ApiScope, run: RunRecord) {
  const { id, kind, object, file, startedAt } = run;
  return { id, [kind]: object, file, startedAt: new Date(startedAt).toISOString(), state: runs.stateOf(run) };
}

function showRun(scope: ApiScope, { parts, url }: RoutedRequest): Reply {
  const run = scope.runs.get(parts["run"]);
  if (run === undefined) return refusal(404);
  const shown = toShown(scope, run);
  if (["queued", "working"].includes(shown.state)) return jsonReply(200, shown);
  const { message, rows, kind } = run;
  const links = kind === "extract" ? [{ href: `${url.origin}${url.pathname}/results` }] : [];
  return jsonReply(200, { ...shown, message, links, ...(kind === "feed" && { rows }) });
}

function stopRun({ runs }: ApiScope, { parts }: RoutedRequest): Reply {
  const run = runs.get(parts["run"]);
  if (run === undefined) return refusal(404);
  runs.stop(run);
  return jsonReply(202, {});
}

function giveOut({ workshop, runs }: ApiScope, { parts }: RoutedRequest): Reply {
  const { run = "", what = "" } = parts;
  const path = workshop.storage.path(what, run);
  if (runs.get(run) === undefined || !existsSync(path)) return refusal(404);
  return bytesReply(createReadStream(path), "text/csv");
}
