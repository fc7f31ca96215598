import type { Reply } from "../../simulator/reply.js";
import type { Route, RoutedRequest } from "../../simulator/router.js";
import type { OrgDefinition } from "./definition.js";
import type { Conditions } from "./faults.js";
import type { Ingests } from "./ingests.js";
import type { Instances } from "./instances.js";
import type { OrgRecords } from "./org-records.js";
import type { Queries } from "./queries.js";
import type { OrgStorage } from "./state.js";

/** What the routes of the API answer from. */
export interface OrgScope {
  readonly org: OrgDefinition;
  readonly records: OrgRecords;
  readonly ingests: Ingests;
  readonly queries: Queries;
  readonly instances: Instances;
  readonly conditions: Conditions;
  readonly limits: OrgLimits;
  readonly storage: OrgStorage;
}

/** What the simulator holds its clients to. */
interface OrgLimits {
  readonly largestUploadBytes: number;
  readonly recordsPerPage: number;
  readonly pageSize: number;
}

/** A request behind the login: by whom, and for which version of the API. */
export interface OrgRequest extends RoutedRequest {
  readonly owner: string;
  readonly apiVersion: number;
}

/** A resource of the API. */
export type OrgRoute = Route<OrgScope, OrgRequest>;

export type OrgHandler = (scope: OrgScope, request: OrgRequest) => Promise<Reply> | Reply;
