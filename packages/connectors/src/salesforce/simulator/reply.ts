import { jsonReply, type Reply } from "../../simulator/reply.js";

const ERRORS: Readonly<Record<number, readonly [code: string, message: string]>> = {
  400: ["MALFORMED_REQUEST", "The request could not be understood"],
  401: ["INVALID_SESSION_ID", "Session expired or invalid"],
  403: ["REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded."],
  404: ["NOT_FOUND", "The requested resource does not exist"],
  405: ["METHOD_NOT_ALLOWED", "HTTP Method not allowed"],
  503: ["SERVER_UNAVAILABLE", "The server is temporarily unavailable"],
};

const JSON_TYPE = "application/json;charset=UTF-8";

/** A success of the API. */
export function success(body: unknown): Reply {
  return jsonReply(200, body, JSON_TYPE);
}

/** A refusal of the API: a list of errors. */
export function refusal(status: number, errorCode?: string, message?: string): Reply {
  const [code, words] = ERRORS[status] ?? ["UNKNOWN_EXCEPTION", "An unexpected error occurred"];
  return jsonReply(status, [{ errorCode: errorCode ?? code, message: message ?? words }], JSON_TYPE);
}

/** A change that the state of a job does not allow. */
export function wrongState(message: string): Reply {
  return refusal(400, "INVALIDJOBSTATE", `InvalidJobState : ${message}`);
}

/** A time as the vendor writes it. */
export function toVendorTime(time: number): string {
  return new Date(time).toISOString().replace("Z", "+0000");
}
