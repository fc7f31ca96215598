import { defineChannel, SpmError } from "@spm-ops/core";
import { z } from "zod";

export type NotificationChannel = ReturnType<typeof createNotificationChannel>;

const receipt = z.object({ number: z.int() });

/**
 * Sends notifications to a webhook, each once: the key of the message goes along, and where an answer was lost the
 * other side is asked whether it has a note under that key.
 */
export function createNotificationChannel(url: string) {
  return defineChannel({
    name: "notification",
    payload: z.strictObject({ text: z.string().min(1) }),
    contract: "once",
    retry: { attempts: 3, delayMs: 200 },
    timeoutMs: 10_000,
    perform: async (payload, { key, signal }) => {
      const headers = { "content-type": "application/json", "idempotency-key": key };
      const response = await request(url, { method: "POST", headers, body: JSON.stringify(payload), signal });
      return receipt.parse(await response.json());
    },
    find: async (_payload, { key, signal }) => {
      const response = await request(`${url}?key=${encodeURIComponent(key)}`, { signal });
      if (response.status === 404) return { state: "absent" };
      return { state: "happened", output: receipt.parse(await response.json()) };
    },
  });
}

async function request(url: string, init: RequestInit & { readonly signal: AbortSignal }): Promise<Response> {
  const operation = `${init.method ?? "GET"} ${url}`;
  let response: Response;
  try {
    response = await fetch(url, init);
  } catch (cause) {
    init.signal.throwIfAborted();
    // A question that went unanswered may be asked again; of what was sent, nobody knows whether it has arrived.
    const code = init.method === undefined ? "remote.unavailable" : "remote.unknown";
    throw new SpmError(code, `No answer to ${operation}.`, { operation }, { cause });
  }
  const { ok, status } = response;
  if (ok || status === 404) return response;
  const refusal = `${operation} was refused with ${status}.`;
  throw new SpmError("remote.rejected", refusal, { operation, status, requestId: undefined });
}
