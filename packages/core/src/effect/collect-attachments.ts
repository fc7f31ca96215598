import type { Attachment, NewAttachment } from "../log/attachment.js";
import type { EffectJournal } from "./effect-journal.js";

/** What one attempt at an effect attaches. */
export interface CollectedAttachments {
  attach(attachment: NewAttachment): Promise<void>;
  /** For the event that tells the outcome; empty where nothing was attached. */
  readonly kept: { readonly attachments?: Attachment[] };
  /** Whether an error is that of an attachment: it says nothing about what was done before it. */
  isFailure(error: unknown): boolean;
}

/** Attaches to the stream of an effect, and remembers what. */
export function collectAttachments({
  effectId,
  attach,
}: Pick<EffectJournal, "effectId" | "attach">): CollectedAttachments {
  const attachments: Attachment[] = [];
  const failures = new Set<unknown>();
  return {
    async attach(attachment) {
      if (attach === undefined) throw new TypeError(`${effectId} has no place for attachments`);
      try {
        attachments.push(await attach(attachment));
      } catch (error) {
        failures.add(error);
        throw error;
      }
    },
    get kept() {
      return attachments.length === 0 ? {} : { attachments: [...attachments] };
    },
    isFailure: (error) => failures.has(error),
  };
}
