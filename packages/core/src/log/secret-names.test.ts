import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createRedactor } from "../redact.js";
import { expireStreams } from "./expire-streams.js";
import type { Log } from "./log.js";
import { analyst, noteKind, write } from "./seal-fixture.js";
import { refuseSecretNames } from "./secret-names.js";
import { openSqliteLog } from "./sqlite/sqlite-log.js";
import { openStream } from "./stream.js";
import { toStreamWrite } from "./stream-write.js";

const canary = "canary-4711";
const redactor = createRedactor();
redactor.addSecret(canary);
const leaky = { kind: "person", id: `who has ${canary}` } as const;

let log: Log;
beforeEach(async () => {
  log = await openSqliteLog({ path: ":memory:" });
});
afterEach(() => log.close());

/** The refusal, which names what it is and holds nothing of it. */
const refusing = (...what: readonly string[]) =>
  expect.objectContaining({
    code: "config.invalid",
    message: expect.not.stringContaining(canary),
    details: { issues: what.map((name) => expect.stringMatching(`^${name}: holds`)) },
  });

describe("a name that holds a secret", () => {
  test("is refused in each form, with all of them told at once", () => {
    const names = { "run id": encodeURIComponent(canary), worker: Buffer.from(canary).toString("base64") };
    expect(() => refuseSecretNames(redactor, { ...names, actor: "analyst" })).toThrow(
      refusing("run id", "worker"),
    );
    expect(() => refuseSecretNames(redactor, { actor: "analyst", worker: undefined })).not.toThrow();
  });

  test("begins no stream, as its id or as its actor", async () => {
    const opening = openStream(log, noteKind, canary, { actor: leaky, redactor });
    await expect(opening).rejects.toThrow(refusing("note id", "actor id"));
    const part = { id: canary, events: [{ type: "line.added", data: { text: "one" } }] } as const;
    expect(() => toStreamWrite(noteKind, part, { actor: leaky, redactor })).toThrow(
      refusing("note id", "actor id"),
    );
  });

  test("writes to no stream and lets none expire, as the actor", async () => {
    await write(log, "old", ["one"], "closed");
    await expect(openStream(log, noteKind, "old", { actor: leaky, redactor })).rejects.toThrow(
      refusing("actor id"),
    );
    const request = { before: Number.MAX_SAFE_INTEGER, reason: "over", actor: leaky, redactor };
    await expect(expireStreams(log, noteKind, request)).rejects.toThrow(refusing("actor id"));
  });

  test("does not shut people out of a stream that had it before it became a secret", async () => {
    await write(log, canary, ["one"]);
    const note = await openStream(log, noteKind, canary, { actor: analyst, redactor });
    await note.append(() => [{ type: "note.closed", data: {} }]);
    expect(note.seq).toBe(2);
  });
});
