import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { type Clock, SpmError, systemClock } from "@spm-ops/core";
import type { Switchboard } from "./faults.js";
import { htmlReply, oddReply, type Reply } from "./reply.js";

/** A request as handlers see it. */
export interface SimulatedRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: IncomingMessage;
}

export type Handler = (request: SimulatedRequest) => Promise<Reply> | Reply;

/** One of the vendor's hosts. */
export interface SimulatedHost {
  readonly origin: string;
  close(): Promise<void>;
}

/** How the server of a host tells the time and meets faults. */
export interface HostOptions {
  readonly clock: Clock;
  readonly take: Switchboard["take"];
}

/** Listens on a port of this machine, and lets every request meet the faults that wait for it. */
export async function startHost(handler: Handler, { clock, take }: HostOptions): Promise<SimulatedHost> {
  const server = createServer((incoming, response) => {
    serve(incoming, response).catch((error: unknown) => {
      response.writeHead(500, { "content-type": "text/html" });
      response.end(`<html><title>${error instanceof Error ? error.message : "Error"}</title></html>`);
    });
  });

  const serve = async (incoming: IncomingMessage, response: ServerResponse) => {
    const { method = "GET", url: path = "/" } = incoming;
    const fault = take(method, path);
    if (fault?.kind === "hang") return;
    response.sendDate = false;
    response.setHeader("date", new Date(clock.now()).toUTCString());
    if (fault?.kind === "respond") {
      incoming.resume();
      return write(response, oddReply(fault.answer, path));
    }
    const url = new URL(path, `http://${incoming.headers.host}`);
    const headers = Object.fromEntries(
      Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]),
    );
    const reply = await handler({ method, url, headers, body: incoming });
    if (fault?.kind === "lose-reply") return void incoming.socket.destroy();
    if (fault?.kind === "truncate") return truncate(response, reply);
    return write(response, reply, fault?.kind === "drip" ? fault.delayMs : undefined);
  };

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") {
    throw new SpmError("remote.unavailable", "The simulator got no port.", { operation: "listen" });
  }
  return {
    origin: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** What an unknown path is answered with: not by the API, so in its own form. */
export function unrouted(): Reply {
  return htmlReply(404, "<html><head><title>404 Not Found</title></head></html>");
}

async function write(response: ServerResponse, reply: Reply, dripMs?: number): Promise<void> {
  response.writeHead(reply.status, toHeaders(reply));
  if (dripMs === undefined) return void response.end(reply.body);
  for (
    let at = 0;
    at < reply.body.byteLength && !response.destroyed;
    at += Math.ceil(reply.body.byteLength / 5)
  ) {
    // A slow line is slow in real time, whatever time it is in the model.
    await systemClock.wait(dripMs);
    response.write(reply.body.subarray(at, at + Math.ceil(reply.body.byteLength / 5)));
  }
  response.end();
}

function truncate(response: ServerResponse, reply: Reply): void {
  response.writeHead(reply.status, toHeaders(reply));
  response.write(reply.body.subarray(0, Math.floor(reply.body.byteLength / 2)), () => response.destroy());
}

function toHeaders({ contentType, headers, body, status }: Reply): Record<string, string | number> {
  return {
    ...(contentType !== undefined && { "content-type": contentType }),
    ...(status !== 204 && { "content-length": body.byteLength }),
    "x-request-id": "simulated",
    ...headers,
  };
}
