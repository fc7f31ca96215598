/** Waits for a promise that others share, but no longer than the signal allows; rejects with the signal's own reason. */
export async function untilAborted<Value>(shared: Promise<Value>, signal?: AbortSignal): Promise<Value> {
  if (signal === undefined) return shared;
  let abort = () => {};
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    else signal.addEventListener("abort", abort, { once: true });
  });
  try {
    return await Promise.race([shared, aborted]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}
