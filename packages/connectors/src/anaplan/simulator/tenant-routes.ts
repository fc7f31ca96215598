import type { Reply } from "../../simulator/reply.js";
import type { Route } from "../../simulator/router.js";
import type { Conditions } from "./faults.js";
import type { ModelRequest } from "./model-routes.js";
import { collection, success } from "./reply.js";

/** What lies above the model. */
export interface TenantScope {
  readonly ids: { readonly workspaceId: string; readonly modelId: string };
  readonly conditions: Conditions;
  readonly pageSize: number;
}

const USER_ID = "0".repeat(32);
const WORKSPACE_NAME = "Simulated workspace";

/** The user, and the one workspace and model that there are. */
export const TENANT_ROUTES: readonly Route<TenantScope, ModelRequest>[] = [
  { method: "GET", path: /^users\/me$/, handle: tellUser },
  {
    method: "GET",
    path: /^workspaces$/,
    handle: (scope, { url }) => collection("workspaces", [toWorkspace(scope)], url, scope.pageSize),
  },
  {
    method: "GET",
    path: /^(?:workspaces\/[^/]+\/)?models$/,
    handle: (scope, { url }) => collection("models", [toModel(scope)], url, scope.pageSize),
  },
  {
    method: "GET",
    path: /^workspaces\/[^/]+$/,
    handle: (scope) => success({ workspace: toWorkspace(scope) }),
  },
];

function tellUser(_scope: TenantScope, { user }: ModelRequest): Reply {
  const [firstName = ""] = user.split("@");
  return success({ user: { id: USER_ID, active: true, email: user, firstName, lastName: "Simulated" } });
}

function toWorkspace({ ids }: TenantScope): object {
  const size = { sizeAllowance: 1_073_741_824, currentSize: 1_048_576 };
  return { id: ids.workspaceId, name: WORKSPACE_NAME, active: true, ...size };
}

/** The model as lists and the question for itself tell it. */
export function toModel({ ids, conditions }: Pick<TenantScope, "ids" | "conditions">): object {
  return {
    id: ids.modelId,
    name: "Simulated model",
    activeState: conditions.activeState,
    modelTransactionRunning: false,
    currentWorkspaceId: ids.workspaceId,
    currentWorkspaceName: WORKSPACE_NAME,
    modelUrl: `https://simulated.example/models/${ids.modelId}`,
    categoryValues: [],
    memoryUsage: 1_048_576,
    lastSavedSerialNumber: 1,
    lastModifiedByUserGuid: USER_ID,
    lastModified: "2026-01-05T22:00:00.000+0000",
    isoCreationDate: "2026-01-05T22:00:00.000+0000",
  };
}
