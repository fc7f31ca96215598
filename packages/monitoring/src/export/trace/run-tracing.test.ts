import { SpanKind, SpanStatusCode } from "@opentelemetry/api";
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  RandomIdGenerator,
  type ReadableSpan,
  SimpleSpanProcessor,
} from "@opentelemetry/sdk-trace-base";
import type { LogEvent } from "@spm-ops/core";
import { describe, expect, test } from "vitest";
import { minute } from "../run-fixture.js";
import { createDerivedIds, placeOfRun, placeOfStep } from "./derived-ids.js";
import { createRunTracing } from "./run-tracing.js";
import { PASSWORD, performRun } from "./traced-run-fixture.js";

/** Exports runs through the real SDK, with derived ids or without, and gives what would be sent. */
async function spansOf(runs: readonly (readonly LogEvent[])[], isDerived: boolean) {
  const exporter = new InMemorySpanExporter();
  const derived = createDerivedIds(new RandomIdGenerator());
  const provider = new BasicTracerProvider({
    spanProcessors: [new SimpleSpanProcessor(exporter)],
    ...(isDerived ? { idGenerator: derived } : {}),
  });
  const tracer = provider.getTracer("test");
  const tracing = await createRunTracing(isDerived ? { tracer, ids: derived } : { tracer });
  const traces = runs.map((events) => tracing.exportRun(events));
  tracer.startSpan("something else").end();
  const spans = exporter.getFinishedSpans();
  await provider.shutdown();
  return { traces, spans: spans.slice(0, -1), other: spans.at(-1) };
}

const toMs = ([seconds, nanoseconds]: readonly [number, number]) => seconds * 1_000 + nanoseconds / 1_000_000;
const timed = (span: ReadableSpan) => [span.name, toMs(span.startTime), toMs(span.endTime)];
const placed = (span: ReadableSpan) => [
  span.spanContext().traceId,
  span.spanContext().spanId,
  span.parentSpanContext?.spanId,
];

const night = await performRun("night-1", "well");
const bad = await performRun("night-2", "badly");

describe("createRunTracing: what a trace tells", () => {
  test("gives a span to the run, each step and each attempt, with the times of the log", async () => {
    const { spans } = await spansOf([night], true);
    expect(spans.map(timed)).toEqual([
      ["receive attempt", minute(0), minute(1)],
      ["receive", minute(0), minute(1)],
      ["load attempt", minute(1), minute(3)],
      ["load attempt", minute(4), minute(7)],
      ["load", minute(1), minute(7)],
      ["RUN orders", minute(0), minute(7)],
    ]);
    const [run, load] = [spans.at(-1), spans[4]];
    expect(run).toMatchObject({ kind: SpanKind.SERVER, status: { code: SpanStatusCode.OK } });
    expect(run?.attributes).toMatchObject({
      "cicd.pipeline.name": "orders",
      "cicd.pipeline.run.id": "night-1",
      "cicd.pipeline.result": "success",
    });
    expect(load?.parentSpanContext?.spanId).toBe(run?.spanContext().spanId);
    expect(spans[3]?.parentSpanContext?.spanId).toBe(load?.spanContext().spanId);
  });

  test("tells how each attempt ended, and what it moved where that is known", async () => {
    const { spans } = await spansOf([night], true);
    expect(spans[2]).toMatchObject({
      status: { code: SpanStatusCode.ERROR },
      attributes: { "error.type": "remote.unavailable", "spm_ops.attempt.number": 1 },
    });
    expect(spans[3]?.attributes).toEqual({
      "spm_ops.attempt.number": 2,
      "spm_ops.attempt.outcome": "succeeded",
      "spm_ops.attempt.elapsed_ms": 180_000,
      "spm_ops.volume.rows_read": 50_000,
      "spm_ops.volume.rows_rejected": 0,
    });
  });

  test("tells of a failed run why it failed", async () => {
    const { spans } = await spansOf([bad], true);
    expect(spans.at(-1)).toMatchObject({
      status: { code: SpanStatusCode.ERROR, message: expect.stringContaining("No answer") },
      attributes: { "cicd.pipeline.result": "failure", "error.type": "remote.unavailable" },
    });
    expect(spans.find(({ name }) => name === "load")?.attributes["cicd.pipeline.task.run.result"]).toBe(
      "failure",
    );
  });
});

describe("createRunTracing: which trace it is, and what is not in it", () => {
  test("with derived ids a run that is exported again is the same trace of the same spans", async () => {
    const [once, again] = [await spansOf([night], true), await spansOf([night], true)];
    expect(again.spans.map(placed)).toEqual(once.spans.map(placed));
    expect(new Set(once.spans.map((span) => span.spanContext().spanId)).size).toBe(6);
    expect(once.traces).toEqual([placeOfRun("night-1").traceId]);
    expect(once.spans.at(-1)?.parentSpanContext).toBeUndefined();
    expect(again.other?.spanContext().spanId).not.toBe(once.other?.spanContext().spanId);
  });

  test("without them it is the same trace, below a span that is derived from the run", async () => {
    const { spans, traces } = await spansOf([night, night, bad], false);
    expect(traces[1]).toBe(traces[0]);
    expect(traces[2]).not.toBe(traces[0]);
    expect(new Set(spans.map((span) => span.spanContext().traceId)).size).toBe(2);
    expect(new Set(spans.map((span) => span.spanContext().spanId)).size).toBe(18);
    expect(spans[5]?.parentSpanContext).toMatchObject({ ...placeOfRun("night-1"), isRemote: true });
  });

  test("exports neither inputs nor outputs nor secrets, and no run that goes on", async () => {
    const { spans } = await spansOf([bad], true);
    const all = JSON.stringify(
      spans.map(({ attributes, status, events, links }) => ({ attributes, status, events, links })),
    );
    expect(all).not.toContain("not for others");
    expect(all).not.toContain(PASSWORD);
    const { spans: none, traces } = await spansOf([night.slice(0, -1), []], true);
    expect([none, traces]).toEqual([[], [undefined, undefined]]);
  });

  test("uses the provider that is registered where no tracer is given", async () => {
    const tracing = await createRunTracing();
    expect(tracing.exportRun(night)).toBe(placeOfRun("night-1").traceId);
  });
});

describe("placeOfStep", () => {
  test("is another one for each run, step and attempt, in the form of OpenTelemetry", () => {
    const places = [placeOfRun("a"), placeOfStep("a", "b"), placeOfStep("a", "b", 1), placeOfStep("a", "b1")];
    expect(new Set(places.map(({ spanId }) => spanId)).size).toBe(4);
    expect(new Set(places.map(({ traceId }) => traceId)).size).toBe(1);
    for (const { traceId, spanId } of places)
      expect(`${traceId}-${spanId}`).toMatch(/^[0-9a-f]{32}-[0-9a-f]{16}$/);
  });
});
