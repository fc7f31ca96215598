import { SpmError } from "@spm-ops/core";
import type { HttpRequest } from "./http-request.js";

/** What is known about an answer that is no success. */
export interface FailedAnswer {
  readonly status: number;
  /** The status that the vendor's own words stand for. @defaultValue the status itself */
  readonly meantStatus?: number | undefined;
  /** What its body says, in words and without secrets. */
  readonly text: string;
  readonly requestId: string | undefined;
  readonly retryAfterMs: number | undefined;
}

/**
 * The one table from HTTP statuses to our errors.
 *
 * A refusal (4xx) was certainly not executed. After 408, 5xx and anything else that is no answer, a change may have
 * been; a redirect is never followed, as it may lead a token elsewhere.
 */
export function toStatusError(request: HttpRequest, answer: FailedAnswer): SpmError {
  const { operation } = request;
  const { status, meantStatus = status, requestId } = answer;
  const message = `Could not ${operation}: ${status}, ${answer.text}${requestId === undefined ? "" : ` (request ${requestId})`}`;
  switch (meantStatus) {
    case 401:
    case 403:
      return new SpmError("auth.rejected", message, { status });
    case 404:
    case 410:
      return new SpmError("remote.not-found", message, { operation });
    case 409:
    case 423:
      return new SpmError("remote.busy", message, { operation });
    case 429:
      return new SpmError("remote.throttled", message, { retryAfterMs: answer.retryAfterMs });
    default:
      if (meantStatus >= 400 && meantStatus < 500 && meantStatus !== 408) {
        return new SpmError("remote.rejected", message, { operation, status, requestId });
      }
      return toUnansweredError(request, message);
  }
}

/** A request that was sent, or may have been, and got no answer. */
export function toUnansweredError(request: HttpRequest, message: string, cause?: unknown): SpmError {
  const { intent, operation } = request;
  return intent === "change"
    ? new SpmError(
        "remote.unknown",
        `${message}. It may have happened; look before doing it again.`,
        { operation },
        { cause },
      )
    : new SpmError("remote.unavailable", message, { operation }, { cause });
}

/** A request that never left this machine. */
export function toUnreachableError({ operation }: HttpRequest, message: string, cause: unknown): SpmError {
  return new SpmError("remote.unavailable", message, { operation }, { cause });
}

/** A success whose body cannot be read: to a change, that is as good as no answer. */
export function toMalformedError(
  request: HttpRequest,
  why: string,
  contentType: string | undefined,
): SpmError {
  const message = `Could not ${request.operation}: the answer is ${why}`;
  return request.intent === "change"
    ? toUnansweredError(request, message)
    : new SpmError("remote.malformed", message, { operation: request.operation, contentType });
}
