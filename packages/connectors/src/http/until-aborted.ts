/** Waits for a promise that others share, but no longer than the signal allows; rejects with the signal's own reason. */
export async function untilAborted<Value>(shared: Promise<Value>, signal?: AbortSignal): Promise<Value> {
  if (signal === undefined) return shared;
  const settled = new AbortController();
  const aborted = new Promise<never>((_, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    else signal.addEventListener("abort", abort, { signal: settled.signal });
  });
  try {
    return await Promise.race([shared, aborted]);
  } finally {
    settled.abort();
  }
}
