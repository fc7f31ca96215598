import type { RoutedRequest } from "../../simulator/router.js";
import type { EnvironmentDefinition } from "./definition.js";
import type { Documents } from "./documents.js";
import type { Conditions } from "./faults.js";
import type { Imports } from "./imports.js";
import type { Requests } from "./requests.js";
import type { Tables } from "./tables.js";

/** What the resources answer from. */
export interface ApiScope {
  readonly environment: EnvironmentDefinition;
  readonly tables: Tables;
  readonly documents: Documents;
  readonly requests: Requests;
  readonly imports?: Imports | undefined;
  readonly conditions: Conditions;
}

/** A request of somebody who is known. */
export type ApiRequest = RoutedRequest;
