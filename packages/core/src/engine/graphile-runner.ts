import type { Runner } from "graphile-worker";
import { systemClock } from "../clock.js";

/** A runner that is begun again whenever it has ended by itself. */
export interface KeptRunner {
  stop(): Promise<void>;
}

/**
 * Begins a runner and keeps one running: graphile-worker gives up when its database is away for longer than some tries.
 *
 * @throws what the first start throws.
 */
export async function keepRunning(
  start: () => Promise<Runner>,
  { pauseMs, onTrouble }: { readonly pauseMs: number; readonly onTrouble: (error: unknown) => void },
): Promise<KeptRunner> {
  const stopping = new AbortController();
  const { signal } = stopping;
  let runner: Runner | undefined = await start();

  const attend = async () => {
    while (!signal.aborted) {
      try {
        runner ??= await start();
        await runner.promise;
      } catch (error) {
        onTrouble(error);
      }
      runner = undefined;
      await systemClock.wait(pauseMs, { signal }).catch(() => undefined);
    }
  };
  const attended = attend();
  return {
    async stop() {
      stopping.abort();
      // It may have ended by itself a moment ago, and then has told so already.
      await runner?.stop().catch(() => undefined);
      await attended;
    },
  };
}
