import type { Clock } from "@spm-ops/core";
import type { Reply } from "../../simulator/reply.js";
import type { Route, RoutedRequest } from "../../simulator/router.js";
import type { OrganizationDefinition } from "./definition.js";
import type { Conditions } from "./faults.js";
import type { Jobs } from "./jobs.js";
import type { OrganizationStorage } from "./state.js";
import type { Worksheets } from "./worksheets.js";

/** What the resources answer from. */
export interface ApiScope {
  readonly organization: OrganizationDefinition;
  readonly storage: OrganizationStorage;
  readonly worksheets: Worksheets;
  readonly jobs: Jobs;
  readonly conditions: Conditions;
  readonly clock: Clock;
  /** Of the API's host. */
  readonly address: () => string;
  /** A link for the bytes of an upload, signed now. */
  readonly toUploadLink: (id: string, fileName: string) => string;
}

/** A request, and by whom. */
export interface ApiRequest extends RoutedRequest {
  readonly userEmail: string;
}

export type ApiRoute = Route<ApiScope, ApiRequest>;
export type ApiHandler = (scope: ApiScope, request: ApiRequest) => Promise<Reply> | Reply;
