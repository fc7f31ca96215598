import type { Attachment, NewAttachment } from "../log/attachment.js";
import type { EffectEvent } from "./effect-events.js";
import type { EffectState } from "./effect-state.js";

/** One effect's part of a stream: what the events say of it, and where the next one goes. */
export interface EffectJournal {
  readonly effectId: string;
  readonly key: string;
  readonly state: EffectState | undefined;
  append(event: EffectEvent): Promise<void>;
  /** Keeps bytes beside the events. Absent where there is no place for any. */
  attach?(attachment: NewAttachment): Promise<Attachment>;
}
