import { createHash } from "node:crypto";
import { Worker } from "node:worker_threads";
import { SpmError } from "@spm-ops/core";

/** SHA-256 of the bytes of a transfer. */
export interface ByteDigest {
  /** Takes in the next bytes, which may be changed afterwards; wait for it, where it gives something to wait for. */
  update(bytes: Uint8Array): Promise<void> | undefined;
  /** Lower-case hexadecimal. */
  end(): Promise<string>;
  /** Gives it up; without effect after the end. */
  discard(): void;
}

/** What waits to be hashed, and the size up to which a transfer does without a thread. */
const RING_BYTES = 8 * 1024 * 1024;

/** Runs in a thread of its own; a text, because a file of its own would have to be found by whoever bundles this. */
const HASHING = `
  const { parentPort, workerData } = require("node:worker_threads");
  const digest = require("node:crypto").createHash("sha256");
  parentPort.on("message", ({ from, length }) => {
    if (length > 0) {
      digest.update(new Uint8Array(workerData, from, length));
      parentPort.postMessage(length);
    } else {
      parentPort.postMessage(digest.digest("hex"));
      parentPort.close();
    }
  });
`;

/**
 * Creates the digest of one transfer.
 *
 * Hashing costs a quarter of the time that encryption, decryption and the rest leave to the thread of a transfer, so
 * that of a large one is done beside it. A small one is hashed here, at its end.
 */
export function createByteDigest(): ByteDigest {
  const ring = new Uint8Array(new SharedArrayBuffer(RING_BYTES));
  let taken = 0;
  let hashed = 0;
  let thread: HashingThread | undefined;

  const put = (bytes: Uint8Array) => {
    const from = taken % RING_BYTES;
    const length = Math.min(bytes.byteLength, RING_BYTES - (taken - hashed), RING_BYTES - from);
    ring.set(bytes.subarray(0, length), from);
    taken += length;
    if (length > 0) thread?.hash({ from, length });
    return bytes.subarray(length);
  };
  const putWhenThereIsRoom = async (bytes: Uint8Array) => {
    let left = bytes;
    while (left.byteLength > 0) {
      if (thread === undefined) {
        thread = startHashing(ring);
        thread.hash({ from: 0, length: RING_BYTES });
      }
      if (taken - hashed === RING_BYTES) hashed += await thread.hashedBytes();
      left = put(left);
    }
  };

  return {
    update(bytes) {
      if (thread !== undefined) hashed += thread.takeHashedBytes();
      const left = put(bytes);
      return left.byteLength === 0 ? undefined : putWhenThereIsRoom(left);
    },
    async end() {
      if (thread !== undefined) return thread.end();
      return createHash("sha256").update(ring.subarray(0, taken)).digest("hex");
    },
    discard: () => thread?.stop(),
  };
}

interface HashingThread {
  hash(part: { readonly from: number; readonly length: number }): void;
  /** How much was hashed since it was last asked; the second waits until something was. */
  takeHashedBytes(): number;
  hashedBytes(): Promise<number>;
  end(): Promise<string>;
  stop(): void;
}

function startHashing(ring: Uint8Array): HashingThread {
  const worker = new Worker(HASHING, { eval: true, workerData: ring.buffer });
  let news = 0;
  let sha256: string | undefined;
  let failure: unknown;
  let wake: () => void = () => undefined;
  worker.on("message", (told: unknown) => {
    if (typeof told === "number") news += told;
    else sha256 = String(told);
    wake();
  });
  const fail = (cause: unknown) => {
    failure ??= new SpmError(
      "file.refused",
      "The thread that hashes a transfer has ended.",
      { path: "", reason: "no digest" },
      { cause },
    );
    wake();
  };
  worker.on("error", fail);
  worker.on("exit", fail);

  const until = async <Told>(told: () => Told | undefined): Promise<Told> => {
    for (;;) {
      const value = told();
      if (value !== undefined) return value;
      if (failure !== undefined) throw failure;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
  const takeHashedBytes = () => {
    const bytes = news;
    news = 0;
    return bytes;
  };
  return {
    hash: (part) => worker.postMessage(part),
    takeHashedBytes,
    hashedBytes: () => until(() => takeHashedBytes() || undefined),
    async end() {
      worker.postMessage({ from: 0, length: 0 });
      return until(() => sha256);
    },
    stop: () => void worker.terminate(),
  };
}
