import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { SpmError, systemClock } from "@spm-ops/core";
import { type Fault, type Switchboard, toOddReply } from "./faults.js";
import type { Reply } from "./reply.js";

/** A request as handlers see it. */
export interface SimulatedRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** To be consumed once. */
  readonly body: AsyncIterable<Uint8Array>;
}

export type Handler = (request: SimulatedRequest) => Promise<Reply> | Reply;

/** One of the vendor's hosts. */
export interface SimulatedHost {
  readonly origin: string;
  close(): Promise<void>;
}

export interface HostOptions {
  readonly switchboard: Pick<Switchboard<object>, "clock" | "take">;
  /** How the vendor words a refusal with this status. */
  readonly refuse: (status: number, path: string) => Reply;
  /** @defaultValue 0, any free one */
  readonly port?: number | undefined;
}

/** Listens on a port of this machine, and lets every request meet the faults that wait for it. */
export async function startHost(handler: Handler, options: HostOptions): Promise<SimulatedHost> {
  const server = createServer((incoming, response) => {
    serve(handler, options, { incoming, response }).catch((error: unknown) => {
      if (response.headersSent) return void response.destroy();
      response.writeHead(500, { "content-type": "text/html" });
      response.end(`<html><title>${error instanceof Error ? error.message : "Error"}</title></html>`);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, "127.0.0.1", resolve);
  });
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

interface Line {
  readonly incoming: IncomingMessage;
  readonly response: ServerResponse;
}

async function serve(handler: Handler, { switchboard, refuse }: HostOptions, line: Line): Promise<void> {
  const { incoming, response } = line;
  const { method = "GET", url: path = "/" } = incoming;
  const fault = switchboard.take(method, path);
  if (fault?.kind === "hang") return;
  response.sendDate = false;
  response.setHeader("date", new Date(switchboard.clock.now()).toUTCString());
  if (fault?.kind === "respond") {
    incoming.resume();
    return write(response, toOddReply(fault.answer, refuse(fault.answer.status, path)));
  }
  const reply = await answer(handler, incoming, fault);
  if (fault?.kind === "lose-reply") return void incoming.socket.destroy();
  if (fault?.kind === "truncate") return truncate(response, reply);
  return write(response, reply, fault?.kind === "drip" ? fault.delayMs : undefined);
}

async function answer(handler: Handler, incoming: IncomingMessage, fault: Fault | undefined): Promise<Reply> {
  const { method = "GET", url: path = "/" } = incoming;
  const headers = Object.fromEntries(
    Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]),
  );
  const request = { method, url: new URL(path, `http://${incoming.headers.host}`), headers };
  if (fault?.kind !== "duplicate") return handler({ ...request, body: incoming });
  const pieces = await incoming.toArray();
  await handler({ ...request, body: Readable.from(pieces) });
  return handler({ ...request, body: Readable.from(pieces) });
}

async function write(response: ServerResponse, reply: Reply, dripMs?: number): Promise<void> {
  response.writeHead(reply.status, toHeaders(reply));
  const { body } = reply;
  if (dripMs !== undefined) return drip(response, await toBytes(body), dripMs);
  if (body instanceof Uint8Array) return void response.end(body);
  await pipeline(Readable.from(body, { objectMode: false }), response);
}

async function drip(response: ServerResponse, body: Uint8Array, delayMs: number): Promise<void> {
  const piece = Math.max(1, Math.ceil(body.byteLength / 5));
  for (let at = 0; at < body.byteLength && !response.destroyed; at += piece) {
    // A slow line is slow in real time, whatever time it is at the vendor.
    await systemClock.wait(delayMs);
    response.write(body.subarray(at, at + piece));
  }
  response.end();
}

async function truncate(response: ServerResponse, reply: Reply): Promise<void> {
  const bytes = await toBytes(reply.body);
  response.writeHead(reply.status, toHeaders({ ...reply, body: bytes }));
  response.write(bytes.subarray(0, Math.floor(bytes.byteLength / 2)), () => response.destroy());
}

async function toBytes(body: Reply["body"]): Promise<Uint8Array> {
  if (body instanceof Uint8Array) return body;
  const pieces: Uint8Array[] = [];
  for await (const piece of body) pieces.push(piece);
  return Buffer.concat(pieces);
}

function toHeaders({ contentType, headers, body, status }: Reply): Record<string, string | number> {
  const length = body instanceof Uint8Array && status !== 204 ? { "content-length": body.byteLength } : {};
  return {
    ...(contentType !== undefined && { "content-type": contentType }),
    ...length,
    "x-request-id": "simulated",
    ...headers,
  };
}
