import { formatDuration, parseOptions } from "@spm-ops/core";
import { z } from "zod";
import type { LookStep, Probe } from "./probe.js";
import { createTimedProbe, type Found, type ProbeTiming, probeTiming, toFound } from "./timed-look.js";

/** Does one named step of a scenario, times it, and gives back what it gives. */
export type ScenarioStep = <Result>(
  title: string,
  work: (signal: AbortSignal) => Promise<Result>,
  limit?: {
    /** A step that took longer is done, and still a failure: users have gone by then. @defaultValue no limit of its own */
    readonly withinMs?: number | undefined;
  },
) => Promise<Result>;

const scenarioOptions = z.strictObject(probeTiming);

/**
 * Creates a probe that does what a user would do. What one step gives is a variable for the next.
 *
 * A step that throws ends the scenario as `down`, with its title. Every look tells the time of each step that was done,
 * the failed one included.
 *
 * @throws SpmError `config.invalid` with everything that is wrong.
 * @example
 * const statements = createScenarioProbe({ id: "statements", title: "Open a statement" }, async (step) => {
 *   const login = await step("log in", (signal) => fetch("https://spm.client.example/login", { signal }));
 *   const headers = { cookie: login.headers.get("set-cookie") ?? "" };
 *   const statement = "https://spm.client.example/statements/2026-03";
 *   await step("open the statement", (signal) => fetch(statement, { headers, signal }), { withinMs: 5_000 });
 * });
 */
export function createScenarioProbe(
  options: ProbeTiming,
  scenario: (step: ScenarioStep) => Promise<unknown>,
): Probe {
  const parsed = parseOptions(scenarioOptions, options, "the scenario probe");
  return createTimedProbe(parsed, async (signal) => {
    const steps: LookStep[] = [];
    let failed: Found | undefined;
    const step: ScenarioStep = async (title, work, { withinMs = Infinity } = {}) => {
      const begun = parsed.clock.monotonic();
      const elapsed = () => parsed.clock.monotonic() - begun;
      try {
        signal.throwIfAborted();
        const result = await work(signal);
        if (elapsed() > withinMs)
          failed ??= { state: "down", detail: `${title}: took longer than ${formatDuration(withinMs)}` };
        return result;
      } catch (error) {
        const { state, detail } = toFound(error);
        failed ??= { state, detail: `${title}: ${detail}` };
        throw error;
      } finally {
        steps.push({ title, elapsedMs: elapsed() });
      }
    };
    try {
      await scenario(step);
    } catch (error) {
      failed ??= toFound(error);
    }
    const done = steps.map(({ title, elapsedMs }) => `${title} ${formatDuration(elapsedMs)}`).join(", ");
    return { ...(failed ?? { state: "up", detail: done }), steps };
  });
}
