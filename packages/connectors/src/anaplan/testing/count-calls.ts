import { createLimiter, type Limiter } from "../../http/limiter.js";

/** A limiter that lets everything through, and counts it. */
export function createCallCounter(): Limiter & { calls(): number } {
  const limiter = createLimiter();
  let calls = 0;
  return {
    ...limiter,
    run: (operation, call) => {
      calls += 1;
      return limiter.run(operation, call);
    },
    calls: () => calls,
  };
}
