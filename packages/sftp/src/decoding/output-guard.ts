import type { LayerSource } from "./layer.js";
import { undecodable } from "./undecodable.js";

/** A little output may be as dense as it likes: a megabyte harms nobody. */
const FREE_BYTES = 1_048_576;

/** Lets bytes through as long as they keep within the limits. The piece that exceeds one is not let through. */
export async function* guardOutput(
  bytes: AsyncIterable<Uint8Array>,
  source: LayerSource,
): AsyncGenerator<Uint8Array> {
  let outputBytes = 0;
  for await (const piece of bytes) {
    outputBytes += piece.byteLength;
    mustBeWithin(outputBytes, source);
    yield piece;
  }
}

/** Throws SpmError `file.undecodable` when an output of this size would exceed a limit. */
export function mustBeWithin(outputBytes: number, { name, sizeBytes, limits }: LayerSource): void {
  if (outputBytes > limits.maxBytes) {
    throw undecodable(name, "too-large", `it becomes more than ${limits.maxBytes} bytes`);
  }
  if (outputBytes > FREE_BYTES && outputBytes > sizeBytes * limits.maxRatio) {
    throw undecodable(name, "too-dense", `it becomes more than ${limits.maxRatio} times as large as it is`);
  }
}
