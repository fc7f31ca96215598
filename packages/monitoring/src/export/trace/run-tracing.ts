import type { LogEvent } from "@spm-ops/core";
import type { DerivedIds } from "./derived-ids.js";
import { type PlannedSpan, planSpans } from "./span-plan.js";
import { loadTraceApi, type SpanContextHolder, type SpanTime, type SpanTracer } from "./trace-api.js";

export interface RunTracingOptions {
  /** @defaultValue that of the provider that is registered globally, under the name of this package */
  readonly tracer?: SpanTracer | undefined;
  /**
   * The generator that the provider of the tracer was created with. Without it the trace is the same whenever a run is
   * exported, but its spans come again under other ids, below a span that is derived from the run and never sent.
   */
  readonly ids?: DerivedIds | undefined;
}

/** Turns runs into traces. */
export interface RunTracing {
  /**
   * Exports a run that has ended, from the events of its stream, and tells its trace. A run that goes on is not exported,
   * and nothing is told.
   *
   * @throws SpmError `log.expired` when its data was let go, `log.damaged`.
   */
  exportRun(events: readonly LogEvent[]): string | undefined;
}

/**
 * Creates the exporter of runs to OpenTelemetry: a span for the run, each step and each attempt, with the times of the log.
 *
 * Names of attributes are those of the semantic conventions for pipelines, `cicd.pipeline.*`, whose status is
 * Development: they may change. Others begin with `spm_ops.`. Inputs and outputs are not exported; messages are as the
 * log has them, without secrets. A repeated run is linked with the one it repeats, a called one with the step that
 * called it. A sampler decides as for any trace.
 *
 * @throws SpmError `operation.unsupported` when the package `@opentelemetry/api` is not installed.
 * @example
 * const tracing = await createRunTracing();
 * const runLog = createRunLog(await openSqliteLog({ path: "operations.sqlite" }));
 * for await (const { runId } of runLog.list({ status: ["succeeded", "failed"] }))
 *   tracing.exportRun(await runLog.events(runId));
 */
export async function createRunTracing({ tracer, ids }: RunTracingOptions = {}): Promise<RunTracing> {
  const api = await loadTraceApi();
  const { trace, SpanKind, SpanStatusCode } = api;
  const spans = tracer ?? trace.getTracer("@spm-ops/monitoring");
  const traceFlags = api.TraceFlags.SAMPLED;

  const emit = (span: PlannedSpan, context: SpanContextHolder) => {
    const start = () =>
      spans.startSpan(
        span.name,
        {
          kind: span.kind === "server" ? SpanKind.SERVER : SpanKind.INTERNAL,
          startTime: toSpanTime(span.startedAt),
          attributes: span.attributes,
          links: span.links.map((place) => ({ context: { ...place, traceFlags } })),
        },
        context,
      );
    const started = ids === undefined ? start() : ids.under(span.place, start);
    for (const part of span.parts) emit(part, trace.setSpan(context, started));
    if (span.isGood === true) started.setStatus({ code: SpanStatusCode.OK });
    if (span.isGood === false)
      started.setStatus({ code: SpanStatusCode.ERROR, message: span.message ?? "It failed." });
    started.end(toSpanTime(span.endedAt));
  };

  return {
    exportRun(events) {
      const run = planSpans(events);
      if (run === undefined) return undefined;
      const origin = trace.wrapSpanContext({ ...run.place, traceFlags, isRemote: true });
      emit(run, ids === undefined ? trace.setSpan(api.ROOT_CONTEXT, origin) : api.ROOT_CONTEXT);
      return run.place.traceId;
    },
  };
}

function toSpanTime(ms: number): SpanTime {
  const seconds = Math.floor(ms / 1_000);
  return [seconds, Math.round((ms - seconds * 1_000) * 1_000_000)];
}
