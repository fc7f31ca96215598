import { createServer, type RequestListener } from "node:http";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { createRedactor, SpmError, type SpmErrorCode } from "@spm-ops/core";
import { afterEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { createHttpClient, type HttpClientOptions } from "./http-client.js";
import type { HttpIntent, HttpRequest } from "./http-request.js";
import { createLimiter } from "./limiter.js";

const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

async function serve(listener: RequestListener, options: Partial<HttpClientOptions> = {}) {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  open.push(() => new Promise((resolve) => server.close(resolve).closeAllConnections()));
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  const client = createHttpClient({ baseUrl: `http://127.0.0.1:${port}/api`, ...options });
  open.push(() => client.close());
  return { client, port };
}

const ask = (more: Partial<HttpRequest> = {}): HttpRequest => ({
  method: "GET",
  path: "things",
  intent: "question",
  operation: "list the things",
  ...more,
});
const change = (more: Partial<HttpRequest> = {}) =>
  ask({ method: "POST", intent: "change", operation: "start", ...more });
const INTENTS: readonly HttpIntent[] = ["question", "change", "repeatable-change"];

describe("statuses", () => {
  const table: readonly (readonly [number, SpmErrorCode, SpmErrorCode])[] = [
    [302, "remote.unavailable", "remote.unknown"],
    [400, "remote.rejected", "remote.rejected"],
    [401, "auth.rejected", "auth.rejected"],
    [403, "auth.rejected", "auth.rejected"],
    [404, "remote.not-found", "remote.not-found"],
    [408, "remote.unavailable", "remote.unknown"],
    [409, "remote.busy", "remote.busy"],
    [422, "remote.rejected", "remote.rejected"],
    [423, "remote.busy", "remote.busy"],
    [429, "remote.throttled", "remote.throttled"],
    [500, "remote.unavailable", "remote.unknown"],
    [503, "remote.unavailable", "remote.unknown"],
  ];

  test.for(table)("%i is %s for a question and %s for a change", async ([status, toQuestion, toChange]) => {
    const { client } = await serve((_, response) => {
      response
        .writeHead(status, { "x-request-id": "r-17", location: "/elsewhere" })
        .end('{"message":"no such luck"}');
    });
    const words = expect.stringMatching(/no such luck \(request r-17\)/);
    await expect(client.send(ask())).rejects.toMatchObject({ code: toQuestion, message: words });
    await expect(client.send(ask({ intent: "repeatable-change" }))).rejects.toMatchObject({
      code: toQuestion,
    });
    await expect(client.send(change())).rejects.toMatchObject({ code: toChange, message: words });
  });
});

describe("the vendor's own words", () => {
  test("stand for another status where they say more than the one that came", async () => {
    const toMeantStatus = (status: number, body: string) => (body.includes("LIMIT") ? 429 : status);
    const { client } = await serve(
      (request, response) =>
        void response.writeHead(403, { "retry-after": "7" }).end(request.method === "GET" ? "LIMIT" : "no"),
      { toMeantStatus },
    );
    await expect(client.send(ask())).rejects.toMatchObject({
      code: "remote.throttled",
      message: expect.stringContaining("403, LIMIT"),
      details: { retryAfterMs: 7_000 },
    });
    await expect(client.send(change())).rejects.toMatchObject({ code: "auth.rejected" });
  });

  test("can stand for a success, which then has no body, and have a reader of their own", async () => {
    const { client } = await serve(
      (request, response) =>
        void response.writeHead(request.method === "GET" ? 200 : 400).end("cancelled all the same"),
      { toMeantStatus: () => 200, parseJson: (text) => text.toUpperCase() },
    );
    await client.send(change());
    expect(await buffer((await client.open(change())).bytes)).toHaveLength(0);
    expect(await client.json(ask(), z.string())).toBe("CANCELLED ALL THE SAME");
  });
});

describe("open", () => {
  test("hands out the headers of a success, and refuses as the others do", async () => {
    const { client } = await serve((request, response) =>
      response.writeHead(request.method === "GET" ? 200 : 404, { "x-next": "2" }).end("rows"),
    );
    const answer = await client.open(ask());
    expect(answer.header("x-next")).toBe("2");
    expect(await buffer(Readable.from(answer.bytes))).toEqual(Buffer.from("rows"));
    await expect(client.open(change())).rejects.toMatchObject({ code: "remote.not-found" });
  });
});

describe("a body that cannot be made", () => {
  test("comes out as it failed, and never reaches its end", async () => {
    let isWhole = false;
    const { client } = await serve((request) => void request.resume().once("end", () => (isWhole = true)));
    const failure = new SpmError("file.not-found", "It is gone.", { path: "a.csv" });
    async function* body() {
      yield Buffer.from("half");
      throw failure;
    }
    await expect(client.send(change({ body }))).rejects.toBe(failure);
    expect(isWhole).toBe(false);
  });
});

describe("silence", () => {
  test("is unknown for a change, and unavailable for what may be sent again", async () => {
    const { client } = await serve((request) => request.socket.destroy());
    const codes = await Promise.all(
      INTENTS.map((intent) =>
        client.send(ask({ intent })).catch((error: unknown) => Reflect.get(Object(error), "code")),
      ),
    );
    expect(codes).toEqual(["remote.unavailable", "remote.unknown", "remote.unavailable"]);
  });

  test("before anything was sent is unavailable even for a change", async () => {
    const { port } = await serve(() => undefined);
    await open.shift()?.();
    const client = createHttpClient({ baseUrl: `http://127.0.0.1:${port}` });
    open.push(() => client.close());
    await expect(client.send(change())).rejects.toMatchObject({ code: "remote.unavailable" });
  });

  test.for([
    ["the first byte", { headersMs: 50 }, false],
    ["the next piece", { bodyMs: 50 }, true],
    ["the whole", { wholeMs: 50 }, true],
  ] as const)("ends when %s takes too long", async ([, timeouts, begins]) => {
    const { client } = await serve((_, response) => void (begins && response.write("{")), { timeouts });
    await expect(client.json(change(), z.object({}))).rejects.toMatchObject({ code: "remote.unknown" });
  });

  test("ends with the signal's own reason when the caller gives up", async () => {
    const reason = new RangeError("enough");
    const { client } = await serve((_, response) => void response.write("{"), {
      limiter: createLimiter({ concurrency: 1 }),
    });
    const controller = new AbortController();
    const { signal } = controller;
    const reading = client.json(change({ signal }), z.object({}));
    const waiting = client.json(ask({ signal }), z.object({}));
    setTimeout(() => controller.abort(reason), 20);
    await expect(reading).rejects.toBe(reason);
    await expect(waiting).rejects.toBe(reason);
  });
});

describe("json", () => {
  test.for([
    ["<!DOCTYPE html><title>Sign in</title>", "text/html", 'an HTML page titled "Sign in"'],
    ["", "application/json", "an empty answer"],
    ['{"things":7}', "application/json", "things"],
    ['{"things":["a"', "application/json", "things"],
  ] as const)("tells what came in place of JSON: %s", async ([body, contentType, told]) => {
    const { client } = await serve((_, response) =>
      response.writeHead(200, { "content-type": contentType }).end(body),
    );
    const schema = z.object({ things: z.array(z.string()) });
    const expected = {
      code: "remote.malformed",
      details: { contentType },
      message: expect.stringContaining(told),
    };
    await expect(client.json(ask(), schema)).rejects.toMatchObject(expected);
    await expect(client.json(change(), schema)).rejects.toMatchObject({ code: "remote.unknown" });
  });

  test("reads only the fields that the schema names", async () => {
    const { client } = await serve((_, response) => response.end('{"things":["a"],"more":1}'));
    expect(await client.json(ask(), z.object({ things: z.array(z.string()) }))).toEqual({ things: ["a"] });
  });
});

describe("origin", () => {
  test("sends nothing to another origin, wherever a link leads", async () => {
    let strangers = 0;
    const { port } = await serve((_, response) => {
      strangers += 1;
      response.end("{}");
    });
    const { client } = await serve((request, response) => response.end(JSON.stringify({ url: request.url })));
    for (const path of [`http://127.0.0.1:${port}/next`, `\\\\127.0.0.1:${port}\\next`]) {
      await expect(client.send(ask({ path }))).rejects.toMatchObject({ code: "remote.malformed" });
    }
    expect(strangers).toBe(0);
    const schema = z.object({ url: z.string() });
    expect(await client.json(ask({ path: "/things", query: { q: "a b" } }), schema)).toEqual({
      url: "/api/things?q=a+b",
    });
  });
});

describe("credentials", () => {
  test("are renewed once when they are refused, and the body is sent again", async () => {
    const seen: [string | undefined, number][] = [];
    const { client } = await serve(
      async (request, response) => {
        seen.push([request.headers.authorization, (await buffer(request)).byteLength]);
        response.writeHead(request.headers.authorization === "token 2" ? 200 : 401).end();
      },
      { credential: rising() },
    );
    async function* body() {
      yield Buffer.alloc(300);
      yield Buffer.alloc(700);
    }
    await client.send(change({ body }));
    expect(seen).toEqual([
      ["token 1", 1_000],
      ["token 2", 1_000],
    ]);
  });

  test("are not renewed for ever, and never shown", async () => {
    let asked = 0;
    const redactor = createRedactor();
    redactor.addSecret("token 1");
    const { client } = await serve(
      (request, response) => {
        asked += 1;
        response.writeHead(401).end(`what is ${request.headers.authorization} or token 1?`);
      },
      { credential: rising(), redactor },
    );
    const message = expect.not.stringContaining("token 1");
    await expect(client.send(change())).rejects.toMatchObject({ code: "auth.rejected", message });
    expect(asked).toBe(2);
  });

  function rising() {
    let made = 1;
    return {
      authorization: async () => `token ${made}`,
      forget: () => {
        made += 1;
      },
    };
  }
});

describe("bytes", () => {
  const PIECE = Buffer.alloc(64 * 1024);
  const PIECES = 1_000;

  test("come no faster than they are taken, and leaving early ends the answer", async () => {
    let sent = 0;
    function* pieces() {
      for (; sent < PIECES; sent += 1) yield PIECE;
    }
    const { client } = await serve((_, response) => void Readable.from(pieces()).pipe(response));
    for await (const piece of client.bytes(ask())) {
      expect(piece.byteLength).toBeGreaterThan(0);
      await new Promise((resolve) => setTimeout(resolve, 50));
      break;
    }
    expect(sent).toBeLessThan(PIECES / 2);
  });

  test("are sent no faster than they are read", async () => {
    let made = 0;
    const { client } = await serve((request, response) => {
      setTimeout(() => response.end(String(made)).once("finish", () => request.destroy()), 50);
    });
    async function* body() {
      for (; made < PIECES; made += 1) yield PIECE;
    }
    await client.send(ask({ method: "PUT", intent: "repeatable-change", body })).catch(() => undefined);
    expect(made).toBeLessThan(PIECES / 2);
  });
});
