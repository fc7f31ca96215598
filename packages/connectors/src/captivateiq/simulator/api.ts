import type { SimulatedRequest } from "../../simulator/host.js";
import { type Reply, unrouted } from "../../simulator/reply.js";
import { findRoute } from "../../simulator/router.js";
import { EXPORT_ROUTES } from "./export-routes.js";
import { LIST_ROUTES } from "./list-routes.js";
import type { Rate } from "./rate.js";
import { gatewayReply, refusal } from "./reply.js";
import type { ApiRoute, ApiScope } from "./scope.js";
import { UPLOAD_ROUTES } from "./upload-routes.js";
import { WORKSHEET_ROUTES } from "./worksheet-routes.js";

const ROUTES: readonly ApiRoute[] = [...LIST_ROUTES, ...UPLOAD_ROUTES, ...EXPORT_ROUTES, ...WORKSHEET_ROUTES];
const BASE = "/ciq/v1/";

/** The API of an organization. A path that nobody knows, or with a slash too few, is not answered by the API. */
export function createApi(scope: ApiScope, rate: Rate) {
  const { organization, conditions } = scope;
  return async (request: SimulatedRequest): Promise<Reply> => {
    const { method, url, headers } = request;
    if (!url.pathname.startsWith(BASE)) return unrouted();
    const [, token] = /^Token (\S+)$/.exec(headers["authorization"] ?? "") ?? [];
    if (token === undefined) return refusal(401, "Authentication credentials were not provided.");
    const user = organization.users.find((each) => each.token === token);
    if (user === undefined) return refusal(401);
    if (!rate.takes(token)) return refusal(429);
    if (conditions.rightsGone) return refusal(403);
    const met = findRoute(ROUTES, method, url.pathname.slice(BASE.length));
    if (met === undefined) return unrouted();
    if (met === "wrong-method") return refusal(405, `Method "${method}" not allowed.`);
    const reply = await met.route.handle(scope, { ...request, userEmail: user.email, parts: met.parts });
    if (method === "GET" || conditions.gatewayTimeouts === 0) return reply;
    conditions.gatewayTimeouts -= 1;
    return gatewayReply();
  };
}
