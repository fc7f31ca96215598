import { describe, expect, test } from "vitest";
import { createMetricsHandler } from "./metrics-handler.js";
import { readOpenMetrics } from "./open-metrics-reader-fixture.js";
import { toOperationsMetrics } from "./operations-metrics.js";
import { everything } from "./snapshot-fixture.js";

const answer = createMetricsHandler(async () => toOperationsMetrics(everything));
const ask = (accept: string | undefined, method = "GET") =>
  answer(
    new Request("http://127.0.0.1/metrics", {
      method,
      headers: accept === undefined ? {} : { accept },
    }),
  );

const OPEN = "application/openmetrics-text; version=1.0.0; charset=utf-8";
const PLAIN = "text/plain; version=0.0.4; charset=utf-8";

describe("createMetricsHandler", () => {
  test.each([
    ["application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5,*/*;q=0.1", OPEN],
    ["application/openmetrics-text", OPEN],
    ['application/openmetrics-text; version="1.0.0"; charset=utf-8; q=0.8', OPEN],
    ["application/openmetrics-text;version=0.0.1", PLAIN],
    ["application/openmetrics-text;q=0.4, text/plain;q=0.5", PLAIN],
    ["application/openmetrics-text;q=0", PLAIN],
    ["application/openmetrics-text;q=x", PLAIN],
    ["*/*", PLAIN],
    [undefined, PLAIN],
  ])("answers a wish for %s", async (accept, type) => {
    const response = await ask(accept);
    expect(response.headers.get("content-type")).toBe(type);
    expect(response.headers.get("vary")).toBe("accept");
    const text = await response.text();
    expect(text.endsWith("# EOF\n")).toBe(type === OPEN);
    if (type === OPEN) expect(readOpenMetrics(text).size).toBeGreaterThan(10);
  });

  test("answers questions only", async () => {
    const refused = await ask(undefined, "POST");
    expect([refused.status, refused.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
    const head = await ask(undefined, "HEAD");
    expect([head.status, await head.text(), head.headers.get("content-type")]).toEqual([200, "", PLAIN]);
  });
});
