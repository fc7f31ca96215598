import type { Clock } from "@spm-ops/core";
import type { RoutedRequest } from "../../simulator/router.js";
import type { Conditions } from "./faults.js";
import type { Workshop } from "./import-work.js";
import type { Pipelines } from "./pipelines.js";

/** What the resources answer from. */
export interface ApiScope {
  readonly workshop: Workshop;
  readonly pipelines: Pipelines;
  readonly conditions: Conditions;
  readonly clock: Clock;
}

/** A request, by whom, and at which generation's root. */
export interface ApiRequest extends RoutedRequest {
  readonly userId: string;
  readonly isCloud: boolean;
}
