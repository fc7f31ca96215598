import { sha256 } from "@spm-ops/core";

/** What gives ids to traces and spans: as `IdGenerator` of OpenTelemetry's SDK. */
export interface SpanIdGenerator {
  generateTraceId(): string;
  generateSpanId(): string;
}

/** A generator to hand to the tracer provider, which knows the ids of the spans of runs. */
export interface DerivedIds extends SpanIdGenerator {
  /** Starts one span under the given ids. What starts spans at any other time gets ids from the usual generator. */
  under<Started>(ids: SpanPlace, start: () => Started): Started;
}

/** Where a span stands, in lower-case hexadecimal. */
export interface SpanPlace {
  /** 32 digits. */
  readonly traceId: string;
  /** 16 digits. */
  readonly spanId: string;
}

/**
 * Creates the generator by which a run that is exported again has the same spans again.
 *
 * The API of OpenTelemetry cannot set the id of a span; only the generator of the provider gives it. Traces of other
 * parts of the program that use the same provider are not touched.
 *
 * @param usual for example a `RandomIdGenerator` of the SDK.
 * @example
 * import { BasicTracerProvider, RandomIdGenerator } from "@opentelemetry/sdk-trace-base";
 *
 * const ids = createDerivedIds(new RandomIdGenerator());
 * const provider = new BasicTracerProvider({ idGenerator: ids });
 * const tracing = await createRunTracing({ tracer: provider.getTracer("runs"), ids });
 */
export function createDerivedIds(usual: SpanIdGenerator): DerivedIds {
  let next: SpanPlace | undefined;
  return {
    generateTraceId: () => next?.traceId ?? usual.generateTraceId(),
    generateSpanId: () => next?.spanId ?? usual.generateSpanId(),
    under(ids, start) {
      next = ids;
      try {
        return start();
      } finally {
        next = undefined;
      }
    },
  };
}

/** The place of a run's own span: its trace, which nothing but the id of the run decides. */
export function placeOfRun(runId: string): SpanPlace {
  const traceId = digitsOf(["run", runId]).slice(0, 32);
  return { traceId, spanId: digitsOf(["span", runId]).slice(0, 16) };
}

/** The place of a step's span, or of one of its attempts, in the trace of its run. */
export function placeOfStep(runId: string, stepId: string, attempt?: number): SpanPlace {
  const { traceId } = placeOfRun(runId);
  return { traceId, spanId: digitsOf(["span", runId, stepId, attempt ?? ""]).slice(0, 16) };
}

/** Parts are kept apart, so that no two lists of them are one. All zeros, which is no id, is as likely as a collision. */
function digitsOf(parts: readonly (string | number)[]): string {
  return sha256(JSON.stringify(["spm-ops", ...parts]));
}
