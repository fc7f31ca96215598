import { type Clock, isSpmError, type RetryPolicy, retry, SpmError } from "@spm-ops/core";
import { z } from "zod";
import type { HttpClient } from "../http/http-client.js";
import type { HttpRequest } from "../http/http-request.js";
import { untilAborted } from "../http/until-aborted.js";

/** How to wake a model that the vendor unloaded. */
interface WakePolicy {
  /** How long to wait until it is open. */
  readonly timeoutMs: number;
  /** Between two looks. */
  readonly intervalMs: number;
}

export interface WakeOptions {
  /** Of the Integration API. */
  readonly http: HttpClient;
  readonly modelId: string;
  readonly wake: WakePolicy;
  readonly retry: RetryPolicy;
  readonly clock: Clock;
}

/** A model in which nobody works is unloaded after about an hour. */
const LONGEST_SILENCE_MS = 55 * 60_000;

const statusReply = z.object({
  requestStatus: z.object({ currentStep: z.string(), taskId: z.string().nullish() }),
});

/**
 * A client that sends nothing to a model which may be asleep: the first call to it would take long, and a start that
 * runs into its own timeout is one that nobody knows about.
 *
 * Before the first request, and after 55 minutes without an answer, it asks the vendor to open the model and looks
 * until it is open. Where that cannot be found out, the request goes on its way and tells by itself. The model is never
 * closed, as that would throw people out.
 *
 * @throws SpmError `remote.unavailable` when the model is still not open after `timeoutMs`; nothing was sent then
 */
export function keepAwake({ http, modelId, wake, retry: policy, clock }: WakeOptions): HttpClient {
  let answeredAt: number | undefined;
  let waking: Promise<void> | undefined;

  const wakeUp = async () => {
    const word = await openAndLook({ http, modelId, wake, retry: policy, clock }).catch(letPassUnclear);
    if (word !== undefined) throw toAsleepError(word, wake);
    answeredAt = clock.monotonic();
  };
  const ready = async ({ signal }: HttpRequest) => {
    signal?.throwIfAborted();
    if (answeredAt !== undefined && clock.monotonic() - answeredAt < LONGEST_SILENCE_MS) return;
    waking ??= wakeUp().finally(() => {
      waking = undefined;
    });
    await untilAborted(waking, signal);
  };
  const when = async <Answer>(request: HttpRequest, ask: () => Promise<Answer>): Promise<Answer> => {
    await ready(request);
    const answer = await ask();
    answeredAt = clock.monotonic();
    return answer;
  };

  return {
    ...http,
    json: (request, schema) => when(request, () => http.json(request, schema)),
    open: (request) => when(request, () => http.open(request)),
    send: (request) => when(request, () => http.send(request)),
    async *bytes(request) {
      yield* (await when(request, () => http.open(request))).bytes;
    },
  };
}

/** The vendor's words are an open set; a task that is at work proves as much as the word does. */
function isLoaded({ currentStep, taskId }: z.output<typeof statusReply>["requestStatus"]): boolean {
  return currentStep === "Open" || currentStep.startsWith("Processing") || Boolean(taskId);
}

function toAsleepError(word: string, { timeoutMs }: WakePolicy): SpmError {
  return new SpmError(
    "remote.unavailable",
    `The model is not open ${timeoutMs} ms after it was asked to (${word}); nothing else was sent.`,
    { operation: "wake the model" },
  );
}

/** What the vendor makes of the question itself says nothing about the model; the next call will. */
function letPassUnclear(error: unknown): undefined {
  const isRefusal = isSpmError(error, "remote.not-found", "remote.rejected", "remote.busy");
  const isNoAnswer = isSpmError(error, "remote.unavailable", "remote.malformed");
  const isForbidden = isSpmError(error, "auth.rejected") && error.details.status === 403;
  if (!isRefusal && !isNoAnswer && !isForbidden) throw error;
}

/** Opens the model and looks: the vendor's word for one that would not open, or nothing when it did. */
async function openAndLook({
  http,
  modelId,
  wake,
  retry: policy,
  clock,
}: WakeOptions): Promise<string | undefined> {
  const path = `models/${encodeURIComponent(modelId)}`;
  const open = () =>
    retry(
      () =>
        http.send({
          method: "POST",
          path: `${path}/open`,
          intent: "repeatable-change",
          operation: "open the model",
        }),
      policy,
      { clock },
    );
  const look = () => {
    const operation = "ask whether the model is open";
    const request = { method: "GET", path: `${path}/status`, intent: "question", operation } as const;
    return retry(() => http.json(request, statusReply), policy, { clock });
  };

  const startedAt = clock.monotonic();
  await open();
  for (;;) {
    const { requestStatus } = await look();
    if (isLoaded(requestStatus)) return undefined;
    if (clock.monotonic() - startedAt >= wake.timeoutMs) return requestStatus.currentStep;
    await clock.wait(wake.intervalMs);
  }
}
