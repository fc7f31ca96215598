import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

/** A webhook on this machine, which keeps one note for each idempotency key. */
export interface Webhook extends AsyncDisposable {
  readonly url: string;
  readonly notes: ReadonlyMap<string, string>;
}

/** Starts it on a free port. It takes the first note and loses its answer, as networks do. */
export async function startWebhook(): Promise<Webhook> {
  const notes = new Map<string, string>();
  let hasLostAnswer = false;

  const answer = (response: ServerResponse, key: string) => {
    const number = [...notes.keys()].indexOf(key) + 1;
    response.writeHead(number === 0 ? 404 : 200, { connection: "close" }).end(JSON.stringify({ number }));
  };
  const server = createServer(async (request: IncomingMessage, response: ServerResponse) => {
    const { searchParams } = new URL(request.url ?? "/", "http://127.0.0.1");
    if (request.method === "GET") return answer(response, searchParams.get("key") ?? "");
    const key = String(request.headers["idempotency-key"]);
    const note = await text(request);
    if (!notes.has(key)) notes.set(key, note);
    if (hasLostAnswer) return answer(response, key);
    hasLostAnswer = true;
    response.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/notes`,
    notes,
    [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
