import { type Availability, parseOptions } from "@spm-ops/core";
import { z } from "zod";
import type { Probe, ProbeCall } from "./probe.js";
import { createTimedProbe, type ProbeTiming, probeTiming } from "./timed-look.js";

/** Whatever can say of itself whether it is there: a connector to an environment. */
export interface CheckedEnvironment {
  checkAvailability(call?: ProbeCall): Promise<Availability>;
}

export interface TransactionProbeOptions extends ProbeTiming {
  readonly environment: CheckedEnvironment;
}

const transactionProbeOptions = z.strictObject({
  ...probeTiming,
  environment: z.custom<CheckedEnvironment>(
    (value) => typeof value === "object" && value !== null && "checkAvailability" in value,
    "needs checkAvailability",
  ),
});

/**
 * Creates a probe that lets a connector look at its environment, by its own small transaction.
 *
 * @throws SpmError `config.invalid` with everything that is wrong.
 */
export function createTransactionProbe(options: TransactionProbeOptions): Probe {
  const parsed = parseOptions(transactionProbeOptions, options, "the transaction probe");
  return createTimedProbe(parsed, async (signal) => {
    const { state, detail } = await parsed.environment.checkAvailability({ signal });
    return { state, detail };
  });
}
