import type { SimulatedRequest } from "../../simulator/host.js";
import { type Reply, unrouted } from "../../simulator/reply.js";
import { findRoute } from "../../simulator/router.js";
import { INGEST_ROUTES } from "./ingest-routes.js";
import { QUERY_ROUTES } from "./query-routes.js";
import { refusal, success } from "./reply.js";
import { REPORT_ROUTES } from "./report-routes.js";
import type { OrgRequest, OrgRoute, OrgScope } from "./scope.js";

export interface ApiOptions {
  readonly scope: OrgScope;
  readonly logIn: (request: SimulatedRequest) => Promise<Reply>;
  /** Who is behind an `Authorization` header. */
  readonly whoIs: (authorization: string | undefined) => string | undefined;
}

const API_PATH = /^\/services\/data\/v(?<version>\d+\.\d)\/(?<rest>.*)$/;
const FIRST_VERSION = 47;
const LAST_VERSION = 66;
const ROUTES: readonly OrgRoute[] = [
  ...INGEST_ROUTES,
  ...QUERY_ROUTES,
  ...REPORT_ROUTES,
  { method: "GET", path: /^limits\/?$/, handle: tellLimits },
];

/** The org at its address: the login, the versions of the API, and what lies below each. */
export function createApi({ scope, logIn, whoIs }: ApiOptions) {
  return (request: SimulatedRequest): Promise<Reply> | Reply => {
    const { pathname } = request.url;
    if (request.method === "POST" && pathname === "/services/oauth2/token") return logIn(request);
    if (request.method === "GET" && /^\/services\/data\/?$/.test(pathname)) return tellVersions();
    const parts = API_PATH.exec(pathname)?.groups;
    const apiVersion = Number(parts?.["version"]);
    if (parts === undefined || apiVersion < FIRST_VERSION || apiVersion > LAST_VERSION) return unrouted();
    const owner = whoIs(request.headers["authorization"]);
    if (owner === undefined) return refusal(401);
    if (scope.conditions.callsSpent) return refusal(403);
    const met = findRoute(ROUTES, request.method, parts["rest"] ?? "");
    if (met === undefined) return refusal(404);
    if (met === "wrong-method") return refusal(405);
    const known: OrgRequest = { ...request, owner, apiVersion, parts: met.parts };
    return met.route.handle(scope, known);
  };
}

function tellVersions(): Reply {
  const count = LAST_VERSION - FIRST_VERSION + 1;
  return success(
    Array.from({ length: count }, (_, at) => {
      const version = (FIRST_VERSION + at).toFixed(1);
      return { label: `Release ${version}`, url: `/services/data/v${version}`, version };
    }),
  );
}

function tellLimits({ ingests, queries }: OrgScope): Reply {
  const batches = ingests.list().reduce((sum, { batches: each }) => sum + each.length, 0);
  const left = (max: number, used: number) => ({ Max: max, Remaining: Math.max(0, max - used) });
  return success({
    DailyApiRequests: left(100_000, 0),
    DailyBulkApiBatches: left(15_000, batches),
    DailyBulkV2QueryJobs: left(10_000, queries.list().length),
    DailyBulkV2QueryFileStorageMB: left(976_562, 0),
  });
}
