import { type Handle, type Outcome, type StartRequest, waitForOutcome } from "@spm-ops/connectors";
import { isSpmError } from "@spm-ops/core";
import { openEnvironment } from "./environment.js";

/** Runs the wrong period, cancels it, and runs the right one, whose start is not answered. */
export async function walkThrough(tell: (line: string) => void) {
  await using environment = await openEnvironment();
  const { sap, polling } = environment;

  /** Starts a process once. A start without an answer is looked for, and never sent again. */
  const startOnce = async (request: StartRequest): Promise<Handle> => {
    const since = Date.now();
    try {
      return await sap.start(request);
    } catch (error) {
      if (!isSpmError(error, "remote.unknown")) throw error;
      tell(`${request.object}: the start was not answered, so it is looked for.`);
      const found = await sap.find({ request, since });
      if (found.state !== "happened") throw error;
      tell(`${request.object}: the tenant has it; it is not started again.`);
      return found.output;
    }
  };

  for await (const { name } of sap.listProcesses()) tell(`A process of this tenant: ${name}.`);
  const april = await startOnce({ kind: "process", object: "Pay April" });
  tell(`Pay April: ${(await sap.poll(april)).state}. It is the wrong month: cancel.`);
  await sap.cancel(april);
  const cancelled = await waitForOutcome(sap, april, polling);
  tell(`Pay April: ${describe(cancelled)}. What it did before may have stayed.`);

  environment.loseReply();
  const may = await startOnce({ kind: "process", object: "Pay May" });
  const done = await waitForOutcome(sap, may, polling);
  tell(`Pay May: ${describe(done)}.`);
  return { cancelled, done };
}

/** An absent count is unknown, which is not zero. */
function describe({ state, rawStatus, volume }: Outcome): string {
  return `${state} (${rawStatus}), rows written ${volume.rowsWritten ?? "unknown"}`;
}
