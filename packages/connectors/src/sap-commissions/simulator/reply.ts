import { jsonReply, type Reply } from "../../simulator/reply.js";
import { toTime } from "./state.js";

const MESSAGES: Readonly<Record<number, string>> = {
  400: "Invalid Resource.",
  401: "Unauthorized.",
  403: "Forbidden.",
  429: "Too many requests.",
};

/** A success. */
export function success(body: unknown, status = 200): Reply {
  return jsonReply(status, body);
}

/** A refusal that is not about an object of a resource. */
export function refusal(
  status: number,
  now: number,
  message = MESSAGES[status] ?? "An error occurred.",
): Reply {
  return jsonReply(status, { timeStamp: toTime(now), message });
}

/** A refusal in the words of the vendor's codes, by the id of what it is about. */
export function notFound(resource: string, seq: string): Reply {
  return jsonReply(400, {
    [resource]: { [seq]: `TCMP_09007:E: Unable to find the object with the id ${seq}.` },
  });
}

/** A reply whose long ids come as bare numbers, as JSON of some services has them. */
export function withBareIds(reply: Reply): Reply {
  if (!(reply.body instanceof Uint8Array)) return reply;
  const bare = Buffer.from(reply.body)
    .toString("utf8")
    .replace(/"(\d{16,19})"(?!\s*:)/g, "$1");
  return { ...reply, body: Buffer.from(bare) };
}
