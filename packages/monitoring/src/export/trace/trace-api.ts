import { SpmError } from "@spm-ops/core";
import type { SpanPlace } from "./derived-ids.js";

/** Seconds since 1970 and nanoseconds: of a plain number OpenTelemetry takes an early one for a time since the start of the process. */
export type SpanTime = [seconds: number, nanoseconds: number];

/** What a value of an attribute may be here. */
export type AttributeValue = string | number | boolean;

/** A span that was started: the part of `Span` of `@opentelemetry/api` that is used. */
export interface StartedSpan {
  setStatus(status: { code: number; message?: string }): unknown;
  end(endTime: SpanTime): void;
}

/** As `Context` of `@opentelemetry/api`. */
export interface SpanContextHolder {
  getValue(key: symbol): unknown;
  setValue(key: symbol, value: unknown): SpanContextHolder;
  deleteValue(key: symbol): SpanContextHolder;
}

/** How a span begins: the part of `SpanOptions` of `@opentelemetry/api` that is used. */
export interface SpanBeginning {
  kind: number;
  startTime: SpanTime;
  attributes: Record<string, AttributeValue>;
  links: { context: SpanPlace & { traceFlags: number } }[];
}

/** What starts spans: as `Tracer` of `@opentelemetry/api`. */
export interface SpanTracer {
  startSpan(name: string, options: SpanBeginning, context: SpanContextHolder): StartedSpan;
}

/** The part of `@opentelemetry/api` that is used. */
export interface TraceApi {
  readonly ROOT_CONTEXT: SpanContextHolder;
  readonly trace: {
    getTracer(name: string): SpanTracer;
    setSpan(context: SpanContextHolder, span: StartedSpan): SpanContextHolder;
    wrapSpanContext(place: SpanPlace & { traceFlags: number; isRemote?: boolean }): StartedSpan;
  };
  readonly SpanKind: { readonly INTERNAL: number; readonly SERVER: number };
  readonly SpanStatusCode: { readonly UNSET: number; readonly OK: number; readonly ERROR: number };
  readonly TraceFlags: { readonly SAMPLED: number };
}

/**
 * Loads the optional peer dependency.
 *
 * @throws SpmError `operation.unsupported` when it is not installed.
 */
export async function loadTraceApi(): Promise<TraceApi> {
  try {
    return await import("@opentelemetry/api");
  } catch (error) {
    throw new SpmError(
      "operation.unsupported",
      "Traces need the package @opentelemetry/api beside this one: npm install @opentelemetry/api.",
      { operation: "trace" },
      { cause: error },
    );
  }
}
