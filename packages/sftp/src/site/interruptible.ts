/** Waits for a promise, but no longer than the signal allows; rejects with the signal's own reason. */
export async function untilAborted<Value>(promise: Promise<Value>, signal?: AbortSignal): Promise<Value> {
  if (signal === undefined) return promise;
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
  });
}

/** The same bytes, where an abort ends the wait for a source that has nothing to give. Empty pieces are left out. */
export async function* interruptible(
  source: AsyncIterable<Uint8Array>,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
  const iterator = source[Symbol.asyncIterator]();
  let ended = false;
  try {
    while (true) {
      signal?.throwIfAborted();
      const step = await untilAborted(iterator.next(), signal);
      if (step.done === true) {
        ended = true;
        return;
      }
      if (step.value.byteLength > 0) yield step.value;
    }
  } catch (error) {
    // A source that failed has ended; one that we gave up on is told below.
    ended = signal?.aborted !== true;
    throw error;
  } finally {
    // Not awaited: a generator that hangs in `next` would never answer.
    if (!ended) iterator.return?.().catch(() => undefined);
  }
}
