import { createReadStream } from "node:fs";
import { text } from "node:stream/consumers";
import type { SimulatedRequest } from "../../simulator/host.js";
import { bytesReply, type Reply, unrouted } from "../../simulator/reply.js";
import { findRoute, type Route, type RoutedRequest } from "../../simulator/router.js";
import type { CloudWorksScope } from "./cloudworks-runs.js";
import {
  toErrors,
  toFlow,
  toIntegration,
  toRunRecord,
  toRunStatus,
  toWholeFlow,
} from "./cloudworks-views.js";
import type { FlowDefinition, IntegrationDefinition } from "./definition.js";
import type { Conditions } from "./faults.js";
import { dumpPath } from "./model-routes.js";
import { collection, refusal, success } from "./reply.js";
import type { RunRecord } from "./state.js";

export interface CloudWorksOptions {
  readonly scope: CloudWorksScope;
  readonly conditions: Conditions;
  readonly whoIs: (authorization: string | undefined) => string | undefined;
}

interface CloudWorksRequest extends RoutedRequest {
  readonly user: string;
}

type CloudWorksRoute = Route<CloudWorksScope, CloudWorksRequest>;

/** Lists tell so many items unless they are asked for more. */
const PAGE_SIZE = 25;
const LONGEST_PAGE = 100;

const ROUTES: readonly CloudWorksRoute[] = [
  {
    method: "GET",
    path: /^integrations$/,
    handle: (scope, { url }) =>
      page(
        "integrations",
        scope.model.integrations.map((each) => toIntegration(scope, each)),
        url,
      ),
  },
  {
    method: "GET",
    path: /^integrations\/runs\/(?<integration>[^/]+)$/,
    handle: onIntegration(tellHistory),
  },
  {
    method: "GET",
    path: /^integrations\/run\/(?<run>[^/]+)$/,
    handle: onRun((scope, run) => success({ run: toRunStatus(scope, run) })),
  },
  {
    method: "GET",
    path: /^integrations\/runerror\/(?<run>[^/]+)$/,
    handle: onRun((scope, run) => success({ runs: toErrors(scope, run) })),
  },
  { method: "GET", path: /^integrations\/run\/(?<run>[^/]+)\/dumps$/, handle: onRun(readDump) },
  {
    method: "GET",
    path: /^integrations\/run\/(?<run>[^/]+)\/process\/import\/(?<action>[^/]+)\/dumps$/,
    handle: onRun(readDump),
  },
  {
    method: "POST",
    path: /^integrations\/(?<integration>[^/]+)\/run$/,
    handle: onIntegration(async ({ runs }, integration, { user }) => {
      const { id } = await runs.start(integration, user);
      return success({ run: { id } });
    }),
  },
  {
    method: "POST",
    path: /^integrations\/(?<integration>[^/]+)\/cancel$/,
    // Live, it says so of a run that goes on, too.
    handle: onIntegration((_scope, { id }, { url }) =>
      refusal(409, url.pathname, `Integration ${id} is not in running state`),
    ),
  },
  {
    method: "GET",
    path: /^integrations\/(?<integration>[^/]+)$/,
    handle: onIntegration((scope, integration) =>
      success({ integration: { ...toIntegration(scope, integration), integrationType: undefined } }),
    ),
  },
  {
    method: "GET",
    path: /^integrationflows$/,
    handle: (scope, { url }) =>
      page(
        "integrationFlows",
        scope.model.flows.map((flow) => toFlow(scope, flow)),
        url,
      ),
  },
  {
    method: "GET",
    path: /^integrationflows\/(?<flow>[^/]+)$/,
    handle: onFlow((scope, flow) => success({ integrationFlow: toWholeFlow(scope, flow) })),
  },
  { method: "POST", path: /^integrationflows\/(?<flow>[^/]+)\/run$/, handle: onFlow(startFlow) },
];

/** CloudWorks: its integrations and flows, their runs, and what these rejected. */
export function createCloudWorks({ scope, conditions, whoIs }: CloudWorksOptions) {
  return (request: SimulatedRequest): Promise<Reply> | Reply => {
    const { pathname } = request.url;
    const met = findRoute(ROUTES, request.method, pathname.replace(/^\/2\/0\//, ""));
    if (met === undefined || !pathname.startsWith("/2/0/")) return unrouted();
    const user = whoIs(request.headers["authorization"]);
    if (user === undefined) return refusal(401, pathname);
    if (!conditions.integrationRole) {
      const isDump = pathname.endsWith("/dumps");
      return isDump ? refusal(452, pathname, "Tenant not entitled") : refusal(403, pathname, "Not Permitted");
    }
    if (met === "wrong-method") return refusal(405, pathname);
    return met.route.handle(scope, { ...request, user, parts: met.parts });
  };
}

function page(key: string, items: readonly object[], url: URL): Reply {
  const asked = Number(url.searchParams.get("limit") ?? PAGE_SIZE);
  return collection(key, items, url, Math.min(asked, LONGEST_PAGE));
}

function tellHistory(scope: CloudWorksScope, integration: IntegrationDefinition, { url }: CloudWorksRequest) {
  const offset = Number(url.searchParams.get("offset") ?? 0);
  const limit = Math.min(Number(url.searchParams.get("limit") ?? PAGE_SIZE), LONGEST_PAGE);
  const all = scope.runs.ofIntegration(integration.id);
  const runs = all.slice(offset, offset + limit).map((run) => toRunRecord(scope, run));
  const history = { ...toIntegration(scope, integration), runs, totalRuns: all.length };
  return success({ history_of_runs: history });
}

/** The dump of the import that a run was, or of one within the process that it was. */
function readDump(
  { runs, dumps }: CloudWorksScope,
  run: RunRecord,
  { parts, url }: CloudWorksRequest,
): Reply {
  const task = runs.taskOf(run);
  const path = task && dumpPath(dumps, task, parts["action"] ?? task.objectId);
  if (path !== undefined) return bytesReply(createReadStream(path), "text/csv");
  return refusal(404, url.pathname, "Your integration run was successful / no errors");
}

async function startFlow({ runs }: CloudWorksScope, flow: FlowDefinition, { user, body }: CloudWorksRequest) {
  const asked: unknown = JSON.parse((await text(body)) || "{}");
  const only = Object(asked).stepsToRun;
  const { id } = await runs.startFlow(flow, user, Array.isArray(only) ? only.map(String) : undefined);
  return success({ run: { id } });
}

type Handle<Item> = (
  scope: CloudWorksScope,
  item: Item,
  request: CloudWorksRequest,
) => Promise<Reply> | Reply;

function onIntegration(handle: Handle<IntegrationDefinition>): CloudWorksRoute["handle"] {
  return on(
    ({ model }, { parts }) => model.integrations.find(({ id }) => id === parts["integration"]),
    handle,
  );
}

function onFlow(handle: Handle<FlowDefinition>): CloudWorksRoute["handle"] {
  return on(({ model }, { parts }) => model.flows.find(({ id }) => id === parts["flow"]), handle);
}

function onRun(handle: Handle<RunRecord>): CloudWorksRoute["handle"] {
  return on(({ runs }, { parts }) => runs.find(parts["run"] ?? ""), handle);
}

function on<Item>(
  find: (scope: CloudWorksScope, request: CloudWorksRequest) => Item | undefined,
  handle: Handle<Item>,
): CloudWorksRoute["handle"] {
  return (scope, request) => {
    const item = find(scope, request);
    return item === undefined
      ? refusal(404, request.url.pathname, "Resource not found")
      : handle(scope, item, request);
  };
}
