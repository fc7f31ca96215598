/** How much of a transfer may be on its way at once. */
export interface SftpWindow {
  readonly requestBytes: number;
  readonly requests: number;
  /** Learns that the server gives at most so much in one answer; asking for more would cost a round trip each time. */
  shrinkTo(requestBytes: number): void;
}

/** Requests are counted by this size: two megabytes on their way for the 64 of the default. */
const COUNTED_BYTES = 31 * 1024;

/** However little a server gives at once, smaller requests than this only add to its work. */
const SMALLEST_REQUEST_BYTES = 1_000;

/** Creates a window of `requestsInFlight` requests of 31 KiB, or of as many bytes in fewer and larger ones. */
export function createSftpWindow(largestBytes: number, requestsInFlight: number): SftpWindow {
  let requestBytes = largestBytes;
  return {
    get requestBytes() {
      return requestBytes;
    },
    get requests() {
      const fitting = Math.ceil((requestsInFlight * COUNTED_BYTES) / requestBytes);
      return Math.min(requestsInFlight, fitting);
    },
    shrinkTo(bytes) {
      requestBytes = Math.max(SMALLEST_REQUEST_BYTES, Math.min(requestBytes, bytes));
    },
  };
}
