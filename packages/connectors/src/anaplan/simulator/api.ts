import type { SimulatedRequest } from "../../simulator/host.js";
import { type Reply, unrouted } from "../../simulator/reply.js";
import { findRoute } from "../../simulator/router.js";
import type { Conditions } from "./faults.js";
import { FILE_ROUTES } from "./file-routes.js";
import { MODEL_ROUTES, type ModelScope } from "./model-routes.js";
import { collection, refusal, success } from "./reply.js";

export interface ApiOptions {
  readonly ids: { readonly workspaceId: string; readonly modelId: string };
  readonly scope: ModelScope;
  readonly conditions: Conditions;
  /** Who is behind an `Authorization` header. */
  readonly whoIs: (authorization: string | undefined) => string | undefined;
}

const MODEL_PATH =
  /^\/2\/0(?:\/workspaces\/(?<workspace>[^/]+))?\/models\/(?<model>[^/]+)(?:\/(?<rest>.*))?$/;
const ROUTES = [...MODEL_ROUTES, ...FILE_ROUTES];

/** The Integration API: the user, the model, and what lies below the model. */
export function createApi({ ids, scope, conditions, whoIs }: ApiOptions) {
  const onModel = (
    request: SimulatedRequest,
    user: string,
    rest: string | undefined,
  ): Promise<Reply> | Reply => {
    const { pathname } = request.url;
    if (rest === undefined) {
      return success({
        model: { id: ids.modelId, name: "Simulated model", activeState: conditions.activeState },
      });
    }
    if (conditions.activeState === "ARCHIVED") return refusal(422, pathname);
    if (conditions.activeState === "LOCKED") return refusal(423, pathname);
    if (conditions.masked) {
      const isTaskList = request.method === "GET" && rest.endsWith("/tasks");
      return isTaskList ? collection("tasks", [], request.url, scope.pageSize) : refusal(404, pathname);
    }
    const met = findRoute(ROUTES, request.method, rest);
    if (met === undefined) return unrouted();
    if (met === "wrong-method") return refusal(405, pathname);
    return met.route.handle(scope, { ...request, user, parts: met.parts });
  };

  return (request: SimulatedRequest): Promise<Reply> | Reply => {
    const { pathname } = request.url;
    const path = MODEL_PATH.exec(pathname)?.groups;
    if (path === undefined && pathname !== "/2/0/users/me") return unrouted();
    const user = whoIs(request.headers["authorization"]);
    if (user === undefined) return refusal(401, pathname);
    if (path === undefined) return success({ user: { id: "0".repeat(32), email: user } });
    if (path["model"] !== ids.modelId || (path["workspace"] ?? ids.workspaceId) !== ids.workspaceId)
      return refusal(404, pathname);
    if (path["rest"] === undefined && path["workspace"] !== undefined) return refusal(405, pathname);
    return onModel(request, user, path["rest"]);
  };
}
