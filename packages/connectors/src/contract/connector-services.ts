import type { Clock, Redactor, SecretReader } from "@spm-ops/core";
import type { Limiter } from "../http/limiter.js";

/** What a connector needs of the process that it lives in. */
export interface ConnectorServices {
  readonly secrets: SecretReader;
  /** Told the tokens, and asked before anything is put into an error. @defaultValue one of its own */
  readonly redactor?: Redactor | undefined;
  /** @defaultValue the clock of this machine */
  readonly clock?: Clock | undefined;
  /** Shared by all connectors of one credential. @defaultValue one of its own, by the options' `limits` */
  readonly limiter?: Limiter | undefined;
}
