import { generateKeyPairSync } from "node:crypto";
import { z } from "zod";
import { createRedactor } from "../redact.js";
import { createCheckpointKey } from "./checkpoint-key.js";
import type { Log } from "./log.js";
import { openStream } from "./stream.js";
import { defineStreamKind } from "./stream-kind.js";

/** A kind of stream that ends. */
export const noteKind = defineStreamKind({
  name: "note",
  events: { "line.added": z.object({ text: z.string() }), "note.closed": z.object({}) },
  fold: (lines: readonly string[] | undefined, event) =>
    event.type === "line.added" ? [...(lines ?? []), event.data.text] : ["closed", ...(lines ?? [])],
  index: ([first]) => ({ status: first === "closed" ? "closed" : "open", subject: "notes" }),
  ended: ["closed"],
});

export const analyst = { kind: "person", id: "analyst" } as const;

export function newCheckpointKey(name = "example.test/operations") {
  return createCheckpointKey({ name, privateKey: generateKeyPairSync("ed25519").privateKey });
}

/** Adds lines to a note, and ends it where asked to. */
export async function write(log: Log, id: string, lines: readonly string[], end: "closed" | "open" = "open") {
  const note = await openStream(log, noteKind, id, { actor: analyst, redactor: createRedactor() });
  await note.append(() => [
    ...lines.map((text) => ({ type: "line.added", data: { text } }) as const),
    ...(end === "closed" ? [{ type: "note.closed", data: {} } as const] : []),
  ]);
}
