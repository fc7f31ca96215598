import { expect } from "vitest";
import { sha256 } from "../digest.js";
import type { JsonValue } from "../json.js";
import { namedAttachments } from "../log/attachment.js";
import type { StreamId } from "../log/event.js";
import type { Log } from "../log/log.js";
import { type LogClause, person, stream } from "./log-clause.js";

const KIB = 1_024;

/** What `attach` and `readAttachment` promise. */
export function addAttachmentClauses(clause: LogClause): void {
  addKeepingClauses(clause);
  addInterruptionClauses(clause);
  addExpiryClauses(clause);
}

function addKeepingClauses(clause: LogClause): void {
  clause(
    "keeps bytes under their digest, for another process too, before their stream has begun",
    async ({ log, reopen }) => {
      const content = bytesOf(1_500 * KIB + 7);
      const kept = await log.attach(stream, inPieces(content, 70_000));
      expect(kept).toEqual({ digest: sha256(content), sizeBytes: content.length });
      expect(await log.find(stream)).toBeUndefined();

      const named = { name: "rejects.csv", mediaType: "text/csv", ...kept };
      const data = { attachments: [named] };
      const [event] = await log.append(stream, writing(0, data));
      const other = await reopen();
      expect(event && namedAttachments(event)).toEqual([named]);
      expect(sha256(await bytesIn(other, kept.digest))).toBe(kept.digest);
      await other.close();
    },
  );

  clause("keeps every byte, whatever the size", async ({ log }) => {
    for (const size of [0, 1, 256 * KIB, 1_024 * KIB, 1_024 * KIB + 1]) {
      const content = bytesOf(size);
      const { digest } = await log.attach(stream, content);
      expect(content.equals(await bytesIn(log, digest)), `${size} bytes`).toBe(true);
    }
  });

  clause(
    "keeps the same bytes once a stream, however they come, and for each stream on its own",
    async ({ log, reopen }) => {
      const content = bytesOf(1_100 * KIB);
      const other = await reopen();
      const kept = await Promise.all([
        log.attach(stream, content),
        log.attach(stream, inPieces(content, 1_000)),
        other.attach(stream, content),
      ]);
      await other.close();
      expect(new Set(kept.map(({ digest }) => digest)).size).toBe(1);
      const digest = kept[0].digest;
      expect(content.equals(await bytesIn(log, digest))).toBe(true);
      await expect(bytesIn(log, digest, { kind: "note", id: "another" })).rejects.toMatchObject({
        code: "file.not-found",
        message: expect.stringContaining("note/another"),
      });
    },
  );

  clause("does not mind what becomes of a buffer once it was handed over", async ({ log }) => {
    async function* reusing() {
      const buffer = Buffer.alloc(10);
      for (const value of [1, 2, 3]) yield buffer.fill(value);
    }
    const { digest } = await log.attach(stream, reusing());
    expect(digest).toBe(sha256(Buffer.concat([1, 2, 3].map((value) => Buffer.alloc(10, value)))));
    expect((await bytesIn(log, digest)).length).toBe(30);
  });
}

function addInterruptionClauses(clause: LogClause): void {
  const content = bytesOf(1_500 * KIB);

  clause("keeps nothing of a content that fails, and tells its failure as it is", async ({ log }) => {
    const failure = new RangeError("the connection was cut");
    async function* failing() {
      yield content;
      throw failure;
    }
    await expect(log.attach(stream, failing())).rejects.toBe(failure);
    await expect(bytesIn(log, sha256(content))).rejects.toMatchObject({ code: "file.not-found" });
    await log.attach(stream, content);
    expect(content.equals(await bytesIn(log, sha256(content)))).toBe(true);
  });

  clause("stops with the reason of an abort, in writing and in reading", async ({ log }) => {
    const stop = new AbortController();
    const reason = new RangeError("enough");
    async function* stopping() {
      yield content;
      stop.abort(reason);
      yield content;
    }
    await expect(log.attach(stream, stopping(), { signal: stop.signal })).rejects.toBe(reason);
    const { digest } = await log.attach(stream, content);
    const reading = log.readAttachment(stream, digest, { signal: stop.signal });
    await expect(collect(reading)).rejects.toBe(reason);
  });

  clause("shows nothing of an attachment while it is being written", async ({ log, reopen }) => {
    const other = await reopen();
    async function* watched() {
      yield content;
      await expect(bytesIn(other, sha256(content))).rejects.toMatchObject({ code: "file.not-found" });
    }
    const { digest } = await log.attach(stream, watched());
    expect((await bytesIn(other, digest)).length).toBe(content.length);
    await other.close();
  });

  clause(
    "clears what was left behind an hour ago, and refuses the writer who comes back to it",
    async ({ log, reopen, clock }) => {
      const other = await reopen();
      async function* pausing() {
        yield content;
        clock.advance(3_600_001);
        await other.attach(stream, Buffer.from("something else"));
        yield content;
      }
      await expect(log.attach(stream, pausing())).rejects.toMatchObject({
        code: "remote.unavailable",
        retryable: true,
      });
      await other.close();
    },
  );
}

function addExpiryClauses(clause: LogClause): void {
  const content = bytesOf(1_500 * KIB);
  const expiry = { expectedSeq: 1, actor: person, reason: "Kept long enough." };

  clause(
    "lets the attachments of a stream go with its data, and of no other stream",
    async ({ log, reopen }) => {
      const another: StreamId = { kind: "note", id: "another" };
      const { digest } = await log.attach(stream, content);
      await log.attach(another, content);
      await log.append(stream, writing(0, {}));
      await log.expire(stream, expiry);
      const other = await reopen();
      await expect(bytesIn(other, digest)).rejects.toMatchObject({
        code: "log.expired",
        details: { stream: "note/2026-01", seq: 2 },
      });
      expect(content.equals(await bytesIn(other, digest, another))).toBe(true);
      await other.close();
      await expect(log.attach(stream, content)).rejects.toMatchObject({ code: "log.expired" });
    },
  );

  clause("keeps nothing of an attachment whose stream expires while it is being written", async ({ log }) => {
    await log.append(stream, writing(0, {}));
    async function* expiring() {
      yield content;
      await log.expire(stream, expiry);
      yield content;
    }
    await expect(log.attach(stream, expiring())).rejects.toMatchObject({ code: "log.expired" });
  });

  clause("tells of an attachment that expires while it is read that it has expired", async ({ log }) => {
    const { digest } = await log.attach(stream, content);
    await log.append(stream, writing(0, {}));
    const reading = async () => {
      for await (const _ of log.readAttachment(stream, digest)) {
        if ((await log.find(stream))?.status !== "expired") await log.expire(stream, expiry);
      }
    };
    await expect(reading()).rejects.toMatchObject({ code: "log.expired" });
  });
}

/** Bytes of every value, different at every place. */
function bytesOf(size: number): Buffer {
  return Buffer.from(Uint8Array.from({ length: size }, (_, at) => (at * 31 + (at >> 8) * 7) % 256));
}

async function* inPieces(content: Uint8Array, size: number): AsyncIterable<Uint8Array> {
  for (let at = 0; at < content.length; at += size) yield content.subarray(at, at + size);
}

async function collect(bytes: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of bytes) chunks.push(chunk);
  return Buffer.concat(chunks);
}

const bytesIn = (log: Log, digest: string, of: StreamId = stream) => collect(log.readAttachment(of, digest));

function writing(expectedSeq: number, data: { readonly [key: string]: JsonValue }) {
  const events = [{ type: "note.written", actor: person, data }];
  return { events, expectedSeq, index: { status: "open", subject: "notes" } };
}
