import type { Faults, FaultTarget } from "../simulator/faults.js";
import type { ConnectorTrouble } from "./connector-under-test.js";

/** Which requests of an API the troubles of a connector meet. */
export interface HttpTroubleTargets {
  readonly start: FaultTarget;
  /** Whatever is asked behind the login. */
  readonly api: RegExp;
  /** Of these, those whose answer has a body that says something. @defaultValue all of them */
  readonly read?: RegExp | undefined;
}

/** What every application behind HTTP knows of trouble, by the faults of its simulator. */
export function toHttpTrouble(faults: Faults, { start, api, read = api }: HttpTroubleTargets) {
  return {
    loseStartReply: () => faults.loseReply(start),
    breakStart: () => faults.respond({ ...start, status: 503, html: "<title>Bad gateway</title>" }),
    throttle: (retryAfter) => faults.respond({ path: api, status: 429, retryAfter }),
    answerWith: (body, contentType) =>
      faults.respond({
        path: api,
        status: 200,
        ...(contentType === "text/html" ? { html: body } : { json: body }),
      }),
    cutAnswer: () => faults.truncate({ path: read }),
    holdAnswer: () => faults.hang({ path: api }),
  } satisfies ConnectorTrouble;
}
