import { jsonReply, type Reply } from "../../simulator/reply.js";

const MESSAGES: Readonly<Record<number, string>> = {
  400: "Bad Request",
  401: "Unauthorized",
  404: "Not Found",
  405: "Method Not Allowed",
  409: "Conflict",
  422: "Model is archived",
  423: "Model is locked",
  429: "Too Many Requests",
};

const JSON_TYPE = "application/json;charset=UTF-8";

/** A success in the envelope of the Integration API. */
export function success(fields: object): Reply {
  const envelope = { meta: { schema: "objects" }, status: { code: 200, message: "Success" } };
  return jsonReply(200, { ...envelope, ...fields }, JSON_TYPE);
}

/** A refusal in the envelope of the Integration API. */
export function refusal(status: number, path: string, message = MESSAGES[status] ?? "Error"): Reply {
  return jsonReply(status, { status: { code: status, message }, path }, JSON_TYPE);
}

/** The asked page of a collection; its key is left away when there is nothing in it. */
export function collection(key: string, all: readonly object[], url: URL, longest: number): Reply {
  const offset = Number(url.searchParams.get("offset") ?? 0);
  const limit = Math.min(Number(url.searchParams.get("limit") ?? longest), longest);
  const items = all.slice(offset, offset + limit);
  const next = `${url.origin}${url.pathname}?limit=${limit}&offset=${offset + limit}`;
  const paging = { currentPageSize: items.length, totalSize: all.length, offset, next };
  return success({
    meta: { schema: `${url.origin}${url.pathname}#schema`, paging },
    ...(items.length > 0 && { [key]: items }),
  });
}
