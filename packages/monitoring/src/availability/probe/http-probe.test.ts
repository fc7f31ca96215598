import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { isSpmError } from "@spm-ops/core";
import { afterEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { createHttpProbe, type HttpProbeOptions } from "./http-probe.js";

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function html(body: string, status = 200): RequestListener {
  return (_, response) => response.writeHead(status, { "content-type": "text/html" }).end(body);
}

function lookAt(url: string, options: Partial<HttpProbeOptions> = {}) {
  return createHttpProbe({ id: "portal", title: "The portal", url, ...options }).look();
}

describe("an HTTP probe", () => {
  test("tells up for a good answer, with the time it took and without the query", async () => {
    const base = await serve(html("<title>Statements</title> all well"));
    const look = await lookAt(`${base}/health?key=hidden`, { text: "all well" });
    expect(look).toMatchObject({ state: "up", detail: `${base}/health answers 200` });
    expect(look.latencyMs).toBeGreaterThanOrEqual(0);
  });

  test("tells down for a status that is no good answer, and unknown when we ask too often", async () => {
    expect((await lookAt(await serve(html("", 503)))).state).toBe("down");
    expect((await lookAt(await serve(html("", 429)))).state).toBe("unknown");
    expect((await lookAt(await serve(html("", 401)), { statuses: [401] })).state).toBe("up");
  });

  test("is not taken in by a page of maintenance with status 200", async () => {
    const url = await serve(html("<h1 class='x'>We are down for\nMaintenance</h1>"));
    expect(await lookAt(url)).toMatchObject({
      state: "down",
      detail: expect.stringContaining("a page of maintenance"),
    });
    expect((await lookAt(url, { guardPages: false })).state).toBe("up");
  });

  test("takes a page that only speaks of maintenance for what it is", async () => {
    const url = await serve(html("<h1>Statements</h1><p>Next maintenance: Sunday</p>"));
    expect((await lookAt(url)).state).toBe("up");
  });

  test("is not taken in by a login form, nor by a redirect to a login", async () => {
    const form = await serve(html('<form><input name="p" type="password"></form>'));
    expect((await lookAt(form)).detail).toContain("a login form");
    expect((await lookAt(`${form}/login`)).state).toBe("up");
    const sent = await serve((_, response) => response.writeHead(302, { location: "/sso/start" }).end());
    expect(await lookAt(sent, { redirects: "any" })).toMatchObject({
      state: "down",
      detail: expect.stringContaining("a login"),
    });
  });

  test("follows a redirect within its origin, and another only when told, without its headers", async () => {
    let seen: string | undefined = "unset";
    const other = await serve((request, response) => {
      seen = request.headers["x-key"] as string | undefined;
      response.end("there");
    });
    const base = await serve((request, response) => {
      const location = request.url === "/out" ? other : "/in";
      if (request.url === "/in") response.end("there");
      else response.writeHead(302, { location }).end();
    });
    const headers = { "x-key": "hidden" };
    expect((await lookAt(base, { text: "there" })).state).toBe("up");
    expect((await lookAt(base, { redirects: "none" })).state).toBe("down");
    expect((await lookAt(`${base}/out`, { headers })).detail).toContain("another origin");
    expect((await lookAt(`${base}/out`, { headers, redirects: "any" })).state).toBe("up");
    expect(seen).toBeUndefined();
  });

  test("ends a circle of redirects, and refuses one that leads nowhere", async () => {
    const circle = await serve((_, response) => response.writeHead(302, { location: "/again" }).end());
    expect((await lookAt(circle)).detail).toBe("more than 5 redirects");
    for (const location of ["mailto:desk@example.com", "http://"]) {
      const nowhere = await serve((_, response) => response.writeHead(302, { location }).end());
      expect((await lookAt(nowhere)).detail).toContain("no address");
    }
  });

  test("reads the answer as JSON when asked to", async () => {
    const json = z.looseObject({ status: z.literal("ok") });
    const answers = ['{"status":"ok"}', '{"status":"degraded"}', "<html>"];
    const looks = [];
    for (const body of answers) looks.push(await lookAt(await serve(html(body)), { json }));
    expect(looks.map(({ state }) => state)).toEqual(["up", "down", "down"]);
    expect(looks[1]?.detail).toContain("status: ");
    expect(looks[2]?.detail).toContain("no JSON");
  });

  test("looks for the text in as much as it reads", async () => {
    const url = await serve(html(`${"-".repeat(100)}all well`));
    expect((await lookAt(url, { text: "all well", maxBytes: 104 })).detail).toContain("without the text");
    expect((await lookAt(url, { text: "all well", maxBytes: 108 })).state).toBe("up");
  });

  test("tells down when nobody listens, and when no answer comes in time", async () => {
    expect(await lookAt("http://127.0.0.1:1")).toMatchObject({ state: "down" });
    const silent = await serve(() => undefined);
    expect((await lookAt(silent, { timeoutMs: 20 })).detail).toBe("no answer within 20 ms");
  });

  test("lets an abort out with its own reason", async () => {
    const probe = createHttpProbe({ id: "portal", title: "The portal", url: await serve(() => undefined) });
    const stopping = new AbortController();
    const look = probe.look({ signal: stopping.signal });
    const reason = new RangeError("enough");
    stopping.abort(reason);
    await expect(look).rejects.toBe(reason);
  });

  test("refuses what cannot work, all of it at once", () => {
    const create = () =>
      createHttpProbe({ id: "My Probe", title: "x", url: "http://a:b@c", method: "HEAD", timeoutMs: 0 });
    expect(create).toThrow(/id: .*[\s\S]*timeoutMs: .*[\s\S]*url: /);
    const head = () => createHttpProbe({ id: "p", title: "x", url: "http://c", method: "HEAD", text: "y" });
    expect(head).toThrow(expect.toSatisfy((error) => isSpmError(error, "config.invalid")));
  });
});
