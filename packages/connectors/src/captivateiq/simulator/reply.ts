import { text } from "node:stream/consumers";
import { htmlReply, jsonReply, type Reply } from "../../simulator/reply.js";

const DETAILS: Readonly<Record<number, string>> = {
  400: "Malformed request.",
  401: "Invalid token.",
  403: "You do not have permission to perform this action.",
  404: "Not found.",
  405: "Method not allowed.",
  429: "Request was throttled.",
};

const DEFAULT_LIMIT = 50;
const LARGEST_LIMIT = 1_000;

/** A success of the API. */
export function success(body: unknown, status = 200): Reply {
  return jsonReply(status, body);
}

/** A refusal of the API. */
export function refusal(status: number, detail?: string): Reply {
  return jsonReply(status, { detail: detail ?? DETAILS[status] ?? "A server error occurred." });
}

/** Fields that are wrong, each with its problems. */
export function wrongFields(fields: Readonly<Record<string, string>>): Reply {
  const lists = Object.entries(fields).map(([name, problem]) => [name, [problem]]);
  return jsonReply(400, Object.fromEntries(lists));
}

/** What the firewall before the API says. */
export const FIREWALL_PAGE =
  "<html><head><title>403 Forbidden</title></head><body>Request blocked.</body></html>";

/** What stands before the API answers when it has waited for 30 s. */
export function gatewayReply(): Reply {
  return htmlReply(502, "<html><head><title>502 Bad Gateway</title></head></html>");
}

/** One page of a list, with links to its neighbours. */
export function listPage(items: readonly object[], url: URL): Reply {
  const number = (name: string, usual: number) => {
    const value = Number(url.searchParams.get(name) ?? usual);
    return Number.isInteger(value) && value >= 0 ? value : usual;
  };
  const limit = Math.min(LARGEST_LIMIT, number("limit", DEFAULT_LIMIT) || DEFAULT_LIMIT);
  const offset = number("offset", 0);
  const linkTo = (at: number) => {
    const link = new URL(url);
    link.searchParams.set("limit", String(limit));
    link.searchParams.set("offset", String(Math.max(0, at)));
    return link.href;
  };
  return success({
    object: "list",
    total_count: items.length,
    next: offset + limit < items.length ? linkTo(offset + limit) : null,
    previous: offset > 0 ? linkTo(offset - limit) : null,
    data: items.slice(offset, offset + limit),
  });
}

/** The fields of a body in JSON; nothing when it is none. */
export async function readFields(
  body: AsyncIterable<Uint8Array>,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  try {
    const value: unknown = JSON.parse((await text(body)) || "{}");
    return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

/** A time as the vendor writes it. */
export function toVendorTime(at: number): string {
  return new Date(at).toISOString();
}
