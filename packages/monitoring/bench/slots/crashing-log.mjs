/** The process has ended here. */
export class Crash extends Error {}

/**
 * The log of a process that ends after so many more writes, before or after the write is kept; never unless told.
 *
 * @param {import("../../../core/dist/index.js").Log} log
 */
export function createCrashingLog(log) {
  let passes = Infinity;
  const pass = () => {
    passes -= 1;
    if (passes < 0) throw new Crash();
  };
  const bound =
    (call) =>
    async (...given) => {
      pass();
      const result = await call(...given);
      pass();
      return result;
    };
  return {
    crashAfter(count) {
      passes = count;
    },
    log: {
      ...log,
      append: bound(log.append),
      appendAll: bound(log.appendAll),
      appendClaiming: bound(log.appendClaiming),
      claim: bound(log.claim),
      release: bound(log.release),
    },
  };
}
