import type { Actor } from "../../actor.js";
import { type JsonValue, toJsonValue } from "../../json.js";
import type { EventOf } from "../../log/stream-kind.js";
import { SpmError } from "../../spm-error.js";
import type { Message } from "./message.js";
import type { messageKind } from "./message-kind.js";
import { messageOf, openMessage } from "./open-message.js";
import type { OutboxServices } from "./outbox-options.js";

/** Something that a person does to a message. */
export interface MessageAct {
  readonly id: string;
  /** Why. Kept in the log. */
  readonly reason: string;
  readonly actor: Actor;
}

/** What a person found out about a message in doubt. */
export interface MessageResolution extends MessageAct {
  readonly finding: { readonly as: "happened"; readonly receipt: JsonValue } | { readonly as: "absent" };
}

type Decision = readonly EventOf<(typeof messageKind)["events"]>[] | { readonly refused: string };

/** Keeps what a person found out. A message that was not sent is due again. */
export function resolveMessage(
  services: OutboxServices,
  { finding, ...act }: MessageResolution,
): Promise<Message> {
  const { reason } = act;
  return actOnMessage(services, { ...act, called: "resolve" }, ({ status, channel }) => {
    if (status !== "in-doubt") return { refused: `it is ${status}, not in doubt` };
    const effect = { effectId: channel, reason };
    return [
      {
        type: "effect.resolved",
        data:
          finding.as === "absent"
            ? { ...effect, as: "absent" }
            : { ...effect, as: "happened", output: toJsonValue(finding.receipt) },
      },
    ];
  });
}

/** Ends a message of which nothing is under way. */
export function cancelMessage(services: OutboxServices, act: MessageAct): Promise<Message> {
  return actOnMessage(services, { ...act, called: "cancel" }, ({ status }) => {
    if (status === "waiting") return [{ type: "message.cancelled", data: { reason: act.reason } }];
    if (status === "in-doubt") return { refused: "it may have been sent; resolve it first" };
    return { refused: status === "sending" ? "it is being sent" : `it has ended: ${status}` };
  });
}

/** Keeps what a person did, with who and why. An act that cannot be is kept too, and changes nothing. */
async function actOnMessage(
  services: OutboxServices,
  { id, reason, actor, called }: MessageAct & { readonly called: string },
  decide: (message: Message) => Decision,
): Promise<Message> {
  if (reason.trim() === "") {
    const issues = ["reason: say why; it is kept in the log"];
    throw new SpmError("config.invalid", `To ${called} a message needs a reason.`, { issues });
  }
  const stream = await openMessage(services, id, actor);
  messageOf(stream);
  let refusal: string | undefined;
  await stream.append(() => {
    const decision = decide(messageOf(stream));
    refusal = "refused" in decision ? decision.refused : undefined;
    return "refused" in decision
      ? [{ type: "act.refused", data: { act: called, why: decision.refused } }]
      : decision;
  });
  if (refusal !== undefined) {
    throw new SpmError("run.refused", `Cannot ${called} message ${id}: ${refusal}.`, { issues: [refusal] });
  }
  return messageOf(stream);
}
