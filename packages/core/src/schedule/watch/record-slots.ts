import type { Log } from "../../log/log.js";
import { openStream, type StreamWriting } from "../../log/stream.js";
import { toStreamWrite } from "../../log/stream-write.js";
import { isSpmError } from "../../spm-error.js";
import { type NewSlotEvent, slotKind } from "./slot-kind.js";

/** How many slots one write holds. */
const MOST_AT_ONCE = 100;

/** The beginning of a slot's stream. */
export interface SlotRecord {
  readonly slotId: string;
  readonly event: NewSlotEvent;
}

/**
 * Records slots in their order, so that a crash leaves none behind that is earlier than one that was recorded. What
 * somebody else has recorded stays as it is.
 */
export async function recordSlots(
  log: Log,
  records: readonly SlotRecord[],
  writing: StreamWriting,
): Promise<void> {
  for (let from = 0; from < records.length; from += MOST_AT_ONCE) {
    const part = records.slice(from, from + MOST_AT_ONCE);
    try {
      const writes = part.map(({ slotId, event }) =>
        toStreamWrite(slotKind, { id: slotId, events: [event] }, writing),
      );
      await log.appendAll(writes);
    } catch (error) {
      if (!isSpmError(error, "log.conflict")) throw error;
      for (const record of part) await recordSlot(log, record, writing);
    }
  }
}

async function recordSlot(log: Log, { slotId, event }: SlotRecord, writing: StreamWriting): Promise<void> {
  const stream = await openStream(log, slotKind, slotId, writing);
  await stream.append((slot) => (slot === undefined ? [event] : []));
}
