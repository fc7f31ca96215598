import type { SimulatedRequest } from "../../simulator/host.js";
import { type Reply, unrouted } from "../../simulator/reply.js";
import { findRoute, type Route } from "../../simulator/router.js";
import type { Conditions } from "./faults.js";
import { FILE_ROUTES } from "./file-routes.js";
import { METADATA_ROUTES } from "./metadata-routes.js";
import { MODEL_ROUTES, type ModelRequest, type ModelScope } from "./model-routes.js";
import { collection, refusal, success } from "./reply.js";
import { STATE_ROUTES } from "./state-routes.js";
import { TENANT_ROUTES, toModel } from "./tenant-routes.js";

export interface ApiOptions {
  readonly ids: { readonly workspaceId: string; readonly modelId: string };
  readonly scope: ModelScope;
  readonly conditions: Conditions;
  /** Who is behind an `Authorization` header. */
  readonly whoIs: (authorization: string | undefined) => string | undefined;
}

const ROOT = /^\/2\/0\/(?<rest>.*)$/;
const MODEL_PATH =
  /^\/2\/0(?:\/workspaces\/(?<workspace>[^/]+))?\/models\/(?<model>[^/]+)(?:\/(?<rest>.*))?$/;
const ROUTES = [...MODEL_ROUTES, ...METADATA_ROUTES, ...FILE_ROUTES];

/** The Integration API: the user, the workspace, the model, and what lies below the model. */
export function createApi({ ids, scope, conditions, whoIs }: ApiOptions) {
  const belowModel = async (request: SimulatedRequest, user: string, rest: string): Promise<Reply> => {
    const { pathname } = request.url;
    if (conditions.activeState === "ARCHIVED") return refusal(422, pathname);
    if (conditions.masked) {
      const isTaskList = request.method === "GET" && rest.endsWith("/tasks");
      return isTaskList ? collection("tasks", [], request.url, scope.pageSize) : refusal(404, pathname);
    }
    const below = { request, user, rest };
    const told = toReply(STATE_ROUTES, scope, below);
    if (told !== undefined) return told;
    if (conditions.activeState === "LOCKED") return refusal(423, pathname);
    await scope.sleep.awake();
    return toReply(ROUTES, scope, below) ?? unrouted();
  };

  return (request: SimulatedRequest): Promise<Reply> | Reply => {
    const { pathname } = request.url;
    const tenantPath = ROOT.exec(pathname)?.groups?.["rest"];
    if (tenantPath === undefined) return unrouted();
    const path = MODEL_PATH.exec(pathname)?.groups;
    const isRouted = path !== undefined || TENANT_ROUTES.some((route) => route.path.test(tenantPath));
    if (!isRouted) return unrouted();
    const user = whoIs(request.headers["authorization"]);
    if (user === undefined) return refusal(401, pathname);
    const workspace = path === undefined ? WORKSPACE.exec(tenantPath)?.[1] : path["workspace"];
    if ((workspace ?? ids.workspaceId) !== ids.workspaceId) return refusal(404, pathname);
    if (path === undefined) {
      const tenant = { ids, conditions, pageSize: scope.pageSize };
      return toReply(TENANT_ROUTES, tenant, { request, user, rest: tenantPath }) ?? unrouted();
    }
    if (path["model"] !== ids.modelId) return refusal(404, pathname);
    if (path["rest"] !== undefined) return belowModel(request, user, path["rest"]);
    return workspace === undefined
      ? success({ model: toModel({ ids, conditions }) })
      : refusal(405, pathname);
  };
}

const WORKSPACE = /^workspaces\/([^/]+)/;

interface Below {
  readonly request: SimulatedRequest;
  readonly user: string;
  readonly rest: string;
}

/** The answer of the route that a path has, or nothing when it has none. */
function toReply<Scope>(
  routes: readonly Route<Scope, ModelRequest>[],
  scope: Scope,
  { request, user, rest }: Below,
): Promise<Reply> | Reply | undefined {
  const met = findRoute(routes, request.method, rest);
  if (met === undefined) return undefined;
  if (met === "wrong-method") return refusal(405, request.url.pathname);
  return met.route.handle(scope, { ...request, user, parts: met.parts });
}
