import type { Actor } from "../../actor.js";
import { streamName } from "../../log/event.js";
import { openStream, type Stream } from "../../log/stream.js";
import { SpmError } from "../../spm-error.js";
import type { Message } from "./message.js";
import { messageKind } from "./message-kind.js";
import type { OutboxServices } from "./outbox-options.js";

export type MessageStream = Stream<(typeof messageKind)["events"], Message>;

/** Opens the stream of a message, to be written by somebody. */
export function openMessage(
  { log, redactor, worker }: Pick<OutboxServices, "log" | "redactor" | "worker">,
  id: string,
  actor: Actor = { kind: "service", id: worker },
): Promise<MessageStream> {
  return openStream(log, messageKind, id, { actor, redactor });
}

/** The state of a message. @throws SpmError `run.unknown` for one that nobody put. */
export function messageOf({ state, id }: Pick<MessageStream, "state" | "id">): Message {
  if (state !== undefined) return state;
  const what = streamName({ kind: messageKind.name, id });
  throw new SpmError("run.unknown", `There is no ${what}.`, { what });
}
