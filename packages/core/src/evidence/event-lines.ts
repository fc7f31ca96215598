import { z } from "zod";
import { actorSchema } from "../actor.js";
import { canonicalJson, type JsonValue, jsonSchema, toJsonValue } from "../json.js";
import { type LogEvent, type StreamId, streamName } from "../log/event.js";
import { SpmError } from "../spm-error.js";

const eventLine = z.strictObject({
  kind: z.string(),
  id: z.string(),
  seq: z.int(),
  type: z.string(),
  at: z.number(),
  actor: actorSchema,
  epoch: z.int(),
  data: jsonSchema.optional(),
  dataDigest: z.string(),
  previousHash: z.string(),
  hash: z.string(),
});

/** Events as they lie in a pack: one canonical JSON a line, `data` left out where it has expired. */
export function toEventLines(events: readonly LogEvent[]): string {
  return events
    .map(({ stream, expiredBy: _, ...event }) => `${canonicalJson(toJsonValue({ ...event, ...stream }))}\n`)
    .join("");
}

/**
 * Reads the events of a stream.
 *
 * @throws SpmError `log.damaged` with the number of the first line that was not written by `toEventLines` for it.
 */
export function parseEventLines(stream: StreamId, text: string): readonly LogEvent[] {
  const lines = text.split("\n");
  const events = lines.slice(0, -1).map((line, index) => parseEventLine(stream, line, index + 1));
  if (lines.at(-1) !== "") throw damaged(stream, lines.length);
  return events;
}

function parseEventLine(stream: StreamId, line: string, seq: number): LogEvent {
  let value: JsonValue;
  try {
    value = JSON.parse(line);
  } catch {
    throw damaged(stream, seq);
  }
  const parsed = eventLine.safeParse(value);
  if (!parsed.success || canonicalJson(value) !== line) throw damaged(stream, seq);
  const { kind, id, ...event } = parsed.data;
  if (kind !== stream.kind || id !== stream.id) throw damaged(stream, seq);
  return { ...event, stream };
}

function damaged(stream: StreamId, seq: number): SpmError {
  const name = streamName(stream);
  return new SpmError("log.damaged", `Event ${seq} of ${name} is not as it was written.`, {
    stream: name,
    seq,
  });
}
